//! `beliefs`: where everybody stood on each issue, round by round.

use serde::Serialize;

use simswarm_engine::{AgentId, IssueId};

use super::history::History;
use super::stance::Stance;
use super::stats::{BINS, count, distribution, short};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IssueBeliefs<'a> {
    pub issue: IssueId,
    pub proposition: &'a str,
    pub pole_for: &'a str,
    pub pole_against: &'a str,
    /// All agents, at the end of each round; 0 is before the first.
    pub rounds: Vec<RoundBeliefs>,
    pub agents: Vec<AgentBeliefs<'a>>,
}

/// The positions of all agents at the end of a round.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RoundBeliefs {
    pub round: u32,
    pub mean: f64,
    /// Standard deviation: how far apart the agents stand.
    pub sd: f64,
    /// Counts over ten equal bins from −1 to 1.
    pub histogram: [u32; BINS],
    pub supports: u32,
    pub undecided: u32,
    pub opposes: u32,
}

/// One agent's way: a point where it began and one for each change, to four decimals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AgentBeliefs<'a> {
    pub agent: AgentId,
    pub agent_id: &'a str,
    pub points: Vec<Point>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    pub round: u32,
    pub position: f64,
    pub confidence: f64,
}

pub fn beliefs(history: &History) -> Vec<IssueBeliefs<'_>> {
    history
        .issue_ids()
        .map(|issue| {
            let definition = history.issue(issue);
            IssueBeliefs {
                issue,
                proposition: &definition.proposition,
                pole_for: &definition.pole_for,
                pole_against: &definition.pole_against,
                rounds: rounds(history, issue),
                agents: agents(history, issue),
            }
        })
        .collect()
}

/// The positions on `issue` at the end of every round, from before the first.
pub fn rounds(history: &History, issue: IssueId) -> Vec<RoundBeliefs> {
    let mut positions: Vec<f64> =
        history.agents.iter().map(|agent| agent.initial_position(issue)).collect();
    let mut changes =
        history.belief_changes.iter().filter(|change| change.issue == issue).peekable();
    let mut rows = Vec::new();
    for round in 0..=count(history.rounds.len()) {
        while let Some(change) = changes.next_if(|change| change.round <= round) {
            positions[change.agent.index()] = change.to;
        }
        rows.extend(row(round, &positions));
    }
    rows
}

fn row(round: u32, positions: &[f64]) -> Option<RoundBeliefs> {
    let all = distribution(positions, -1.0, 1.0)?;
    let of = |stance| count(positions.iter().filter(|x| Stance::of(**x) == stance).count());
    Some(RoundBeliefs {
        round,
        mean: all.mean,
        sd: all.sd,
        histogram: all.histogram,
        supports: of(Stance::Supports),
        undecided: of(Stance::Undecided),
        opposes: of(Stance::Opposes),
    })
}

fn agents(history: &History, issue: IssueId) -> Vec<AgentBeliefs<'_>> {
    let mut all: Vec<AgentBeliefs<'_>> = history
        .agent_ids()
        .map(|agent| {
            let persona = &history.agent(agent).persona;
            let start = persona.stances.get(issue.index()).map(|stance| Point {
                round: 0,
                position: short(stance.position),
                confidence: short(stance.confidence),
            });
            AgentBeliefs { agent, agent_id: &persona.slug, points: start.into_iter().collect() }
        })
        .collect();
    for change in history.belief_changes.iter().filter(|change| change.issue == issue) {
        all[change.agent.index()].points.push(Point {
            round: change.round,
            position: short(change.to),
            confidence: short(change.confidence),
        });
    }
    all
}
