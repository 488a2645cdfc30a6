//! Where rounds are kept: what any store must do, whatever lies behind it.

use std::collections::BTreeMap;
use std::io;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use simswarm_casting::CastAnswer;
use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::pod::{Injection, Stored};
use simswarm_core::operations::Spent;
use simswarm_engine::action::Answer;
use simswarm_engine::world::World;

use crate::packed::{Packed, UnpackError, from_line, from_lines, lines_of, to_lines};

/// Keeps the rounds of one run. A round counts once `commit` has returned.
#[async_trait]
pub trait CheckpointStore: Send + Sync {
    /// What is committed, each piece checked against its hash.
    async fn load(&self) -> Result<Committed, StoreError>;

    /// Returns once there is leave to keep these objects of a round: no mind is asked before.
    async fn reserve(&self, round: u32, objects: &[RoundObject]) -> Result<(), StoreError>;

    /// Keeps answers of a round, instead of any that are kept of it: all of them, before any is applied, or the first ones.
    async fn record_answers(&self, round: u32, answers: Packed) -> Result<(), StoreError>;

    /// Keeps more answers of a round, after those that are kept of it.
    async fn record_more_answers(&self, round: u32, answers: Packed) -> Result<(), StoreError>;

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
    /// Answers of rounds after those, all or some of each, kept before the host was lost.
    pub pending: BTreeMap<u32, Recorded>,
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

/// What a round was played from: all that its log depends on besides the world before it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Recorded {
    /// The hash of what was recorded of the round before, where that was played on the same host: the answers were given in the
    /// world that came of it, and in no other.
    pub after: Option<String>,
    /// What users told it, before its turns were made.
    pub injected: Vec<Injection>,
    /// What the model's calls for these answers came to: whoever goes on in place of a lost host has to account for them.
    pub spent: Spent,
    pub answers: Vec<Answer>,
}

/// A line that is no answer.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// The hash of what was recorded of the round before.
    After(String),
    /// An event that a user told.
    Injected(Injection),
    Spent(Spent),
}

/// How such lines begin, and no answer's.
const NO_ANSWERS: [&[u8]; 3] = [b"{\"after\":", b"{\"injected\":", b"{\"spent\":"];

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
    /// Puts what users told the round into the world before it.
    pub(crate) fn inject(&self, world: &mut World) {
        for injection in &self.injected {
            world.inject(&injection.event);
        }
    }

    /// It as JSON lines.
    pub(crate) fn to_lines(&self) -> Result<Vec<u8>, serde_json::Error> {
        let after = self.after.iter().cloned().map(Line::After);
        let injected = self.injected.iter().cloned().map(Line::Injected);
        let mut lines = to_lines(&after.chain(injected).collect::<Vec<_>>())?;
        lines.append(&mut paid_lines(self.spent, &self.answers)?);
        Ok(lines)
    }
}

/// Answers as JSON lines, after what they cost.
pub(crate) fn paid_lines(spent: Spent, answers: &[Answer]) -> Result<Vec<u8>, serde_json::Error> {
    let spent = (spent.calls > 0).then_some(Line::Spent(spent));
    let mut lines = to_lines(spent.as_slice())?;
    lines.append(&mut to_lines(answers)?);
    Ok(lines)
}

/// What is recorded in `lines`, which are what is inside `object`.
pub fn read_recorded(object: &str, lines: &[u8]) -> Result<Recorded, StoreError> {
    let mut recorded = Recorded::default();
    for line in lines_of(lines) {
        if !NO_ANSWERS.iter().any(|beginning| line.starts_with(beginning)) {
            recorded.answers.push(from_line(line).map_err(StoreError::corrupt(object))?);
            continue;
        }
        match from_line(line).map_err(StoreError::corrupt(object))? {
            Line::After(hash) => recorded.after = Some(hash),
            Line::Injected(injection) => recorded.injected.push(injection),
            Line::Spent(spent) => recorded.spent += spent,
        }
    }
    Ok(recorded)
}

/// The recorded answers that a run was cast from in `lines`, which are what is inside `object`.
pub fn read_cast_answers(object: &str, lines: &[u8]) -> Result<Vec<CastAnswer>, StoreError> {
    from_lines(lines).map_err(StoreError::corrupt(object))
}
