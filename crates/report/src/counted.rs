//! What is counted over a whole log.

use serde::{Deserialize, Serialize};
use simswarm_projection::cascades::cascades;
use simswarm_projection::history::History;
use simswarm_projection::summary::counts;

/// What is counted over the whole log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    Agents,
    Rounds,
    RoundsPlanned,
    Turns,
    SkippedTurns,
    Posts,
    /// Those of them that drew a reply or a repost.
    AnsweredPosts,
    Replies,
    Trades,
    Rejected,
    Polls,
    BeliefChanges,
}

impl Counted {
    pub(crate) fn count(self, history: &History) -> f64 {
        let all = counts(history);
        f64::from(match self {
            Self::Agents => all.agents,
            Self::Rounds => all.rounds_played,
            Self::RoundsPlanned => all.rounds_planned,
            Self::Turns => all.turns,
            Self::SkippedTurns => all.turns_skipped,
            Self::Posts => all.posts,
            Self::AnsweredPosts => cascades(history).answered,
            Self::Replies => all.replies,
            Self::Trades => all.trades,
            Self::Rejected => all.rejected,
            Self::Polls => all.polls,
            Self::BeliefChanges => all.belief_changes,
        })
    }
}
