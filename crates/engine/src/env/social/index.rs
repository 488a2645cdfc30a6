//! Indexes over the posts that a feed draws its candidates from. Each is kept up to date post by post, so that no
//! feed ever looks at all posts.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

use crate::PostId;

/// The posts that a ranking holds.
const RANKED_KEPT: usize = 96;
/// Rounds in which a post's weight halves against newer posts.
const HALF_LIFE: f64 = 3.0;
/// The posts that an issue's window holds.
const WINDOW_KEPT: usize = 512;

/// The posts that weigh most for their age.
///
/// The score is log2(weight) + round / half-life: a weight halves with age, yet the order of two posts never
/// changes by time alone, so that only posts that were touched have to be placed again.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Ranking {
    ranked: BTreeSet<(i64, PostId)>,
    scores: BTreeMap<PostId, i64>,
}

impl Ranking {
    /// Places a post of `round` anew after its weight, above zero, has changed.
    pub fn place(&mut self, id: PostId, round: u32, weight: f64) {
        let heat = libm::log2(weight) + f64::from(round) / HALF_LIFE;
        #[expect(clippy::cast_possible_truncation, reason = "a score is far below 2^63")]
        let score = (heat * 1e6) as i64;
        if let Some(old) = self.scores.insert(id, score) {
            self.ranked.remove(&(old, id));
        }
        self.ranked.insert((score, id));
        if self.ranked.len() > RANKED_KEPT
            && let Some((_, coldest)) = self.ranked.pop_first()
        {
            self.scores.remove(&coldest);
        }
    }

    /// The weightiest first.
    pub fn first(&self) -> impl Iterator<Item = PostId> {
        self.ranked.iter().rev().map(|(_, id)| *id)
    }
}

/// The newest posts of one kind.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Window(VecDeque<PostId>);

impl Window {
    pub fn push(&mut self, id: PostId) {
        if self.0.len() == WINDOW_KEPT {
            self.0.pop_front();
        }
        self.0.push_back(id);
    }

    pub fn length(&self) -> usize {
        self.0.len()
    }

    /// The post at a place from the newest on.
    pub fn nth_newest(&self, place: usize) -> Option<PostId> {
        self.0.len().checked_sub(place + 1).and_then(|index| self.0.get(index)).copied()
    }
}
