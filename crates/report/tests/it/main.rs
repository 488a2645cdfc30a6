//! The report, looked at from outside.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod analyses;
mod document;
mod evidence;
mod pooled;
mod recount;
mod recount_ties;
mod simulation;

/// A small log, written by hand.
const FERRY: &str = include_str!("../../../projection/tests/logs/ferry.jsonl");
