//! The state of one agent that is its own: what it holds, whom it trusts, what it remembers.

use std::collections::VecDeque;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::memory::{ActionResult, Note};
use super::recall::Memory;
use crate::PostId;
use crate::belief::Belief;
use crate::belief::seen::Seen;
use crate::belief::trust::Trust;
use crate::cast::Persona;

/// The newest of its own posts that an agent has at hand.
const OWN_POSTS_KEPT: usize = 5;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Agent {
    pub(super) persona: Arc<Persona>,
    pub(super) name: Arc<str>,
    /// One for each issue, in the issues' order.
    pub(super) beliefs: Vec<Belief>,
    pub(super) trust: Trust,
    pub(super) seen: Seen,
    pub(super) memory: Memory,
    /// What came of the actions of its last turn.
    pub(super) results: Vec<ActionResult>,
    pub(super) own_posts: VecDeque<PostId>,
    /// Posts, replies and comments that it has written.
    pub(super) written: u32,
}

impl Agent {
    pub(super) fn new(persona: Arc<Persona>) -> Self {
        Self {
            name: persona.name.as_str().into(),
            beliefs: persona.stances.iter().map(|stance| Belief::new(*stance)).collect(),
            persona,
            trust: Trust::default(),
            seen: Seen::default(),
            memory: Memory::default(),
            results: Vec::new(),
            own_posts: VecDeque::new(),
            written: 0,
        }
    }

    pub(super) fn remember(&mut self, note: Note) {
        self.memory.add(note);
    }

    pub(super) fn wrote(&mut self, post: PostId) {
        if self.own_posts.len() == OWN_POSTS_KEPT {
            self.own_posts.pop_front();
        }
        self.own_posts.push_back(post);
        self.written += 1;
    }
}
