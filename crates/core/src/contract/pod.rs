//! The protocol between the control plane and `simswarm-pod`: JSON over HTTP, port 5000.

use serde::{Deserialize, Serialize};

use crate::cast_by::CastBy;
use crate::document::Seed;
use crate::exogenous::ExogenousEvent;
use crate::recommender::Recommender;
use crate::run_settings::BeliefOptions;
use crate::{InjectionId, RunId};

/// Version of this protocol. A pod refuses another one with 422.
pub const PROTOCOL: u32 = 2;

/// What both sides must agree on before a run starts or goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    pub protocol: u32,
    /// The engine's crate version.
    pub engine: String,
    /// The version of the snapshot's shape.
    pub checkpoint: u32,
}

/// Everything that a run's log depends on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunInput {
    /// The document, enriched where it was.
    pub document: String,
    pub goal: String,
    pub seed: Seed,
    pub agents: u32,
    pub rounds: u32,
    /// Days ahead that the question looks.
    pub horizon_days: u32,
    /// What happens from outside, planned beforehand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<ExogenousEvent>,
    /// Whether the agents also hire, price, invest and tax.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub economy: bool,
    /// What feeds are ranked by.
    #[serde(default)]
    pub recommender: Recommender,
    /// Who finds the cast.
    #[serde(default, skip_serializing_if = "CastBy::is_usual")]
    pub cast: CastBy,
    /// The last round that is another run's: from the next one on this input counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forked_at: Option<u32>,
    /// How minds are moved.
    #[serde(default, skip_serializing_if = "BeliefOptions::are_usual")]
    pub beliefs: BeliefOptions,
}

/// Body of `POST /job`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JobRequest {
    pub run_id: RunId,
    pub attempt: u32,
    pub versions: Versions,
    pub input: RunInput,
    /// Least time that a round takes: for demonstrations and tests. Not part of the input.
    #[serde(default)]
    pub pace_ms: u64,
    /// Seconds without a word from the control plane after which the pod stops itself.
    pub lease_s: u64,
    /// Where to go on; none for a run from its beginning.
    #[serde(default)]
    pub resume: Option<Resume>,
    /// What was answered about the document before; only where nothing of the run is committed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub casting: Option<CastingLink>,
    /// Uploads that are allowed from the start.
    pub grants: Vec<Grant>,
    /// What users told the run and no committed round has.
    #[serde(default)]
    pub injections: Vec<Injection>,
}

/// An event that a user put into a run while it is played. Body of `POST /injections`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Injection {
    /// The same one told twice is told once.
    pub id: InjectionId,
    /// Its round is the earliest one; recorded with a round's answers, it is that round.
    pub event: ExogenousEvent,
}

/// The committed part of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resume {
    /// The newest committed snapshot.
    pub snapshot: Option<SnapshotLink>,
    /// The committed rounds after the snapshot, in order: replayed from their recorded answers.
    pub segments: Vec<SegmentLink>,
    /// Answers of the rounds after those, in order, that lost attempts recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pending: Vec<PendingLink>,
}

/// A presigned GET of answers of a round that was not committed: not all of them, perhaps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingLink {
    pub round: u32,
    pub url: String,
}

/// A presigned GET of recorded answers that a cast is made from: not all of them, perhaps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CastingLink {
    pub url: String,
    pub asked_by: AskedBy,
}

/// In whose records stands what answers took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskedBy {
    /// An attempt of this run that was lost: nothing of it is recorded yet.
    ThisRun,
    /// Another run of the same job.
    AnotherRun,
}

/// A presigned GET of a world after a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotLink {
    pub round: u32,
    /// Number of the last event at that point.
    pub seq: u64,
    pub url: String,
    pub sha256: String,
}

/// A presigned GET of a committed round's answers, and what its log must come out as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentLink {
    pub round: u32,
    pub answers_url: String,
    /// Hash of the round's uncompressed log: what a replay must give again.
    pub events_sha256: String,
}

/// Leave to upload one object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Name inside the attempt: `r3.events.zst`.
    pub object: String,
    /// A presigned PUT.
    pub url: String,
}

/// Body of `POST /grants`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grants {
    pub grants: Vec<Grant>,
}

/// One uploaded object, as the pod says it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredObject {
    pub object: String,
    /// Hash and length of the uncompressed bytes.
    pub sha256: String,
    pub length: u64,
}

/// A round whose objects are all uploaded. It counts only once the control plane has committed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    pub round: u32,
    pub seq_from: u64,
    pub seq_to: u64,
    pub events: StoredObject,
    pub answers: StoredObject,
    pub snapshot: Option<StoredObject>,
    pub operations: StoredObject,
    /// What users told this round; it stands beside the answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub injected: Vec<InjectionId>,
}

/// What the pod tells on `GET /events`, numbered from 1 per attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "nearly every event is the large one")]
pub enum PodEvent {
    /// A round's objects are uploaded.
    Stored(Stored),
    /// All rounds are uploaded.
    Finished { rounds: u32, events: u64 },
    /// The engine gave up.
    Failed(PodFailure),
    /// It was told to stop, or its lease ran out.
    Stopped { round: u32 },
}

/// Why a run cannot go on, for a machine and for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PodFailure {
    pub cause: FailureCause,
    pub reason: String,
}

/// What a pod can say of its own failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureCause {
    /// The engine refused the input or ran out of its error budget.
    Run,
    /// An upload or a download could not be made to work.
    Storage,
    /// What it was to resume from is not what was committed.
    Checkpoint,
}

/// What a pod is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PodPhase {
    /// No job yet.
    Idle,
    Running,
    Finished,
    Failed,
    Stopped,
}

/// Answer of `GET /status`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PodStatus {
    pub phase: PodPhase,
    pub run_id: Option<RunId>,
    pub round: u32,
    pub rounds: u32,
    /// Turns that were decided here, and those that gave no decision.
    pub turns: u64,
    #[serde(default)]
    pub skipped: u64,
    /// What keeps it from going on, while something does.
    #[serde(default)]
    pub waiting: Option<PodWait>,
    pub failure: Option<PodFailure>,
}

/// What a pod can be waiting for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "snake_case")]
pub enum PodWait {
    /// Leave to upload these objects.
    Grants { objects: Vec<String> },
    /// An object store that does not answer as it should.
    Storage { reason: String },
}

/// Answer of `GET /logs`: the newest lines, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PodLogs {
    pub lines: Vec<String>,
    /// How many lines were written since the pod began.
    pub total_lines: u64,
}

/// Answer of `GET /health`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PodHealth {
    pub ready: bool,
    /// What it waits for while it is not ready.
    pub reason: Option<String>,
    pub versions: Versions,
}
