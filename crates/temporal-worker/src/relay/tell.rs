//! One intent, told. What was told before counts as told.

use simswarm_core::JobId;
use simswarm_core::contract::workflow::{
    CANCEL_SIMULATION, INJECT_EVENT, InjectEvent, PURGE_JOB, START_SIMULATION, StartSimulation,
    TASK_QUEUE, workflow_id,
};
use simswarm_core::job::JobStatus;
use simswarm_store::StoreError;
use simswarm_store::outbox::Intent;
use temporalio_client::errors::{WorkflowInteractionError, WorkflowStartError};
use temporalio_client::{
    Client, WorkflowHandle, WorkflowIdReusePolicy, WorkflowSignalOptions, WorkflowStartOptions,
};

use super::{Relay, TEMPORAL_AWAY};
use crate::workflows::SimulationWorkflow;

/// Why an intent could not be told yet.
#[derive(Debug, thiserror::Error)]
pub(super) enum Untold {
    #[error("Temporal is not available")]
    TemporalAway,
    #[error("the database is not available")]
    DatabaseAway,
    #[error("the workflow of the job is still open")]
    StillOpen,
    #[error("a pod of the job is still there")]
    PodThere,
    #[error("{0} is not available")]
    StoreAway(&'static str),
    #[error("the intent cannot be read")]
    Unreadable,
}

impl From<StoreError> for Untold {
    fn from(error: StoreError) -> Self {
        tracing::warn!(%error, "the database did not do what an intent needs");
        Self::DatabaseAway
    }
}

impl Relay {
    pub(super) async fn tell(&self, intent: &Intent) -> Result<(), Untold> {
        match intent.kind.as_str() {
            START_SIMULATION => self.start(intent).await,
            CANCEL_SIMULATION => self.cancel(intent.job_id).await,
            INJECT_EVENT => self.inject(intent).await,
            PURGE_JOB => self.purge(intent.job_id).await,
            _ => Err(Untold::Unreadable),
        }
    }

    async fn start(&self, intent: &Intent) -> Result<(), Untold> {
        let input: StartSimulation = serde_json::from_value(intent.payload.clone())
            .map_err(|_other_shape| Untold::Unreadable)?;
        if self.is_over(input.job_id).await? {
            return Ok(());
        }
        match self.start_workflow(input).await {
            Ok(()) => {
                if intent.attempts > 1 {
                    self.context.say_waiting(input.job_id, None).await;
                }
                Ok(())
            }
            Err(untold) => {
                self.context.say_waiting(input.job_id, Some(TEMPORAL_AWAY)).await;
                Err(untold)
            }
        }
    }

    /// Starts the workflow of a job; one that was started before is as good.
    pub(super) async fn start_workflow(&self, input: StartSimulation) -> Result<(), Untold> {
        let options = WorkflowStartOptions::new(TASK_QUEUE, workflow_id(input.job_id))
            .id_reuse_policy(WorkflowIdReusePolicy::RejectDuplicate)
            .build();
        match self.client.start_workflow(SimulationWorkflow::run, input, options).await {
            Ok(_) | Err(WorkflowStartError::AlreadyStarted { .. }) => {
                tracing::info!(job.id = %input.job_id, "workflow of the job is started");
                Ok(())
            }
            Err(error) => {
                tracing::warn!(job.id = %input.job_id, %error, "workflow was not started");
                Err(Untold::TemporalAway)
            }
        }
    }

    async fn is_over(&self, job: JobId) -> Result<bool, Untold> {
        let mut tx = self.context.store.begin().await?;
        let status = match tx.jobs().get_status(job).await {
            Ok(status) => status,
            Err(StoreError::NotFound { .. }) => return Ok(true),
            Err(error) => return Err(error.into()),
        };
        tx.commit().await?;
        Ok(status.is_final() || status == JobStatus::Reporting)
    }

    /// Asks the workflow to stop. Where there is none any more, the job itself is stopped.
    pub(super) async fn cancel(&self, job: JobId) -> Result<(), Untold> {
        let options = WorkflowSignalOptions::default();
        match self.workflow(job).signal(SimulationWorkflow::cancel, (), options).await {
            Ok(()) => Ok(()),
            Err(WorkflowInteractionError::NotFound(_)) => self.close(job).await,
            Err(error) => {
                tracing::warn!(job.id = %job, %error, "workflow was not asked to stop");
                Err(Untold::TemporalAway)
            }
        }
    }

    /// Tells the workflow of an event. Where there is none any more, there is no run to hear of it.
    async fn inject(&self, intent: &Intent) -> Result<(), Untold> {
        let input: InjectEvent = serde_json::from_value(intent.payload.clone())
            .map_err(|_other_shape| Untold::Unreadable)?;
        let workflow = self.workflow(input.job_id);
        let options = WorkflowSignalOptions::default();
        let signal = SimulationWorkflow::inject_event;
        match workflow.signal(signal, input.injection_id, options).await {
            Ok(()) | Err(WorkflowInteractionError::NotFound(_)) => Ok(()),
            Err(error) => {
                tracing::warn!(job.id = %input.job_id, %error, "workflow was not told of an event");
                Err(Untold::TemporalAway)
            }
        }
    }

    pub(super) fn workflow(&self, job: JobId) -> WorkflowHandle<Client, SimulationWorkflow> {
        self.client.get_workflow_handle(workflow_id(job))
    }
}
