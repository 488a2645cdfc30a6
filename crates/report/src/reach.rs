//! How each number is computed that is about how far a post went, or whom somebody's posts moved.

use serde::{Deserialize, Serialize};
use simswarm_engine::{AgentId, PostId};
use simswarm_projection::cascades::cascade_of;
use simswarm_projection::history::History;
use simswarm_projection::influence::credit;

/// The rule behind a number of a cascade: a post that answers no other, its replies, theirs, and the reposts of all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CascadeRule {
    Replies,
    Reposts,
    /// Different agents that replied or reposted, other than the author.
    Others,
    /// Steps from the post to the farthest reply or repost.
    Steps,
    /// The round of the last reply or repost.
    LastRound,
}

/// The rule behind a number of what an agent's posts did to others. A change of mind is shared out among the posts that it
/// names, as 1 : 1/2 : 1/3 … in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InfluenceRule {
    /// How many others they moved.
    People,
    /// How far together, on all issues.
    Moved,
    /// The same, with moves towards the side against counted as negative.
    Net,
}

impl CascadeRule {
    pub(crate) fn evaluate(self, history: &History, post: PostId) -> Option<f64> {
        let cascade = cascade_of(history, post)?;
        Some(f64::from(match self {
            Self::Replies => cascade.replies,
            Self::Reposts => cascade.reposts,
            Self::Others => cascade.agents.saturating_sub(1),
            Self::Steps => cascade.depth,
            Self::LastRound => cascade.to_round,
        }))
    }
}

impl InfluenceRule {
    pub(crate) fn evaluate(self, history: &History, agent: AgentId) -> f64 {
        let credit = credit(history, agent);
        match self {
            Self::People => f64::from(credit.people),
            Self::Moved => credit.moved,
            Self::Net => credit.net,
        }
    }
}
