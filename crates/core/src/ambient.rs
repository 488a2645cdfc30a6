//! Time, identity and chance as an argument, so that a test can hold them still.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Source of time, ids and random bytes, passed in by whoever owns the process.
pub trait Ambient: Send + Sync {
    /// The present moment, UTC.
    fn now(&self) -> DateTime<Utc>;

    /// A new UUID, version 7: sorted by time of creation.
    fn new_uuid(&self) -> Uuid;

    /// Bytes that nobody can guess: tokens and drawn seeds.
    fn random_bytes(&self) -> [u8; 32];
}
