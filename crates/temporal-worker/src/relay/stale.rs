//! Jobs that nobody works on: the last net under everything else. Judged by whether their workflow is
//! open, never by their age alone.

use chrono::TimeDelta;
use simswarm_core::JobId;
use simswarm_core::contract::workflow::StartSimulation;
use simswarm_core::job::JobStatus;
use simswarm_store::StoreError;
use simswarm_store::job::{Change, Job};
use temporalio_client::errors::WorkflowInteractionError;
use temporalio_client::{WorkflowDescribeOptions, WorkflowExecutionStatus};

use super::tell::Untold;
use super::{PAGE, Relay};

/// Younger jobs are on their way.
const GRACE: TimeDelta = TimeDelta::minutes(2);
const ABANDONED: &str = "The simulation was ended from outside before it was done.";

/// What Temporal knows about a job's workflow.
pub(super) enum Workflow {
    Open,
    Closed,
    Unknown,
}

impl Relay {
    /// Starts what was never started, and ends what nobody will end any more.
    pub(super) async fn sweep_stale(&self) -> Result<(), Untold> {
        let mut after = JobId::from(0);
        loop {
            let mut tx = self.context.store.begin().await?;
            let page = tx.jobs().list_live(after, PAGE).await?;
            tx.commit().await?;
            for job in &page {
                self.look_at(job).await?;
            }
            match page.last() {
                Some(last) => after = last.id,
                None => return Ok(()),
            }
        }
    }

    async fn look_at(&self, job: &Job) -> Result<(), Untold> {
        if job.deleted_at.is_some() {
            // Its purge is on its way.
            return Ok(());
        }
        let is_young = self.context.ambient.now() - job.created_at < GRACE;
        if is_young || job.status == JobStatus::Reporting {
            // A report is the report-worker's to look after.
            return Ok(());
        }
        match self.describe(job.id).await? {
            Workflow::Open => Ok(()),
            Workflow::Unknown => {
                tracing::warn!(job.id = %job.id, "live job has no workflow, starting it");
                self.start_workflow(StartSimulation { job_id: job.id }).await
            }
            Workflow::Closed => self.fail_abandoned(job.id).await,
        }
    }

    pub(super) async fn describe(&self, job: JobId) -> Result<Workflow, Untold> {
        match self.workflow(job).describe(WorkflowDescribeOptions::default()).await {
            Ok(told) if told.status() == WorkflowExecutionStatus::Running => Ok(Workflow::Open),
            Ok(_) => Ok(Workflow::Closed),
            Err(WorkflowInteractionError::NotFound(_)) => Ok(Workflow::Unknown),
            Err(error) => {
                tracing::warn!(job.id = %job, %error, "workflow cannot be looked at");
                Err(Untold::TemporalAway)
            }
        }
    }

    /// Its workflow was terminated by hand: its pods are the sweep's, its row is ours.
    async fn fail_abandoned(&self, job: JobId) -> Result<(), Untold> {
        tracing::error!(job.id = %job, "live job whose workflow is closed is failed");
        let change = Change::Fail { reason: ABANDONED };
        let mut tx = self.context.store.begin().await?;
        match tx.jobs().advance(job, change, self.context.ambient.now()).await {
            Ok(_) => tx.commit().await?,
            Err(StoreError::Step(_) | StoreError::NotFound { .. }) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
        self.context.tell_status(job).await;
        Ok(())
    }
}
