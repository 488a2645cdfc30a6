//! The report of a job, whole: as data, or as Markdown.
#![expect(unused_qualifications, reason = "the macros of utoipa write them")]

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use http::header;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use simswarm_store::Store;
use simswarm_store::report::Report;
use utoipa::{IntoParams, ToSchema};

use crate::error::ApiError;
use crate::extract::{Caller, JobPath, Json, Query};
use crate::openapi::JobErrors;
use crate::words::ReportWord;

/// The forms of a report.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    #[default]
    Json,
    Md,
}

/// In which form.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReportQuery {
    #[serde(default)]
    #[param(inline)]
    format: Format,
}

/// A report, as far as it is written.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Report)]
pub struct ReportView {
    pub job_id: i64,
    pub status: ReportWord,
    /// How often a report of this job was asked for, this time included.
    pub generation: u32,
    /// Why it was given up.
    pub reason: Option<String>,
    /// What is written so far, in order.
    #[schema(value_type = Vec<Object>)]
    pub sections: Value,
    /// The whole, with every claim's evidence; null until it is ready.
    #[schema(value_type = Option<Object>)]
    pub content: Option<Value>,
    /// The whole as Markdown; null until it is ready.
    pub markdown: Option<String>,
    pub created_at: DateTime<Utc>,
    /// When it was finished or given up.
    pub settled_at: Option<DateTime<Utc>>,
}

impl From<Report> for ReportView {
    fn from(report: Report) -> Self {
        Self {
            job_id: report.job_id.into(),
            status: ReportWord(report.state),
            generation: report.generation,
            reason: report.reason,
            sections: report.sections,
            content: report.content,
            markdown: report.markdown,
            created_at: report.created_at,
            settled_at: report.settled_at,
        }
    }
}

/// The report, whole
///
/// While a new one is written, the last finished one is answered. `format=md` answers Markdown.
#[utoipa::path(
    get, path = "/jobs/{job_id}/report", tag = "jobs", operation_id = "get_report",
    security(("bearer" = [])), params(JobPath, ReportQuery),
    responses(
        (status = 200, description = "The report", content(
            (ReportView = "application/json"), (String = "text/markdown")
        )),
        JobErrors
    )
)]
pub async fn report(
    caller: Caller,
    JobPath(id): JobPath,
    State(store): State<Store>,
    Query(query): Query<ReportQuery>,
) -> Result<Response, ApiError> {
    let mut tx = store.begin().await?;
    tx.jobs().find(id, caller.user).await?.ok_or(ApiError::NotFound("job"))?;
    let found = match tx.reports().find_ready(id).await? {
        Some(ready) => Some(ready),
        None => tx.reports().find_newest(id).await?,
    };
    let report = found.ok_or(ApiError::NotYet("the report is not being written yet"))?;
    match query.format {
        Format::Json => Ok(Json(ReportView::from(report)).into_response()),
        Format::Md => {
            let text = report.markdown.ok_or(ApiError::NotYet("the report is not finished yet"))?;
            Ok(([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], text).into_response())
        }
    }
}
