//! `polarisation`: how far apart the agents stood on each issue, round by round.

use serde::Serialize;
use simswarm_engine::IssueId;

use super::history::History;
use super::measure::spread::{Spread, spread};
use super::stats::{count, short};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IssuePolarisation<'a> {
    pub issue: IssueId,
    pub proposition: &'a str,
    /// At the end of each round; 0 is before the first.
    pub rounds: Vec<RoundSpread>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RoundSpread {
    pub round: u32,
    /// To four decimals.
    #[serde(flatten)]
    pub spread: Spread,
}

pub fn polarisation(history: &History) -> Vec<IssuePolarisation<'_>> {
    let issue = |issue| IssuePolarisation {
        issue,
        proposition: &history.issue(issue).proposition,
        rounds: rounds(history, issue),
    };
    history.issue_ids().map(issue).collect()
}

fn rounds(history: &History, issue: IssueId) -> Vec<RoundSpread> {
    let mut positions: Vec<f64> =
        history.agents.iter().map(|agent| agent.initial_position(issue)).collect();
    let mut changes =
        history.belief_changes.iter().filter(|change| change.issue == issue).peekable();
    let mut rows = Vec::new();
    for round in 0..=count(history.rounds.len()) {
        while let Some(change) = changes.next_if(|change| change.round <= round) {
            positions[change.agent.index()] = change.to;
        }
        rows.extend(
            spread(&positions).map(|spread| RoundSpread { round, spread: spread_short(spread) }),
        );
    }
    rows
}

fn spread_short(spread: Spread) -> Spread {
    Spread {
        variance: short(spread.variance),
        esteban_ray: short(spread.esteban_ray),
        bimodality: spread.bimodality.map(short),
    }
}
