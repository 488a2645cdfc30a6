//! What an agent has been shown lately: so that a feed brings news, and the same words twice weigh less.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::PostId;

/// The posts that an agent remembers having seen.
const KEPT: usize = 96;

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Seen {
    posts: VecDeque<PostId>,
    digests: VecDeque<u64>,
}

impl Seen {
    pub fn has_post(&self, post: PostId) -> bool {
        self.posts.contains(&post)
    }

    pub fn has_text(&self, digest: u64) -> bool {
        self.digests.contains(&digest)
    }

    pub fn add(&mut self, post: PostId, digest: u64) {
        if self.posts.len() == KEPT {
            self.posts.pop_front();
            self.digests.pop_front();
        }
        self.posts.push_back(post);
        self.digests.push_back(digest);
    }
}
