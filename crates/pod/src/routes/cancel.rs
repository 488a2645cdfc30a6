//! `POST /cancel`: stops the run at its next turn boundary. What is stored stays.

use axum::extract::State;
use axum::http::StatusCode;
use simswarm_core::contract::pod::PodStatus;

use crate::error::ApiError;
use crate::extract::Json;
use crate::pod::Pod;

pub(super) async fn cancel(
    State(pod): State<Pod>,
) -> Result<(StatusCode, Json<PodStatus>), ApiError> {
    let job = pod.job().ok_or_else(ApiError::no_job)?;
    tracing::info!(run.id = %job.run_id, "told to stop");
    job.cancel.cancel();
    Ok((StatusCode::ACCEPTED, Json(job.status())))
}
