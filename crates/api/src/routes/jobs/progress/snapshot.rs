//! Where a job stands, read in one short transaction.

use simswarm_core::contract::live::{Progress, StatusSnapshot};
use simswarm_core::job::JobStatus;
use simswarm_core::{JobId, RunId};
use simswarm_store::Store;
use simswarm_store::job::Job;
use simswarm_store::run::Run;

use crate::error::ApiError;
use crate::extract::Caller;

/// Status and progress as the database has them.
pub(super) struct Snapshot {
    pub(super) status: StatusSnapshot,
    pub(super) run: Option<(RunId, Progress)>,
}

impl Snapshot {
    pub(super) async fn read(store: &Store, id: JobId, caller: Caller) -> Result<Self, ApiError> {
        let mut tx = store.begin().await?;
        let job = tx.jobs().find(id, caller.user).await?.ok_or(ApiError::NotFound("job"))?;
        let run = tx.runs().find_by_job(id).await?;
        Ok(Self { status: status(job), run: run.map(|run| (run.id, progress(&run))) })
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

fn progress(run: &Run) -> Progress {
    Progress {
        round: run.rounds_committed,
        rounds: run.size.rounds,
        agents: run.size.agents,
        seq: run.last_seq,
        attempt: run.attempt,
    }
}
