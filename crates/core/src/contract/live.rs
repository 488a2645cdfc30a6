//! What watchers of a job see while it runs: the messages of the Redis stream `live:<job>` and of the
//! server-sent events made from it.

use serde::{Deserialize, Serialize};

use crate::JobId;
use crate::job::JobStatus;

/// The Redis stream of a job.
pub fn stream_key(job: JobId) -> String {
    format!("live:{job}")
}

/// One message to the watchers of a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum LiveMessage {
    Status(StatusSnapshot),
    Progress(Progress),
    Event(LogEvent),
}

/// The job's status: a snapshot, sent again on every connect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusSnapshot {
    pub status: JobStatus,
    pub pipeline_stage: Option<i16>,
    /// Why it failed, or what it waits for.
    pub reason: Option<String>,
}

/// How far the run has come: a snapshot, sent again on every connect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Rounds that are committed.
    pub round: u32,
    pub rounds: u32,
    pub agents: u32,
    /// Number of the last committed event that is shown: of several runs, the first one's events are.
    pub seq: u64,
    /// Which attempt plays.
    pub attempt: u32,
    /// Which of the job's runs plays, counted from 1, and how many there are at the most.
    #[serde(default = "one")]
    pub replicate: u32,
    #[serde(default = "one")]
    pub replicates: u32,
}

fn one() -> u32 {
    1
}

/// One event of the run's log, as it is stored. Readers ignore unknown types and fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogEvent {
    /// Version of the envelope.
    pub v: u32,
    /// Number in the run, from 1 without a gap.
    pub seq: u64,
    pub round: u32,
    #[serde(rename = "type")]
    pub kind: String,
    pub data: serde_json::Value,
}
