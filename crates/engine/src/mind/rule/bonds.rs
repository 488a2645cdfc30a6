//! Whom an agent holds something against, and whom it owes something: what it remembers of others.

use crate::AgentId;
use crate::world::Turn;
use crate::world::memory::{Accord, Remembered};

/// What lies between the agent and one other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Bond {
    /// Disagreements, in either direction.
    pub(super) quarrels: u32,
    /// Times that the other passed a post on, agreed in public, or began to follow.
    pub(super) favours: u32,
    /// Times that it has told the other that it agrees.
    pub(super) agreed: u32,
}

impl Bond {
    /// The bond that the turn's memory speaks of.
    pub(super) fn with(turn: &Turn, other: AgentId) -> Self {
        let mut bond = Self::default();
        let about = turn.memory.iter().map(|it| it.note.what);
        for what in about.filter(|what| what.person() == Some(other)) {
            match what {
                Remembered::Answered { accord: Accord::Against, .. }
                | Remembered::WasAnswered { accord: Accord::Against, .. } => bond.quarrels += 1,
                Remembered::WasAnswered { accord: Accord::With, .. }
                | Remembered::WasReposted { .. }
                | Remembered::WasFollowed { .. } => bond.favours += 1,
                Remembered::Answered { accord: Accord::With, .. } => bond.agreed += 1,
                Remembered::Answered { .. }
                | Remembered::WasAnswered { .. }
                | Remembered::Posted { .. }
                | Remembered::Voted { .. }
                | Remembered::Reposted { .. }
                | Remembered::Followed { .. }
                | Remembered::Unfollowed { .. }
                | Remembered::Traded { .. }
                | Remembered::Commented { .. }
                | Remembered::Moved { .. } => {}
            }
        }
        bond
    }

    /// It has been at odds with the other before.
    pub(super) fn is_grudge(self) -> bool {
        self.quarrels > 0 && self.quarrels >= self.favours
    }

    /// The other has stood by it.
    pub(super) fn is_debt(self) -> bool {
        self.favours > self.quarrels
    }

    /// They know that they agree: to say so again would bring nothing.
    pub(super) fn is_understood(self) -> bool {
        self.agreed > self.quarrels
    }
}
