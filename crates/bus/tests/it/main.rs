//! Live messages on a real Redis.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod live;
