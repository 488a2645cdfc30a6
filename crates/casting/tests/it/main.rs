//! Casts of documents, by rules and from what a model answers.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod actors;
mod cast;
mod model;
mod news;
mod questions;
mod stances;
