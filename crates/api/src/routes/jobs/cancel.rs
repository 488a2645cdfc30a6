//! Stops a job.

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;
use simswarm_core::Ambient;
use simswarm_store::Store;

use super::show::view;
use super::stop::stop;
use super::tell::Watchers;
use super::view::JobView;
use crate::error::ApiError;
use crate::extract::{Caller, JobPath, Json};
use crate::openapi::{JobErrors, NotAllowedNow};

/// Stop a job
///
/// The answer may still show it running: its host is torn down first, and then it is CANCELLED.
#[utoipa::path(
    post, path = "/jobs/{job_id}/cancel", tag = "jobs", operation_id = "cancel_job",
    security(("bearer" = [])), params(JobPath),
    responses(
        (status = 202, description = "It stops, or has stopped", body = JobView),
        JobErrors, NotAllowedNow
    )
)]
pub async fn cancel(
    caller: Caller,
    JobPath(id): JobPath,
    State(store): State<Store>,
    State(ambient): State<Arc<dyn Ambient>>,
    State(watchers): State<Watchers>,
) -> Result<(StatusCode, Json<JobView>), ApiError> {
    let mut tx = store.begin().await?;
    let status = tx.jobs().lock(id, caller.user).await?.ok_or(ApiError::NotFound("job"))?;
    stop(&mut tx, id, status, &*ambient).await?;
    let job = view(&mut tx, id, caller).await?;
    tx.commit().await?;
    tracing::info!(job.id = %id, "a job is to be cancelled");
    watchers.tell(id, job.status.0, job.pipeline_stage).await;
    Ok((StatusCode::ACCEPTED, Json(job)))
}
