//! Deletes a job: gone from every answer at once, purged everywhere once its host is gone.

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;
use simswarm_core::Ambient;
use simswarm_core::contract::workflow::{JobRef, PURGE_JOB};
use simswarm_store::Store;

use super::stop::stop;
use super::tell::Watchers;
use crate::error::ApiError;
use crate::extract::{Caller, JobPath};
use crate::openapi::JobErrors;

/// Delete a job
///
/// One that is under way is stopped first.
#[utoipa::path(
    delete, path = "/jobs/{job_id}", tag = "jobs", operation_id = "delete_job",
    security(("bearer" = [])), params(JobPath),
    responses((status = 204, description = "It is gone"), JobErrors)
)]
pub async fn delete(
    caller: Caller,
    JobPath(id): JobPath,
    State(store): State<Store>,
    State(ambient): State<Arc<dyn Ambient>>,
    State(watchers): State<Watchers>,
) -> Result<StatusCode, ApiError> {
    let mut tx = store.begin().await?;
    let status = tx.jobs().lock(id, caller.user).await?.ok_or(ApiError::NotFound("job"))?;
    if status.is_live() {
        stop(&mut tx, id, status, &*ambient).await?;
    }
    tx.jobs().delete(id, caller.user, ambient.now()).await?;
    tx.outbox().push(PURGE_JOB, id, &JobRef { job_id: id }, &*ambient).await?;
    tx.commit().await?;
    tracing::info!(job.id = %id, "a job was deleted");
    watchers.tell(id, status, None).await;
    Ok(StatusCode::NO_CONTENT)
}
