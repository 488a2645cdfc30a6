//! How each number is computed that is about who keeps whose company. Circles are the communities of the artifact of that name, of
//! three members or more, numbered as there.

use serde::{Deserialize, Serialize};
use simswarm_engine::{AgentId, IssueId};
use simswarm_projection::coalitions::{Coalition, SMALLEST, coalitions};
use simswarm_projection::history::History;
use simswarm_projection::measure::spread::between;
use simswarm_projection::stance::Stance;

/// The rule behind a number of the company that agents keep. A tie is a reply, a repost or an up-vote, or a follow that holds at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum CompanyRule {
    Circles,
    /// Agents without a tie.
    Alone,
    /// The share of ties whose ends are in one community.
    Inside,
    /// How much more that is than if everybody had as many ties, but to anybody (modularity).
    BeyondChance,
    Members {
        circle: u32,
    },
    MeanPosition {
        circle: u32,
        issue: IssueId,
        round: u32,
    },
    /// Members of a circle with this stance.
    Size {
        circle: u32,
        issue: IssueId,
        stance: Stance,
        round: u32,
    },
    /// Members of a circle that took this stance between these rounds and not at the first of them.
    Joined {
        circle: u32,
        issue: IssueId,
        stance: Stance,
        from: u32,
        to: u32,
    },
    /// Those that had it between these rounds, and no longer at the last of them.
    Left {
        circle: u32,
        issue: IssueId,
        stance: Stance,
        from: u32,
        to: u32,
    },
    /// The share of the positions' variance that lies between communities.
    Between {
        issue: IssueId,
        round: u32,
    },
}

impl CompanyRule {
    /// The number; none where the log has nothing to compute it from.
    pub(crate) fn evaluate(self, history: &History) -> Option<f64> {
        let company = history.company();
        Some(match self {
            Self::Circles => number(company.members(SMALLEST).len()),
            Self::Alone => f64::from(company.alone()),
            Self::Inside => company.inside(),
            Self::BeyondChance => company.partition.modularity,
            Self::Members { circle } => number(members(history, circle)?.len()),
            Self::MeanPosition { circle, issue, round } => {
                let all = history.positions(issue, round);
                let own: Vec<f64> =
                    members(history, circle)?.iter().map(|agent| all[agent.index()]).collect();
                own.iter().sum::<f64>() / number(own.len())
            }
            Self::Size { circle, issue, stance, round } => {
                let all = history.positions(issue, round);
                let members = members(history, circle)?;
                number(members.iter().filter(|it| Stance::of(all[it.index()]) == stance).count())
            }
            Self::Joined { circle, issue, stance, from, to } => {
                f64::from(find(history, (circle, issue, stance), (from, to))?.joined)
            }
            Self::Left { circle, issue, stance, from, to } => {
                f64::from(find(history, (circle, issue, stance), (from, to))?.left)
            }
            Self::Between { issue, round } => {
                between(&history.positions(issue, round), &company.partition.of)
            }
        })
    }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn members(history: &History, circle: u32) -> Option<Vec<AgentId>> {
    history.company().members(SMALLEST).into_iter().nth(circle as usize)
}

fn find(
    history: &History,
    side: (u32, IssueId, Stance),
    rounds: (u32, u32),
) -> Option<Coalition<'_>> {
    coalitions(history).into_iter().find(|it| {
        (it.community, it.issue, it.stance) == side && (it.from_round, it.to_round) == rounds
    })
}
