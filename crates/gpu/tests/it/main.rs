//! Real child processes under the provider `local`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod local;
