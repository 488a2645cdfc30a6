//! A world as bytes: compact (postcard), exact to the last bit, and marked with the version of its shape.

use super::World;

/// The version of the snapshot's shape. Any change to what a world holds is a new one.
pub const CHECKPOINT_VERSION: u32 = 6;

/// What a post without its text takes, and an agent with all that it remembers, at most as a rule.
const POST_BYTES: usize = 64;
const AGENT_BYTES: usize = 4096;

const MAGIC: &[u8; 4] = b"SSWW";

/// Why bytes are no world.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    #[error("this is no snapshot of a world")]
    NotASnapshot,
    #[error("the snapshot has version {found}; this engine reads version {CHECKPOINT_VERSION}")]
    Version { found: u32 },
    #[error("the snapshot is damaged")]
    Damaged(#[source] postcard::Error),
}

impl World {
    /// The world as bytes.
    ///
    /// # Panics
    /// Never: plain data has a form as bytes.
    pub fn to_snapshot(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.about_bytes());
        bytes.extend(MAGIC);
        bytes.extend(CHECKPOINT_VERSION.to_le_bytes());
        #[expect(
            clippy::expect_used,
            reason = "plain data into memory cannot fail; a test takes every round's"
        )]
        postcard::to_io(self, bytes).expect("a world is plain data")
    }

    /// About how long the snapshot gets, so that it is not copied while it grows.
    fn about_bytes(&self) -> usize {
        let texts: usize = self.social.posts.iter().map(|post| post.text.len()).sum();
        texts + self.social.posts.len() * POST_BYTES + self.agents.len() * AGENT_BYTES
    }

    pub fn from_snapshot(bytes: &[u8]) -> Result<Self, SnapshotError> {
        let marked = bytes.strip_prefix(MAGIC).and_then(<[u8]>::split_first_chunk::<4>);
        let (version, body) = marked.ok_or(SnapshotError::NotASnapshot)?;
        let found = u32::from_le_bytes(*version);
        if found != CHECKPOINT_VERSION {
            return Err(SnapshotError::Version { found });
        }
        postcard::from_bytes(body).map_err(SnapshotError::Damaged)
    }
}
