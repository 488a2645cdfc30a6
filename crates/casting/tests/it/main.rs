//! Casts of documents, by rules.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod actors;
mod cast;
mod questions;
mod stances;
