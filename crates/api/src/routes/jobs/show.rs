//! One job.

use axum::extract::State;
use simswarm_core::report::ReportStatus;
use simswarm_core::{JobId, RunId};
use simswarm_store::{Store, Tx};

use super::view::JobView;
use crate::error::ApiError;
use crate::extract::{Caller, JobPath, Json};
use crate::openapi::JobErrors;

/// One job
///
/// Under 20 kB, whatever was asked and whatever came of it.
#[utoipa::path(
    get, path = "/jobs/{job_id}", tag = "jobs", operation_id = "get_job",
    security(("bearer" = [])), params(JobPath),
    responses((status = 200, description = "The job", body = JobView), JobErrors)
)]
pub async fn show(
    caller: Caller,
    JobPath(id): JobPath,
    State(store): State<Store>,
) -> Result<Json<JobView>, ApiError> {
    let mut tx = store.begin().await?;
    view(&mut tx, id, caller).await.map(Json)
}

/// The job as its owner sees it.
pub(super) async fn view(tx: &mut Tx, id: JobId, caller: Caller) -> Result<JobView, ApiError> {
    let job = tx.jobs().find(id, caller.user).await?.ok_or(ApiError::NotFound("job"))?;
    let run = tx.runs().find_current(id).await?;
    let report = match job.report_status {
        Some(ReportStatus::Ready) => tx.reports().find_ready(id).await?,
        Some(ReportStatus::Pending | ReportStatus::Writing | ReportStatus::Failed) | None => None,
    };
    let origin = match run.as_ref().and_then(|run| run.forked_from) {
        Some(from) => origin(tx, from, caller).await?,
        None => None,
    };
    let markdown = report.and_then(|report| report.markdown);
    Ok(JobView::new(job, run.as_ref(), origin, markdown.as_deref()))
}

/// The job of a run that another one left, unless it is deleted.
async fn origin(tx: &mut Tx, run: RunId, caller: Caller) -> Result<Option<JobId>, ApiError> {
    let job = tx.runs().get(run).await?.job_id;
    Ok(tx.jobs().find(job, caller.user).await?.map(|job| job.id))
}
