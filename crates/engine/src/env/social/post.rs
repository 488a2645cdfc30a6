//! A post or a reply, and what became of it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use super::bridging::Sides;
use crate::action::DeclaredStance;
use crate::{AgentId, IssueId, PostId};

/// What a post declares. Nearly all take one stance, so that one is kept in place.
pub type Stances = SmallVec<[DeclaredStance; 1]>;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Post {
    pub author: AgentId,
    pub round: u32,
    /// The post it replies to.
    pub parent: Option<PostId>,
    pub text: Arc<str>,
    pub stances: Stances,
    /// Digest of the normalised text.
    pub digest: u64,
    pub ups: u32,
    pub downs: u32,
    /// The votes by the voters' sides.
    pub sides: Sides,
    pub reposts: u32,
    pub replies: u32,
}

impl Post {
    /// The issue that it is about: the first on which it takes a stance, or else the run's first.
    pub fn issue(&self) -> IssueId {
        self.stances.first().map_or(IssueId(0), |stance| stance.issue)
    }

    /// How much others did with it; a downvote is attention too, but less.
    pub fn engagement(&self) -> f64 {
        f64::from(self.ups)
            + 2.0 * f64::from(self.reposts)
            + 1.5 * f64::from(self.replies)
            + 0.25 * f64::from(self.downs)
    }
}
