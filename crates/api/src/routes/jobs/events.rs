//! The committed log of a run, page by page.
#![expect(unused_qualifications, reason = "the macros of utoipa write them")]

use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use simswarm_core::RunId;
use simswarm_core::contract::live::LogEvent;
use simswarm_store::Store;
use utoipa::{IntoParams, ToSchema};

use crate::error::ApiError;
use crate::event_log::EventLog;
use crate::extract::{Caller, JobPath, Json, Query};
use crate::openapi::JobErrors;

const MAX_LIMIT: u32 = 1_000;
/// Rounds that one request may read: a filter that matches little must not read a whole run at once.
const MAX_SEGMENTS: u32 = 40;

/// Which part of the log.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EventsQuery {
    /// Only events after this number: the cursor.
    #[serde(default)]
    after: u64,
    #[serde(default = "usual")]
    #[param(minimum = 1, maximum = 1_000, default = 100)]
    limit: u32,
    /// Only events of this type.
    #[serde(rename = "type")]
    kind: Option<String>,
    /// Of which of the job's runs, counted from 1.
    #[serde(default = "first")]
    #[param(minimum = 1, default = 1)]
    replicate: u32,
}

fn first() -> u32 {
    1
}

fn usual() -> u32 {
    100
}

/// One event of a run's log.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LogEvent)]
pub struct EventView {
    /// Version of the envelope.
    pub v: u32,
    /// Number in the run, from 1 without a gap.
    pub seq: u64,
    pub round: u32,
    #[serde(rename = "type")]
    #[schema(example = "round_started")]
    pub kind: String,
    #[schema(value_type = Object)]
    pub data: Value,
}

impl From<LogEvent> for EventView {
    fn from(event: LogEvent) -> Self {
        let LogEvent { v, seq, round, kind, data } = event;
        Self { v, seq, round, kind, data }
    }
}

/// A page of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventPage {
    pub events: Vec<EventView>,
    /// Number of the last committed event of the run.
    pub last_seq: u64,
    /// `after` of the next page; null when this page reaches the end of what is committed.
    pub next_after: Option<u64>,
}

/// The log of the run, by cursor
///
/// Only committed rounds. A page may be shorter than `limit`: go on while `next_after` is not null.
#[utoipa::path(
    get, path = "/jobs/{job_id}/events", tag = "jobs", operation_id = "list_events",
    security(("bearer" = [])), params(JobPath, EventsQuery),
    responses((status = 200, description = "A page of the log", body = EventPage), JobErrors)
)]
pub async fn events(
    caller: Caller,
    JobPath(id): JobPath,
    State(store): State<Store>,
    State(log): State<EventLog>,
    Query(query): Query<EventsQuery>,
) -> Result<Json<EventPage>, ApiError> {
    if !(1..=MAX_LIMIT).contains(&query.limit) {
        return Err(ApiError::field("limit", format!("must be between 1 and {MAX_LIMIT}")));
    }
    let run = {
        let mut tx = store.begin().await?;
        tx.jobs().find(id, caller.user).await?.ok_or(ApiError::NotFound("job"))?;
        let replicate = query.replicate.checked_sub(1);
        let replicate =
            replicate.ok_or_else(|| ApiError::field("replicate", "must be at least 1"))?;
        match tx.runs().find_replicate(id, replicate).await? {
            None if replicate > 0 => return Err(ApiError::NotFound("run")),
            run => run,
        }
    };
    let Some(run) = run else {
        return Ok(Json(EventPage { events: Vec::new(), last_seq: 0, next_after: None }));
    };
    let (events, reached) = collect(&log, run.id, &query).await?;
    let next_after = reached.filter(|seq| *seq < run.last_seq);
    Ok(Json(EventPage { events, last_seq: run.last_seq, next_after }))
}

/// The events of a page, and the number of the last event that was looked at.
async fn collect(
    log: &EventLog,
    run: RunId,
    query: &EventsQuery,
) -> Result<(Vec<EventView>, Option<u64>), ApiError> {
    let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
    let (mut found, mut reached) = (Vec::new(), None);
    for segment in log.segments_after(run, query.after, MAX_SEGMENTS).await? {
        for event in log.read(&segment).await? {
            if event.seq <= query.after {
                continue;
            }
            reached = Some(event.seq);
            if query.kind.as_ref().is_none_or(|kind| *kind == event.kind) {
                found.push(EventView::from(event));
                if found.len() == limit {
                    return Ok((found, reached));
                }
            }
        }
    }
    Ok((found, reached))
}
