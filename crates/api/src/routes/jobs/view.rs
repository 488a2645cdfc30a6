//! What the routes of jobs show. A job's answer stays under 20 kB whatever was asked and whatever came of
//! it: its texts are excerpts there, and whole at `/document` and `/report`.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use simswarm_core::JobId;
use simswarm_core::job::{EnsembleSummary, FailedRun, JobStatus, PooledForecast};
use simswarm_store::job::Job;
use simswarm_store::run::Run;
use utoipa::ToSchema;
use uuid::Uuid;

use super::excerpt::excerpt;
use super::settings::SettingsView;
use crate::words::{ReportWord, StatusWord, TierWord};

// In bytes of JSON; together with the fields of fixed size they stay below 20 kB.
const GOAL: usize = 6_000;
const DOCUMENT: usize = 2_500;
const REPORT: usize = 2_500;
const ENRICHMENT: usize = 1_500;
const REASON: usize = 1_000;
const INSIGHT: usize = 1_200;
const MARKETS: usize = 2_000;
const CITATIONS: usize = 1_000;

/// A job.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Job)]
pub struct JobView {
    #[schema(minimum = 1)]
    pub id: i64,
    /// A decimal string.
    pub user_id: String,
    /// The beginning of the document; the whole is at `/document`.
    pub seed_text: String,
    /// Characters of the whole document.
    pub seed_chars: u32,
    /// The question; a very long one is cut here and whole at `/document`.
    pub goal: String,
    pub tier: TierWord,
    pub agents: u32,
    pub rounds: u32,
    /// The master seed of chance: the same job with the same seed has the same log.
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    pub seed: u64,
    pub forecast_days: u16,
    pub enrich_web: bool,
    /// What else was set about its run.
    pub settings: SettingsView,
    pub status: StatusWord,
    /// 0 provisioning, 1 seeding, 2 researching, 3 simulating, 4 analysing, 5 reporting.
    #[schema(minimum = 0, maximum = 5)]
    pub pipeline_stage: Option<i16>,
    /// Why it failed.
    pub error_message: Option<String>,
    /// What it waits for.
    pub waiting_reason: Option<String>,
    /// Its owner asked for it to stop.
    pub cancel_requested: bool,
    /// How far the run has come.
    pub live_status: Option<RunView>,
    /// Whether `/sim-data`, `/graph` and the like have something to show.
    pub sim_data_available: bool,
    pub report_status: Option<ReportWord>,
    /// The beginning of the report; the whole is at `/report`.
    pub result_report: Option<String>,
    /// The answer in a sentence.
    pub key_insight: Option<String>,
    /// The beginning of what research added to the document; the whole is at `/document`.
    pub enriched_seed: Option<String>,
    /// Null also when it is too long to be shown here; then it is at `/document`.
    #[schema(value_type = Option<Vec<Object>>)]
    pub enrichment_citations: Option<Value>,
    /// Null also when it is too long to be shown here; then it is at `/document`.
    #[schema(value_type = Option<Vec<Object>>)]
    pub markets_config: Option<Value>,
    /// What its hosts cost so far, in US dollars.
    pub cost_usd: f64,
    /// The failed job that this one is another try of.
    pub retry_of: Option<i64>,
    /// Where it left another run, if it is a fork.
    pub forked: Option<ForkedView>,
    /// How many runs it has at the most that differ in their seed alone.
    pub replicates: u32,
    /// What its runs say together, once no more of them are played; the whole is at `/ensemble`.
    pub ensemble: Option<EnsembleView>,
    pub created_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub completed_at: Option<DateTime<Utc>>,
}

/// How far a run has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RunProgress)]
pub struct RunView {
    pub run_id: Uuid,
    /// Rounds that are committed.
    pub round: u32,
    pub max_rounds: u32,
    /// Number of the last committed event.
    pub seq: u64,
    /// Which attempt plays; 0 before the first.
    pub attempt: u32,
    /// Which of the job's runs it is, counted from 1.
    #[schema(minimum = 1)]
    pub replicate: u32,
}

impl From<&Run> for RunView {
    fn from(run: &Run) -> Self {
        Self {
            run_id: run.id.into(),
            round: run.rounds_committed,
            max_rounds: run.size.rounds,
            seq: run.last_seq,
            attempt: run.attempt,
            replicate: run.replicate + 1,
        }
    }
}

/// Where a run left another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Forked)]
pub struct ForkedView {
    /// The run that it left; null once that is deleted.
    pub from: Option<Uuid>,
    /// The job of that run; null once it is deleted.
    pub job: Option<i64>,
    /// The last round that both have.
    pub round: u32,
}

impl ForkedView {
    fn of(run: &Run, origin: Option<JobId>) -> Option<Self> {
        let from = run.forked_from.map(Uuid::from);
        Some(Self { from, job: origin.map(i64::from), round: run.fork_round? })
    }
}

/// What several runs say together.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = EnsembleSummary)]
pub struct EnsembleView {
    /// How many runs were asked for.
    pub planned: u32,
    /// How many were played to their end: fewer where they told enough, or some failed.
    pub replicates: u32,
    /// Whether no more were needed.
    pub stopped_early: bool,
    /// Those that were given up: the answer is pooled from the others.
    pub failed: Vec<FailedRunView>,
    /// The likeliest of several candidates, where the question asks who or which; else null.
    pub likeliest: Option<String>,
    /// What the likeliest, or else the main issue is put at; null where no run gives a probability.
    pub forecast: Option<PooledForecastView>,
}

/// A run that was given up, and why.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = FailedRun)]
pub struct FailedRunView {
    /// Counted from 1.
    pub replicate: u32,
    pub reason: String,
}

/// A pooled probability with its interval.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = PooledForecast)]
pub struct PooledForecastView {
    pub probability: f64,
    pub low: f64,
    pub high: f64,
    /// The interval's: 0.9 for one of 90 %.
    pub level: f64,
}

impl From<EnsembleSummary> for EnsembleView {
    fn from(summary: EnsembleSummary) -> Self {
        let stopped_early = summary.is_early();
        let EnsembleSummary { planned, replicates, failed, likeliest, forecast } = summary;
        let failed = failed.into_iter().map(|FailedRun { replicate, reason }| FailedRunView {
            replicate,
            reason: excerpt(&reason, REASON),
        });
        let forecast = forecast.map(|PooledForecast { probability, low, high, level }| {
            PooledForecastView { probability, low, high, level }
        });
        Self {
            planned,
            replicates,
            stopped_early,
            failed: failed.collect(),
            likeliest: likeliest.map(|text| excerpt(&text, GOAL)),
            forecast,
        }
    }
}

/// The artifacts are written before a report is asked for, and stay whatever becomes of it.
pub fn has_artifacts(job: &Job) -> bool {
    job.report_status.is_some()
}

/// The reason as it was stored: of the failure only, since what it waits for has a field of its own.
pub fn error_message(job: &Job) -> Option<String> {
    job.reason
        .as_deref()
        .filter(|_| job.status == JobStatus::Failed)
        .map(|text| excerpt(text, REASON))
}

fn if_short(value: Option<Value>, max_bytes: usize) -> Option<Value> {
    value.filter(|value| value.to_string().len() <= max_bytes)
}

impl JobView {
    /// The view of `job` with its run, the job that this left, and its report, where they exist.
    pub fn new(job: Job, run: Option<&Run>, origin: Option<JobId>, report: Option<&str>) -> Self {
        Self {
            id: job.id.into(),
            user_id: job.user_id.to_string(),
            seed_text: excerpt(&job.document_excerpt, DOCUMENT),
            seed_chars: job.document_chars,
            goal: excerpt(&job.question, GOAL),
            tier: TierWord(job.tier),
            agents: job.size.agents,
            rounds: job.size.rounds,
            seed: job.seed.into(),
            forecast_days: job.forecast_days,
            enrich_web: job.enrich_web,
            settings: SettingsView::from(&job.settings),
            status: StatusWord(job.status),
            pipeline_stage: job.pipeline_stage,
            error_message: error_message(&job),
            waiting_reason: job.waiting_reason.as_deref().map(|text| excerpt(text, REASON)),
            cancel_requested: job.cancel_requested_at.is_some(),
            live_status: run.map(RunView::from),
            sim_data_available: has_artifacts(&job),
            report_status: job.report_status.map(ReportWord),
            result_report: report.map(|text| excerpt(text, REPORT)),
            key_insight: job.key_insight.as_deref().map(|text| excerpt(text, INSIGHT)),
            enriched_seed: job.enriched_seed.as_deref().map(|text| excerpt(text, ENRICHMENT)),
            enrichment_citations: if_short(job.enrichment_citations, CITATIONS),
            markets_config: if_short(job.markets_config, MARKETS),
            cost_usd: usd(job.cost_micro_usd),
            retry_of: job.retry_of.map(i64::from),
            forked: run.and_then(|run| ForkedView::of(run, origin)),
            replicates: job.replicates,
            ensemble: job.ensemble.map(EnsembleView::from),
            created_at: job.created_at,
            started_at: job.started_at,
            completed_at: job.completed_at,
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "exact up to nine billion dollars")]
fn usd(micro: i64) -> f64 {
    micro as f64 / 1e6
}
