//! A user's jobs, newest first.
#![expect(unused_qualifications, reason = "the macros of utoipa write them")]

use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use simswarm_store::Store;
use simswarm_store::job::Job;
use utoipa::{IntoParams, ToSchema};

use super::excerpt::excerpt;
use super::view::{error_message, has_artifacts};
use crate::error::{ApiError, FieldError};
use crate::extract::{Caller, Json, Query};
use crate::openapi::{CallerErrors, QueryErrors};
use crate::words::{ReportWord, StatusWord, TierWord};

const MAX_PER_PAGE: u32 = 100;
const GOAL: usize = 1_000;

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Page {
    #[serde(default = "first")]
    #[param(minimum = 1, default = 1)]
    page: u32,
    #[serde(default = "usual")]
    #[param(minimum = 1, maximum = 100, default = 10)]
    per_page: u32,
}

fn first() -> u32 {
    1
}

fn usual() -> u32 {
    10
}

impl Page {
    /// How many jobs to show, and how many to skip.
    fn parse(&self) -> Result<(u32, u64), ApiError> {
        let mut fields = Vec::new();
        if self.page == 0 {
            fields.push(FieldError::new("page", "must be at least 1"));
        }
        if !(1..=MAX_PER_PAGE).contains(&self.per_page) {
            let message = format!("must be between 1 and {MAX_PER_PAGE}");
            fields.push(FieldError::new("per_page", message));
        }
        if !fields.is_empty() {
            return Err(ApiError::Invalid(fields));
        }
        Ok((self.per_page, u64::from(self.page - 1) * u64::from(self.per_page)))
    }
}

/// A job in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobSummary {
    pub id: i64,
    /// The question; a long one is cut.
    pub goal: String,
    pub tier: TierWord,
    pub agents: u32,
    pub rounds: u32,
    pub status: StatusWord,
    pub pipeline_stage: Option<i16>,
    pub key_insight: Option<String>,
    pub error_message: Option<String>,
    pub enrich_web: bool,
    pub sim_data_available: bool,
    pub report_status: Option<ReportWord>,
    pub created_at: DateTime<Utc>,
    pub completed_at: Option<DateTime<Utc>>,
}

impl From<Job> for JobSummary {
    fn from(job: Job) -> Self {
        Self {
            id: job.id.into(),
            goal: excerpt(&job.question, GOAL),
            tier: TierWord(job.tier),
            agents: job.size.agents,
            rounds: job.size.rounds,
            status: StatusWord(job.status),
            pipeline_stage: job.pipeline_stage,
            error_message: error_message(&job),
            enrich_web: job.enrich_web,
            sim_data_available: has_artifacts(&job),
            report_status: job.report_status.map(ReportWord),
            created_at: job.created_at,
            completed_at: job.completed_at,
            key_insight: job.key_insight,
        }
    }
}

/// A page of jobs.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobList {
    pub jobs: Vec<JobSummary>,
    /// How many there are on all pages.
    pub total: u64,
    pub page: u32,
    pub per_page: u32,
}

/// The caller's jobs, newest first
#[utoipa::path(
    get, path = "/jobs", tag = "jobs", operation_id = "list_jobs", security(("bearer" = [])),
    params(Page),
    responses(
        (status = 200, description = "A page of jobs", body = JobList), CallerErrors, QueryErrors
    )
)]
pub async fn list(
    caller: Caller,
    State(store): State<Store>,
    Query(page): Query<Page>,
) -> Result<Json<JobList>, ApiError> {
    let (limit, offset) = page.parse()?;
    let mut tx = store.begin().await?;
    let found = tx.jobs().list(caller.user, limit, offset).await?;
    let jobs = found.jobs.into_iter().map(JobSummary::from).collect();
    Ok(Json(JobList { jobs, total: found.total, page: page.page, per_page: page.per_page }))
}
