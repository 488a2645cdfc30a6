//! Where a job stands, read in one short transaction; for all its viewers together once they wait.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use simswarm_core::contract::live::{Progress, StatusSnapshot};
use simswarm_core::job::JobStatus;
use simswarm_core::{JobId, RunId, UserId};
use simswarm_store::Store;
use simswarm_store::job::Job;
use simswarm_store::run::Run;
use tokio::time::Instant;

use super::shared::Shared;
use crate::error::ApiError;

/// Status and progress as the database has them.
#[derive(Debug, Clone)]
pub(super) struct Snapshot {
    pub(super) status: StatusSnapshot,
    pub(super) run: Option<(RunId, Progress)>,
}

impl Snapshot {
    async fn read(store: &Store, id: JobId, owner: UserId) -> Result<Self, ApiError> {
        let mut tx = store.begin().await?;
        let job = tx.jobs().find(id, owner).await?.ok_or(ApiError::NotFound("job"))?;
        let first = tx.runs().find_by_job(id).await?;
        let current = tx.runs().find_current(id).await?;
        let run = first.zip(current).map(|(first, current)| {
            (first.id, Progress { seq: first.last_seq, ..progress(&current, job.replicates) })
        });
        Ok(Self { status: status(job), run })
    }
}

/// What a look at a job showed.
#[derive(Debug, Clone)]
pub(super) enum Look {
    Found(Snapshot),
    Gone,
    /// The database did not answer: where the job stands is not known.
    Failed,
}

/// A job, as its owner sees it.
type Key = (JobId, UserId);

/// The jobs that somebody watches, each looked at for all its viewers at once.
#[derive(Clone)]
pub struct Desk {
    store: Store,
    watched: Arc<Mutex<HashMap<Key, Arc<Shared<Look>>>>>,
}

impl Desk {
    pub fn new(store: Store) -> Self {
        Self { store, watched: Arc::default() }
    }

    /// The place where the viewers of a job look at it.
    pub(super) fn seat(&self, job: JobId, owner: UserId) -> Seat {
        let key = (job, owner);
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        let shared = Arc::clone(watched.entry(key).or_default());
        drop(watched);
        Seat { desk: self.clone(), key, shared }
    }
}

/// One viewer's place. The last one to leave clears the table.
pub(super) struct Seat {
    desk: Desk,
    key: Key,
    shared: Arc<Shared<Look>>,
}

impl Seat {
    /// Where the job stands now, or stood at most `age` ago.
    pub(super) async fn look(&self, age: Duration) -> Look {
        let now = Instant::now();
        let since = now.checked_sub(age).unwrap_or(now);
        self.shared.read_since(since, self.read()).await
    }

    /// Where the job stands now, for a viewer who has seen nothing yet.
    pub(super) async fn find(&self) -> Result<Snapshot, ApiError> {
        match self.look(Duration::ZERO).await {
            Look::Found(snapshot) => Ok(snapshot),
            Look::Gone => Err(ApiError::NotFound("job")),
            Look::Failed => Err(ApiError::Unavailable(anyhow::anyhow!("no look at the job"))),
        }
    }

    async fn read(&self) -> Look {
        let (job, owner) = self.key;
        match Snapshot::read(&self.desk.store, job, owner).await {
            Ok(snapshot) => Look::Found(snapshot),
            Err(ApiError::NotFound(_)) => Look::Gone,
            Err(error) => {
                tracing::warn!(job.id = %job, %error, "streams could not look at their job");
                Look::Failed
            }
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut watched = self.desk.watched.lock().unwrap_or_else(PoisonError::into_inner);
        // Seats are taken under this lock only: one here, one in the table, and nobody else.
        if Arc::strong_count(&self.shared) == 2 {
            watched.remove(&self.key);
        }
    }
}

fn status(job: Job) -> StatusSnapshot {
    let reason = match job.status {
        JobStatus::Failed => job.reason,
        JobStatus::Draft
        | JobStatus::Pending
        | JobStatus::Provisioning
        | JobStatus::Running
        | JobStatus::Reporting
        | JobStatus::Completed
        | JobStatus::Cancelled => job.waiting_reason,
    };
    StatusSnapshot { status: job.status, pipeline_stage: job.pipeline_stage, reason }
}

fn progress(run: &Run, replicates: u32) -> Progress {
    Progress {
        round: run.rounds_committed,
        rounds: run.size.rounds,
        agents: run.size.agents,
        seq: run.last_seq,
        attempt: run.attempt,
        replicate: run.replicate + 1,
        replicates,
    }
}
