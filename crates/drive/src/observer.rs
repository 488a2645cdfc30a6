//! Who watches a run: a progress bar, a status, a log. Watching changes nothing.

use simswarm_core::contract::pod::Stored;
use simswarm_engine::AgentId;

/// What just happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress<'a> {
    /// A question about the document was answered, here and now: a recorded answer is never told.
    CastAnswered { question: &'a str },
    /// The world stands; `round` rounds of it were there already.
    Opened { round: u32, rounds: u32 },
    /// Minds are about to be asked.
    RoundBegan { round: u32, turns: usize },
    /// A mind decided, here and now: a recorded answer is never told.
    TurnDecided { round: u32, agent: AgentId },
    /// A mind could not be asked, or made no sense.
    TurnSkipped { round: u32, agent: AgentId, reason: &'a str },
    /// A round is kept.
    RoundStored(&'a Stored),
}

/// Is told what happens, in the middle of it: it must not block.
pub trait Observer: Send + Sync {
    fn observe(&self, progress: &Progress<'_>);
}

/// Watches nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Observer for Unwatched {
    fn observe(&self, _progress: &Progress<'_>) {}
}
