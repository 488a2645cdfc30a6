//! `GET /events?after=N`: what happened after the N-th event, and then what happens, as server-sent
//! events. The stream ends after the last one.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures::{Stream, StreamExt};
use serde::Deserialize;
use simswarm_core::contract::pod::PodEvent;

use crate::error::ApiError;
use crate::extract::Query;
use crate::pod::Pod;

/// A silent connection looks like a dead one; a comment shows that it lives.
const KEEP_ALIVE: Duration = Duration::from_secs(5);

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    after: usize,
}

pub(super) async fn follow(
    State(pod): State<Pod>,
    Query(asked): Query<Asked>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    let job = pod.job().ok_or_else(ApiError::no_job)?;
    let events = Arc::clone(&job.journal).follow(asked.after, pod.closing().clone());
    // An event of ours always is JSON; one that is not would be left out, and its number with it.
    let messages = events.filter_map(async |(number, event)| message(number, &event).ok().map(Ok));
    Ok(Sse::new(messages).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

fn message(number: usize, event: &PodEvent) -> Result<Event, axum::Error> {
    Event::default().id(number.to_string()).event(name_of(event)).json_data(event)
}

fn name_of(event: &PodEvent) -> &'static str {
    match event {
        PodEvent::Stored(_) => "stored",
        PodEvent::Finished { .. } => "finished",
        PodEvent::Failed(_) => "failed",
        PodEvent::Stopped { .. } => "stopped",
    }
}
