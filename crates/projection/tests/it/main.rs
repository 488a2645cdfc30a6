//! Artifacts and analyses, looked at from outside.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod analyses;
mod artifacts;
mod logs;
mod played;
mod sentiment;

use simswarm_engine::Event;
use simswarm_projection::Artifacts;

/// A small log, written by hand.
const FERRY: &str = include_str!("../logs/ferry.jsonl");

/// Folds a log of JSON lines.
fn fold(log: &str) -> Artifacts {
    let events: Vec<Event> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    Artifacts::from_events(&events).unwrap()
}
