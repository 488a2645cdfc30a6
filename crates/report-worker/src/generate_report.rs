//! Writes one report: the committed log is read back and folded, the built-in report made of it, and the
//! job completed in the same transaction. Kill it at any line: the lease runs out, and another writes it.

use std::sync::Arc;
use std::time::Duration;

use apalis::prelude::*;
use chrono::TimeDelta;
use simswarm_blob::Blob;
use simswarm_bus::Bus;
use simswarm_core::artifact::ensemble_key;
use simswarm_core::contract::job::GenerateReport;
use simswarm_core::contract::live::{LiveMessage, StatusSnapshot};
use simswarm_core::job::JobStatus;
use simswarm_core::{Ambient, JobId, Retry, Retryable, RunId};
use simswarm_report::{Pool, ReportError, build, build_pooled, fold, to_markdown};
use simswarm_store::job::Change;
use simswarm_store::report::{Finished, Report};
use simswarm_store::{Store, StoreError};
use uuid::Uuid;

/// A worker that is gone is noticed after this long.
const LEASE: TimeDelta = TimeDelta::seconds(15);
const RENEW: Duration = Duration::from_secs(4);
/// So often a report is begun before it is given up: a crash counts too.
const MAX_ATTEMPTS: u32 = 5;
/// Of at most 32 runs, a few numbers of each.
const MAX_POOL_BYTES: u64 = 4 * 1024 * 1024;
const GIVEN_UP: &str = "The report could not be written. It can be asked for again.";
const CANCELLED: &str = "The job was cancelled before its report was written.";

/// Why a report was not written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Blob(#[from] simswarm_blob::Error),
    #[error(transparent)]
    Report(#[from] ReportError),
    #[error("the report cannot be stored: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the writing of the report died")]
    Died,
}

impl Retryable for Failure {
    fn retry(&self) -> Retry {
        match self {
            Self::Store(error) => error.retry(),
            Self::Blob(error) => error.retry(),
            Self::Died => Retry::Again,
            Self::Report(_) | Self::Json(_) => Retry::Never,
        }
    }
}

/// What a report is written with.
#[derive(Clone)]
pub(crate) struct Writer {
    pub(crate) store: Store,
    pub(crate) blob: Blob,
    pub(crate) bus: Bus,
    pub(crate) ambient: Arc<dyn Ambient>,
    pub(crate) pace: Duration,
}

/// A written report, ready to be stored.
struct Written {
    content: serde_json::Value,
    markdown: String,
    insight: String,
}

/// The apalis task. The row is the truth: a task for a settled or taken report does nothing.
pub(crate) async fn generate_report(
    task: GenerateReport,
    writer: Data<Writer>,
) -> Result<(), BoxDynError> {
    match writer.work(task).await {
        Ok(()) => Ok(()),
        Err(error) => {
            tracing::warn!(job.id = %task.job_id, %error, "a report was not written");
            // The sweep wakes a worker again; a retry of the queue's own would race it.
            Err(AbortError::new(error).into())
        }
    }
}

impl Writer {
    async fn work(&self, task: GenerateReport) -> Result<(), Failure> {
        let holder = self.ambient.new_uuid();
        let Some(report) = self.lease(&task, holder).await? else { return Ok(()) };
        let outcome = if report.attempts > MAX_ATTEMPTS {
            // None of its writers lived to say why: the next one would die of it too.
            Err(Failure::Died)
        } else {
            tokio::select! {
                outcome = self.write(&report) => outcome,
                lost = self.keep_lease(&report, holder) => Err(lost.into()),
            }
        };
        match outcome {
            Ok(written) => self.finish(&report, holder, &written).await?,
            Err(error) if error.retry() == Retry::Again && report.attempts < MAX_ATTEMPTS => {
                let mut tx = self.store.begin().await?;
                tx.reports().release(report.id, holder).await?;
                tx.commit().await?;
                return Err(error);
            }
            Err(Failure::Store(StoreError::LeaseLost { .. })) => return Ok(()),
            Err(error) => {
                tracing::error!(job.id = %task.job_id, %error, "a report was given up");
                self.give_up(&report, holder, GIVEN_UP).await?;
            }
        }
        self.tell_status(task.job_id).await;
        Ok(())
    }

    async fn lease(
        &self,
        task: &GenerateReport,
        holder: Uuid,
    ) -> Result<Option<Report>, StoreError> {
        let now = self.ambient.now();
        let mut tx = self.store.begin().await?;
        let report = tx.reports().lease(task.report_id, holder, now, now + LEASE).await?;
        tx.commit().await?;
        Ok(report)
    }

    /// Renews the lease until it is lost.
    async fn keep_lease(&self, report: &Report, holder: Uuid) -> StoreError {
        loop {
            tokio::time::sleep(RENEW).await;
            if let Err(error) = self.renew(report, holder).await {
                match error.retry() {
                    Retry::Never => return error,
                    Retry::Again => tracing::warn!(%error, "a lease could not be renewed"),
                }
            }
        }
    }

    async fn renew(&self, report: &Report, holder: Uuid) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        tx.reports().renew(report.id, holder, self.ambient.now() + LEASE).await?;
        tx.commit().await
    }

    async fn write(&self, report: &Report) -> Result<Written, Failure> {
        tokio::time::sleep(self.pace).await;
        let pool = self.read_pool(report.job_id).await?;
        let log = self.read_log(report.run_id).await?;
        // Folding and writing compute for a while, so they are done off the runtime's threads.
        let written = tokio::task::spawn_blocking(move || compose(&log, pool.as_ref())).await;
        written.unwrap_or(Err(Failure::Died))
    }

    /// What the runs of the job say together; none where it has one.
    async fn read_pool(&self, job: JobId) -> Result<Option<Pool>, Failure> {
        let mut tx = self.store.begin().await?;
        let replicates = tx.jobs().get(job).await?.replicates;
        tx.commit().await?;
        if replicates == 1 {
            return Ok(None);
        }
        let bytes = self.blob.get(&ensemble_key(job), MAX_POOL_BYTES).await?;
        Ok(Some(serde_json::from_slice(&bytes)?))
    }

    async fn read_log(&self, run: RunId) -> Result<Vec<u8>, Failure> {
        let mut tx = self.store.begin().await?;
        let segments = tx.segments().list(run).await?;
        tx.commit().await?;
        let mut log = Vec::new();
        for segment in segments {
            let events = &segment.events;
            log.extend(self.blob.get_packed(&events.key, &events.sha256, events.length).await?);
        }
        Ok(log)
    }

    /// The report and the job's completion: both or neither. A job that was cancelled meanwhile stays so.
    async fn finish(
        &self,
        report: &Report,
        holder: Uuid,
        written: &Written,
    ) -> Result<(), StoreError> {
        let now = self.ambient.now();
        let mut tx = self.store.begin().await?;
        let job = tx.jobs().get(report.job_id).await?;
        let cancelled_since = job.status == JobStatus::Cancelled
            && job.completed_at.is_some_and(|at| at >= report.created_at);
        if cancelled_since {
            drop(tx);
            return self.give_up(report, holder, CANCELLED).await;
        }
        let finished = Finished {
            content: &written.content,
            markdown: &written.markdown,
            key_insight: &written.insight,
        };
        tx.reports().finish(report.id, holder, finished, now).await?;
        if !job.status.is_final() {
            tx.jobs().advance(report.job_id, Change::Complete, now).await?;
        }
        tx.commit().await
    }

    /// A run whose report fails is completed all the same: its artifacts are there.
    async fn give_up(&self, report: &Report, holder: Uuid, reason: &str) -> Result<(), StoreError> {
        let now = self.ambient.now();
        let mut tx = self.store.begin().await?;
        tx.reports().fail(report.id, holder, reason, now).await?;
        if !tx.jobs().get_status(report.job_id).await?.is_final() {
            tx.jobs().advance(report.job_id, Change::Complete, now).await?;
        }
        tx.commit().await
    }

    async fn tell_status(&self, job: JobId) {
        match self.status(job).await {
            Ok(status) => {
                if let Err(error) = self.bus.publish(job, &[LiveMessage::Status(status)]).await {
                    tracing::warn!(job.id = %job, %error, "watchers were not told the status");
                }
            }
            Err(error) => tracing::warn!(job.id = %job, %error, "the status could not be read"),
        }
    }

    async fn status(&self, job: JobId) -> Result<StatusSnapshot, StoreError> {
        let mut tx = self.store.begin().await?;
        let job = tx.jobs().get(job).await?;
        tx.commit().await?;
        Ok(StatusSnapshot {
            status: job.status,
            pipeline_stage: job.pipeline_stage,
            reason: job.reason,
        })
    }
}

fn compose(log: &[u8], pool: Option<&Pool>) -> Result<Written, Failure> {
    let artifacts = fold(log)?;
    let history = artifacts.history();
    let report = match pool {
        Some(pool) => build_pooled(history, pool),
        None => build(history),
    };
    Ok(Written {
        markdown: to_markdown(&report),
        insight: report.verdict.answer.text(),
        content: serde_json::to_value(report)?,
    })
}
