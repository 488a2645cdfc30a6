//! What goes over a stream.

use axum::response::sse::Event;
use serde::Serialize;
use simswarm_core::contract::live::{LogEvent, Progress, StatusSnapshot};
use utoipa::ToSchema;

use crate::words::StatusWord;

/// Data of `status`: where the job is in its life.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StatusEvent)]
pub struct StatusView {
    pub status: StatusWord,
    pub pipeline_stage: Option<i16>,
    /// Why it failed, or what it waits for.
    pub reason: Option<String>,
}

impl From<StatusSnapshot> for StatusView {
    fn from(snapshot: StatusSnapshot) -> Self {
        let StatusSnapshot { status, pipeline_stage, reason } = snapshot;
        Self { status: StatusWord(status), pipeline_stage, reason }
    }
}

/// Data of `progress`: how far the run has come.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProgressEvent)]
pub struct ProgressView {
    /// Rounds that are committed.
    pub round: u32,
    pub rounds: u32,
    pub agents: u32,
    /// Number of the last committed event; of several runs, of the first one's log.
    pub seq: u64,
    /// Which attempt plays.
    pub attempt: u32,
    /// Which of the job's runs plays, counted from 1.
    pub replicate: u32,
    /// How many runs there are at the most.
    pub replicates: u32,
}

impl From<Progress> for ProgressView {
    fn from(progress: Progress) -> Self {
        let Progress { round, rounds, agents, seq, attempt, replicate, replicates } = progress;
        Self { round, rounds, agents, seq, attempt, replicate, replicates }
    }
}

/// One server-sent event, or a comment.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Frame {
    Status(StatusSnapshot),
    Progress(Progress),
    Event(LogEvent),
    KeepAlive,
}

impl TryFrom<Frame> for Event {
    type Error = axum::Error;

    fn try_from(frame: Frame) -> Result<Self, axum::Error> {
        match frame {
            Frame::Status(status) => {
                Self::default().event("status").json_data(StatusView::from(status))
            }
            Frame::Progress(progress) => {
                Self::default().event("progress").json_data(ProgressView::from(progress))
            }
            Frame::Event(event) => {
                Self::default().event("event").id(event.seq.to_string()).json_data(event)
            }
            Frame::KeepAlive => Ok(Self::default().comment("keep-alive")),
        }
    }
}
