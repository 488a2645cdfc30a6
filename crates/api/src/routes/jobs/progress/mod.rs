//! Watching a job: server-sent events, resumable. A stream holds no connection to any store while it waits.
#![expect(unused_qualifications, reason = "the macros of utoipa write them")]

mod frame;
mod shared;
mod slots;
mod snapshot;
mod viewer;

use std::sync::Arc;

use axum::extract::{FromRef, State};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures::StreamExt;
use http::{HeaderMap, header};
use simswarm_bus::{Bus, Live};
use simswarm_core::Ambient;
use simswarm_store::Store;
use tokio_util::sync::CancellationToken;
use utoipa::IntoParams;

pub use self::frame::{ProgressView, StatusView};
pub use self::slots::StreamSlots;
pub use self::snapshot::Desk;
use self::viewer::Viewer;
use crate::error::ApiError;
use crate::event_log::EventLog;
use crate::extract::{Caller, JobPath};
use crate::openapi::JobErrors;
use crate::presence::RedisPresence;
use crate::settings::{Settings, StreamSettings};
use crate::state::AppState;

const LAST_EVENT_ID: &str = "last-event-id";

/// What streams are made from.
#[derive(Clone)]
pub struct Sources {
    store: Store,
    desk: Desk,
    log: EventLog,
    bus: Bus,
    live: Live,
    redis: RedisPresence,
    ambient: Arc<dyn Ambient>,
    stop: CancellationToken,
    rhythm: StreamSettings,
    slots: StreamSlots,
}

impl FromRef<AppState> for Sources {
    fn from_ref(state: &AppState) -> Self {
        let settings: &Settings = &state.settings;
        Self {
            store: state.store.clone(),
            desk: state.desk.clone(),
            log: EventLog::from_ref(state),
            bus: state.bus.clone(),
            live: state.live.clone(),
            redis: state.redis.clone(),
            ambient: Arc::clone(&state.ambient),
            stop: state.stop.clone(),
            rhythm: settings.streams.clone(),
            slots: state.slots.clone(),
        }
    }
}

/// Where to go on.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes a header for the document")]
pub struct Resume {
    /// The `id` of the last event that was received; the stream goes on after it.
    #[param(rename = "Last-Event-ID", required = false, minimum = 0)]
    last_event_id: u64,
}

/// Watch a job
///
/// `status` (data: `StatusEvent`) and `progress` (`ProgressEvent`) are snapshots: sent on every connect, and
/// whenever they change. `event` (`LogEvent`) is one event of the log with its number as `id`, from the first one on, without a gap. A comment comes every 15 s.
/// The stream ends after a final status, when the session ends, and when the server stops.
#[utoipa::path(
    get, path = "/jobs/{job_id}/progress", tag = "jobs", operation_id = "watch_job",
    security(("bearer" = [])), params(JobPath, Resume),
    responses(
        (status = 200, description = "The stream", body = String, content_type = "text/event-stream"),
        JobErrors
    )
)]
pub async fn progress(
    caller: Caller,
    JobPath(id): JobPath,
    State(sources): State<Sources>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let after = resume_after(&headers)?;
    let slot = sources.slots.take(caller.user)?;
    let viewer = Viewer::begin(sources, caller, id, after).await?;
    let frames = viewer.into_frames().map(move |frame| {
        let _until_the_stream_ends = &slot;
        Event::try_from(frame)
    });
    // Told to proxies that would collect an answer before they pass it on.
    let unbuffered = [(header::HeaderName::from_static("x-accel-buffering"), "no")];
    let uncached = [(header::CACHE_CONTROL, "no-cache")];
    Ok((unbuffered, uncached, Sse::new(frames)).into_response())
}

fn resume_after(headers: &HeaderMap) -> Result<u64, ApiError> {
    let Some(value) = headers.get(LAST_EVENT_ID) else { return Ok(0) };
    let number = value.to_str().ok().and_then(|text| text.trim().parse().ok());
    number.ok_or_else(|| ApiError::field("Last-Event-ID", "must be the number of an event"))
}
