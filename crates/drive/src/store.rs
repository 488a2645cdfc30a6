//! Where rounds are kept: what any store must do, whatever lies behind it.

use std::io;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use simswarm_casting::CastAnswer;
use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::pod::{Injection, Stored};
use simswarm_core::operations::Spent;
use simswarm_engine::action::Answer;

use crate::packed::{Packed, UnpackError, from_lines, to_lines};

/// Keeps the rounds of one run. A round counts once `commit` has returned.
#[async_trait]
pub trait CheckpointStore: Send + Sync {
    /// What is committed, each piece checked against its hash.
    async fn load(&self) -> Result<Committed, StoreError>;

    /// Returns once there is leave to keep these objects of a round: no mind is asked before.
    async fn reserve(&self, round: u32, objects: &[RoundObject]) -> Result<(), StoreError>;

    /// Keeps a round's answers, before any of them is applied.
    async fn record_answers(&self, round: u32, answers: Packed) -> Result<(), StoreError>;

    /// Keeps one more answer about the document until all are kept as the answers of round 0.
    async fn record_cast_answer(&self, answer: Packed) -> Result<(), StoreError>;

    /// Keeps the other objects of a round; `stored` describes them all.
    async fn commit(
        &self,
        stored: &Stored,
        objects: Vec<(RoundObject, Packed)>,
    ) -> Result<(), StoreError>;
}

/// The committed part of a run.
#[derive(Debug, Default, PartialEq)]
pub struct Committed {
    /// The answers that round 0 was cast from, or that were kept for it so far. Left out where a world was kept.
    pub casting: Vec<CastAnswer>,
    /// The newest world that was kept.
    pub snapshot: Option<Snapshot>,
    /// The rounds after it, in order.
    pub segments: Vec<Segment>,
    /// Answers of the round after those, kept before its host was lost.
    pub pending: Option<Pending>,
}

/// A world after a round.
#[derive(Debug, PartialEq, Eq)]
pub struct Snapshot {
    pub round: u32,
    /// Number of the last event at that point.
    pub seq: u64,
    pub bytes: Vec<u8>,
}

/// A committed round: the answers to replay it from (round 0 has none), and what its log must come out as.
#[derive(Debug, PartialEq)]
pub struct Segment {
    pub round: u32,
    pub recorded: Recorded,
    pub events_sha256: String,
}

/// Recorded answers of a round that was not committed.
#[derive(Debug, PartialEq)]
pub struct Pending {
    pub round: u32,
    pub recorded: Recorded,
}

/// What a round was played from: all that its log depends on besides the world before it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Recorded {
    /// What users told it, before its turns were made.
    pub injected: Vec<Injection>,
    /// What the model's calls for these answers came to: whoever goes on in place of a lost host has to account for them.
    pub spent: Spent,
    pub answers: Vec<Answer>,
}

/// A line that stands before the answers.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// An event that a user told.
    Injected(Injection),
    Spent(Spent),
}

/// How such lines begin, and no answer's.
const BEFORE_ANSWERS: [&[u8]; 2] = [b"{\"injected\":", b"{\"spent\":"];

/// Why a store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{object} is not what was committed: {reason}")]
    Corrupt { object: String, reason: UnpackError },
    #[error("cannot {what}: {source}")]
    Io { what: String, source: io::Error },
    /// A store behind a network gave up after all its patience.
    #[error("the object store cannot be used: {reason}")]
    Unavailable { reason: String },
    #[error("it was told to stop")]
    Stopped,
}

impl StoreError {
    /// For `map_err`: what could not be unpacked.
    pub fn corrupt(object: impl Into<String>) -> impl FnOnce(UnpackError) -> Self {
        let object = object.into();
        move |reason| Self::Corrupt { object, reason }
    }
}

impl Recorded {
    /// It as JSON lines.
    pub(crate) fn to_lines(&self) -> Result<Vec<u8>, serde_json::Error> {
        let injected = self.injected.iter().cloned().map(Line::Injected);
        let spent = (self.spent.calls > 0).then_some(Line::Spent(self.spent));
        let mut lines = to_lines(&injected.chain(spent).collect::<Vec<_>>())?;
        lines.append(&mut to_lines(&self.answers)?);
        Ok(lines)
    }
}

/// What is recorded in `lines`, which are what is inside `object`.
pub fn read_recorded(object: &str, lines: &[u8]) -> Result<Recorded, StoreError> {
    let (mut recorded, mut rest) = (Recorded::default(), lines);
    while BEFORE_ANSWERS.iter().any(|beginning| rest.starts_with(beginning)) {
        let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
        for line in from_lines(&rest[..end]).map_err(StoreError::corrupt(object))? {
            match line {
                Line::Injected(injection) => recorded.injected.push(injection),
                Line::Spent(spent) => recorded.spent += spent,
            }
        }
        rest = &rest[end..];
    }
    recorded.answers = from_lines(rest).map_err(StoreError::corrupt(object))?;
    Ok(recorded)
}

/// The recorded answers that a run was cast from in `lines`, which are what is inside `object`.
pub fn read_cast_answers(object: &str, lines: &[u8]) -> Result<Vec<CastAnswer>, StoreError> {
    from_lines(lines).map_err(StoreError::corrupt(object))
}
