//! The artifacts of a run, as links that open them for an hour.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use axum::extract::State;
use serde::Serialize;
use simswarm_blob::{Audience, Blob};
use simswarm_core::artifact::{Artifact, ENSEMBLE, artifact_key, ensemble_key, run_prefix};
use simswarm_store::Store;
use utoipa::ToSchema;

use super::view::has_artifacts;
use crate::error::ApiError;
use crate::extract::{Caller, JobPath, Json};
use crate::openapi::JobErrors;

const LIFETIME: Duration = Duration::from_hours(1);

/// Where the artifacts are.
#[derive(Debug, Serialize, ToSchema)]
pub struct SimData {
    pub job_id: i64,
    /// By file name, those that exist. Each link is good for an hour, without a token.
    pub files: BTreeMap<String, String>,
}

/// Links to the artifacts
#[utoipa::path(
    get, path = "/jobs/{job_id}/sim-data", tag = "jobs", operation_id = "get_sim_data",
    security(("bearer" = [])), params(JobPath),
    responses((status = 200, description = "The links", body = SimData), JobErrors)
)]
pub async fn sim_data(
    caller: Caller,
    JobPath(id): JobPath,
    State(store): State<Store>,
    State(blob): State<Blob>,
) -> Result<Json<SimData>, ApiError> {
    let (run, replicates) = {
        let mut tx = store.begin().await?;
        let job = tx.jobs().find(id, caller.user).await?.ok_or(ApiError::NotFound("job"))?;
        let run = tx.runs().find_by_job(id).await?;
        let run = run.filter(|_| has_artifacts(&job));
        let run = run.ok_or(ApiError::NotYet("the run has no data yet"))?;
        (run.id, job.replicates)
    };
    let stored =
        blob.list(&format!("{}artifacts/", run_prefix(run))).await.map_err(ApiError::from_store)?;
    let stored: HashSet<String> = stored.into_iter().collect();
    let keys = Artifact::ALL
        .into_iter()
        .map(|artifact| (artifact.name(), artifact_key(run, artifact)))
        .filter(|(_, key)| stored.contains(key))
        // It is written before the job has artifacts to show.
        .chain((replicates > 1).then(|| (ENSEMBLE, ensemble_key(id))));
    let mut files = BTreeMap::new();
    for (name, key) in keys {
        let link = blob
            .presign_get(Audience::Browser, &key, LIFETIME)
            .await
            .map_err(ApiError::from_store)?;
        files.insert(format!("{name}.json"), link.into_string());
    }
    Ok(Json(SimData { job_id: id.into(), files }))
}
