//! What the runs of a job say together, whole.

use axum::extract::State;
use serde_json::Value;
use simswarm_blob::{Blob, Error};
use simswarm_core::artifact::ensemble_key;
use simswarm_store::Store;

use crate::error::ApiError;
use crate::extract::{Caller, JobPath, Json};
use crate::openapi::JobErrors;

/// Of at most 32 runs, a few numbers of each.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// What the runs of a job say together
///
/// The pooled forecast of each issue and market with its intervals, what each run put them at, and why no more runs
/// were played. A job of one run has none.
#[utoipa::path(
    get, path = "/jobs/{job_id}/ensemble", tag = "jobs", operation_id = "get_ensemble",
    security(("bearer" = [])), params(JobPath),
    responses((status = 200, description = "The pool", body = Object), JobErrors)
)]
pub async fn ensemble(
    caller: Caller,
    JobPath(id): JobPath,
    State(store): State<Store>,
    State(blob): State<Blob>,
) -> Result<Json<Value>, ApiError> {
    let job = {
        let mut tx = store.begin().await?;
        tx.jobs().find(id, caller.user).await?.ok_or(ApiError::NotFound("job"))?
    };
    let missing = ApiError::NotYet("the job has no pooled forecast");
    if job.ensemble.is_none() {
        return Err(missing);
    }
    let bytes = match blob.get(&ensemble_key(id), MAX_BYTES).await {
        Ok(bytes) => bytes,
        Err(Error::NotFound { .. }) => return Err(missing),
        Err(error) => return Err(ApiError::from_store(error)),
    };
    let pool = serde_json::from_slice(&bytes).map_err(|error| ApiError::Internal(error.into()))?;
    Ok(Json(pool))
}
