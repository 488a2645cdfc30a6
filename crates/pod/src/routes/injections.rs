//! `POST /injections`: something that happens to the run from outside. Its next round is told of it.

use axum::extract::State;
use axum::http::StatusCode;
use simswarm_core::contract::pod::{Injection, PodPhase, PodStatus};

use crate::error::ApiError;
use crate::extract::Json;
use crate::pod::Pod;

pub(super) async fn put(
    State(pod): State<Pod>,
    Json(injection): Json<Injection>,
) -> Result<(StatusCode, Json<PodStatus>), ApiError> {
    let job = pod.job().ok_or_else(ApiError::no_job)?;
    injection
        .event
        .check(job.input.rounds)
        .map_err(|error| ApiError::unprocessable("invalid_event", error.to_string()))?;
    let status = job.status();
    if status.phase != PodPhase::Running {
        let detail = "the run is over".to_owned();
        return Err(ApiError::new(StatusCode::CONFLICT, "over", detail));
    }
    tracing::info!(run.id = %job.run_id, injection.id = %injection.id, "told of an event");
    job.inbox.put(injection);
    Ok((StatusCode::ACCEPTED, Json(status)))
}
