//! Intents for Temporal, and what the simulation workflow takes and tells. Ids and small settings
//! only: no document, no secret, no URL may enter a history.

use serde::{Deserialize, Serialize};

use crate::job::JobStatus;
use crate::{InjectionId, JobId};

/// The task queue of the temporal-worker.
pub const TASK_QUEUE: &str = "sim-queue";
/// The workflow type.
pub const SIMULATION_WORKFLOW: &str = "fishcloud.SimulationWorkflow";

/// The signal that stops a run.
pub const CANCEL_SIGNAL: &str = "cancel";
/// The signal that tells a run of an event from outside, by its row's id.
pub const INJECT_SIGNAL: &str = "inject_event";
/// The query that tells a [`SimulationStatus`].
pub const STATUS_QUERY: &str = "status";

/// Outbox kind: start the workflow of a job.
pub const START_SIMULATION: &str = "workflow.start_simulation";
/// Outbox kind: signal the workflow of a job to cancel.
pub const CANCEL_SIMULATION: &str = "workflow.cancel_simulation";
/// Outbox kind: signal the workflow of a job that a user put an event into its run.
pub const INJECT_EVENT: &str = "workflow.inject_event";
/// Outbox kind: a deleted job's objects, graph and rows are to be purged once its pod is gone.
pub const PURGE_JOB: &str = "workflow.purge_job";

/// The workflow id of a job: fixed, so that starting twice starts once.
pub fn workflow_id(job: JobId) -> String {
    format!("sim-{job}")
}

/// Input of the workflow, and payload of the intent that starts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartSimulation {
    pub job_id: JobId,
}

/// Payload of the intents that concern a job as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobRef {
    pub job_id: JobId,
}

/// Payload of [`INJECT_EVENT`]; the signal carries the id alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InjectEvent {
    pub job_id: JobId,
    pub injection_id: InjectionId,
}

/// Answer of the query `status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SimulationStatus {
    pub status: JobStatus,
    pub attempt: u32,
    /// Which of the job's runs plays, from 0.
    #[serde(default)]
    pub replicate: u32,
    pub rounds_committed: u32,
    pub cancel_requested: bool,
}
