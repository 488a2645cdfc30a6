//! Reads a stored log: JSON lines, where a reader passes over types that it does not know.

use std::iter;

use rayon::prelude::*;
use serde::Deserialize;

use simswarm_engine::Event;
use simswarm_engine::event::EventBody;

/// Lines that are read at once, on all cores; few enough that their events need little memory.
const BATCH: usize = 8192;

/// The types of event that this version knows.
pub const KNOWN_TYPES: [&str; 22] = [
    "run_started",
    "issue_defined",
    "agent_cast",
    "relation_found",
    "market_opened",
    "economy_opened",
    "economy_measured",
    "follows_seeded",
    "degraded",
    "round_started",
    "run_forked",
    "exogenous",
    "turn_decided",
    "turn_skipped",
    "post_created",
    "action_applied",
    "action_rejected",
    "action_unreadable",
    "trade",
    "belief_changed",
    "poll",
    "round_ended",
];

/// The word of an event's type, as the log writes it.
pub fn type_of(body: &EventBody) -> &'static str {
    match body {
        EventBody::RunStarted { .. } => "run_started",
        EventBody::IssueDefined { .. } => "issue_defined",
        EventBody::AgentCast { .. } => "agent_cast",
        EventBody::RelationFound { .. } => "relation_found",
        EventBody::MarketOpened { .. } => "market_opened",
        EventBody::EconomyOpened { .. } => "economy_opened",
        EventBody::EconomyMeasured { .. } => "economy_measured",
        EventBody::FollowsSeeded { .. } => "follows_seeded",
        EventBody::Degraded { .. } => "degraded",
        EventBody::RoundStarted { .. } => "round_started",
        EventBody::RunForked { .. } => "run_forked",
        EventBody::Exogenous { .. } => "exogenous",
        EventBody::TurnDecided { .. } => "turn_decided",
        EventBody::TurnSkipped { .. } => "turn_skipped",
        EventBody::PostCreated { .. } => "post_created",
        EventBody::ActionApplied { .. } => "action_applied",
        EventBody::ActionRejected { .. } => "action_rejected",
        EventBody::ActionUnreadable { .. } => "action_unreadable",
        EventBody::Trade { .. } => "trade",
        EventBody::BeliefChanged { .. } => "belief_changed",
        EventBody::Poll { .. } => "poll",
        EventBody::RoundEnded { .. } => "round_ended",
    }
}

/// A line that is no event.
#[derive(Debug, thiserror::Error)]
#[error("line {line} is no event: {source}")]
pub struct NoEvent {
    pub line: usize,
    pub source: serde_json::Error,
}

/// A line of a log.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    Known(Box<Event>),
    /// An event of a type that came later. Its number still counts.
    Later {
        seq: u64,
    },
}

#[derive(Deserialize)]
struct Envelope<'a> {
    seq: u64,
    #[serde(rename = "type", borrow)]
    kind: std::borrow::Cow<'a, str>,
}

/// Reads JSON lines, in their order, without the empty ones.
pub fn lines(log: &[u8]) -> impl Iterator<Item = Result<Line, NoEvent>> {
    let texts = log.split(|byte| *byte == b'\n').enumerate();
    let mut texts = texts.filter(|(_, text)| !text.trim_ascii().is_empty());
    let batches = iter::from_fn(move || {
        let batch: Vec<(usize, &[u8])> = texts.by_ref().take(BATCH).collect();
        (!batch.is_empty()).then_some(batch)
    });
    batches.flat_map(|batch| {
        let read = |(place, text)| line(text).map_err(|source| NoEvent { line: place + 1, source });
        batch.into_par_iter().map(read).collect::<Vec<_>>()
    })
}

fn line(text: &[u8]) -> Result<Line, serde_json::Error> {
    let unknown = match serde_json::from_slice(text) {
        Ok(event) => return Ok(Line::Known(Box::new(event))),
        Err(error) => error,
    };
    // Only a line that is no event of this version is looked at twice.
    let envelope: Envelope<'_> = serde_json::from_slice(text)?;
    if KNOWN_TYPES.contains(&envelope.kind.as_ref()) {
        Err(unknown)
    } else {
        Ok(Line::Later { seq: envelope.seq })
    }
}
