//! What a job starts from, whole.

use axum::extract::State;
use serde::Serialize;
use serde_json::Value;
use simswarm_store::Store;
use utoipa::ToSchema;

use crate::error::ApiError;
use crate::extract::{Caller, JobPath, Json};
use crate::openapi::JobErrors;

/// What a job starts from.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Document)]
pub struct DocumentView {
    pub job_id: i64,
    /// As it was handed in.
    pub seed_text: String,
    pub goal: String,
    /// What research added.
    pub enriched_seed: Option<String>,
    #[schema(value_type = Option<Vec<Object>>)]
    pub enrichment_citations: Option<Value>,
    #[schema(value_type = Option<Vec<Object>>)]
    pub markets_config: Option<Value>,
}

/// The document and the question, whole
#[utoipa::path(
    get, path = "/jobs/{job_id}/document", tag = "jobs", operation_id = "get_document",
    security(("bearer" = [])), params(JobPath),
    responses((status = 200, description = "The document", body = DocumentView), JobErrors)
)]
pub async fn document(
    caller: Caller,
    JobPath(id): JobPath,
    State(store): State<Store>,
) -> Result<Json<DocumentView>, ApiError> {
    let mut tx = store.begin().await?;
    let missing = || ApiError::NotFound("job");
    let job = tx.jobs().find(id, caller.user).await?.ok_or_else(missing)?;
    let seed_text = tx.jobs().find_document(id, caller.user).await?.ok_or_else(missing)?;
    Ok(Json(DocumentView {
        job_id: id.into(),
        seed_text,
        goal: job.question,
        enriched_seed: job.enriched_seed,
        enrichment_citations: job.enrichment_citations,
        markets_config: job.markets_config,
    }))
}
