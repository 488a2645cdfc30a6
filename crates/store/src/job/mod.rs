//! Jobs: what users asked for. Reading is in `read`, the life of a job in `life`.

mod life;
mod read;

use chrono::{DateTime, Utc};
use serde_json::Value;
use simswarm_core::document::{Document, Question, Seed};
use simswarm_core::job::{EnsembleSummary, JobStatus, Size, Step, Tier};
use simswarm_core::report::ReportStatus;
use simswarm_core::run_settings::RunSettings;
use simswarm_core::{JobId, UserId};
use sqlx::PgConnection;

const ENTITY: &str = "jobs";
/// How much of a document a [`Job`] carries; the whole is read by [`Jobs::find_document`].
pub const EXCERPT_CHARS: usize = 1_000;

/// Whether the user named the seed. A drawn one is no part of what makes two requests the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeedChoice {
    Given(Seed),
    Drawn(Seed),
}

impl SeedChoice {
    pub fn seed(self) -> Seed {
        match self {
            Self::Given(seed) | Self::Drawn(seed) => seed,
        }
    }
}

/// A job that is about to be accepted.
#[derive(Debug, Clone)]
pub struct NewJob {
    pub user_id: UserId,
    pub document: Document,
    pub question: Question,
    pub tier: Tier,
    pub size: Size,
    pub seed: SeedChoice,
    pub forecast_days: u16,
    pub enrich_web: bool,
    pub settings: RunSettings,
    pub retry_of: Option<JobId>,
    /// How many runs it has that differ in their seed alone; 1 for most.
    pub replicates: u32,
}

/// A job that is about to leave another one: it has everything of it but this.
#[derive(Debug, Clone, Copy)]
pub struct NewFork<'a> {
    pub origin: JobId,
    pub seed: Seed,
    pub rounds: u32,
    pub settings: &'a RunSettings,
}

/// A job without the whole of its document.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    pub id: JobId,
    pub user_id: UserId,
    /// The first [`EXCERPT_CHARS`] characters.
    pub document_excerpt: String,
    pub document_chars: u32,
    pub question: String,
    pub tier: Tier,
    pub size: Size,
    pub seed: Seed,
    pub forecast_days: u16,
    pub enrich_web: bool,
    pub settings: RunSettings,
    pub enriched_seed: Option<String>,
    pub enrichment_citations: Option<Value>,
    pub markets_config: Option<Value>,
    pub status: JobStatus,
    pub pipeline_stage: Option<i16>,
    /// Why it failed.
    pub reason: Option<String>,
    /// What it waits for.
    pub waiting_reason: Option<String>,
    pub report_status: Option<ReportStatus>,
    pub key_insight: Option<String>,
    pub cost_micro_usd: i64,
    pub share_token: Option<String>,
    pub retry_of: Option<JobId>,
    pub replicates: u32,
    /// What its runs say together, once no more of them are played.
    pub ensemble: Option<EnsembleSummary>,
    pub created_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub completed_at: Option<DateTime<Utc>>,
    pub cancel_requested_at: Option<DateTime<Utc>>,
    pub deleted_at: Option<DateTime<Utc>>,
}

/// A page of somebody's jobs.
#[derive(Debug, Clone, PartialEq)]
pub struct JobPage {
    pub jobs: Vec<Job>,
    /// How many there are on all pages.
    pub total: u64,
}

/// What the engine is given: the document is the enriched one where there is one.
#[derive(Debug, Clone, PartialEq)]
pub struct JobInput {
    pub document: String,
    pub question: String,
    pub size: Size,
    pub seed: Seed,
    pub forecast_days: u16,
    pub settings: RunSettings,
}

/// A step in a job's life, with what has to be written beside the status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change<'a> {
    Launch,
    Provision,
    Run,
    Report,
    Complete,
    Fail { reason: &'a str },
    Cancel,
}

impl Change<'_> {
    pub fn step(self) -> Step {
        match self {
            Self::Launch => Step::Launch,
            Self::Provision => Step::Provision,
            Self::Run => Step::Run,
            Self::Report => Step::Report,
            Self::Complete => Step::Complete,
            Self::Fail { .. } => Step::Fail,
            Self::Cancel => Step::Cancel,
        }
    }
}

/// Where a step led. `from` and `to` are equal when it had been taken before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advanced {
    pub from: JobStatus,
    pub to: JobStatus,
}

/// The table of jobs.
#[derive(Debug)]
pub struct Jobs<'t> {
    pub(crate) conn: &'t mut PgConnection,
}
