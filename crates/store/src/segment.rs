//! Segments: committed rounds. A round counts once its row is here, and only the current attempt of its
//! run can put it here, in order.

use chrono::{DateTime, Utc};
use simswarm_core::RunId;
use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::pod::{Stored, StoredObject};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;
use crate::column::number;

const ENTITY: &str = "segments";
/// Rounds of another run count as the first attempt's, which plays none of them.
const ADOPTED_BY: u32 = 1;

/// Where an object of a round that was taken over lies.
pub fn adopted_key(object: RoundObject, run: RunId, round: u32) -> String {
    object.key(run, ADOPTED_BY, round)
}

/// One object of a committed round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    pub key: String,
    /// Hash and length of the uncompressed bytes.
    pub sha256: String,
    pub length: u64,
}

/// A committed round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    pub run_id: RunId,
    pub round: u32,
    pub attempt: u32,
    pub seq_from: u64,
    pub seq_to: u64,
    pub events: Object,
    pub answers: Object,
    pub operations: Object,
    pub snapshot: Option<Object>,
    pub committed_at: DateTime<Utc>,
}

/// What a commit did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Commit {
    Committed,
    /// The same round with the same log was there already.
    Repeated,
}

struct Row {
    run_id: Uuid,
    round: i32,
    attempt: i32,
    seq_from: i64,
    seq_to: i64,
    events_key: String,
    events_sha256: String,
    events_length: i64,
    answers_key: String,
    answers_sha256: String,
    answers_length: i64,
    operations_key: String,
    operations_sha256: String,
    operations_length: i64,
    snapshot_key: Option<String>,
    snapshot_sha256: Option<String>,
    snapshot_length: Option<i64>,
    committed_at: DateTime<Utc>,
}

fn object(key: String, sha256: String, length: i64) -> Result<Object, StoreError> {
    Ok(Object { key, sha256, length: number(ENTITY, length)? })
}

impl TryFrom<Row> for Segment {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let snapshot = match (row.snapshot_key, row.snapshot_sha256, row.snapshot_length) {
            (Some(key), Some(sha256), Some(length)) => Some(object(key, sha256, length)?),
            (None, _, _) | (_, None, _) | (_, _, None) => None,
        };
        Ok(Self {
            run_id: row.run_id.into(),
            round: number(ENTITY, row.round)?,
            attempt: number(ENTITY, row.attempt)?,
            seq_from: number(ENTITY, row.seq_from)?,
            seq_to: number(ENTITY, row.seq_to)?,
            events: object(row.events_key, row.events_sha256, row.events_length)?,
            answers: object(row.answers_key, row.answers_sha256, row.answers_length)?,
            operations: object(row.operations_key, row.operations_sha256, row.operations_length)?,
            snapshot,
            committed_at: row.committed_at,
        })
    }
}

struct RunState {
    attempt: u32,
    rounds: u32,
    rounds_committed: u32,
    last_seq: u64,
}

/// The table of segments.
#[derive(Debug)]
pub struct Segments<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

impl Segments<'_> {
    /// Commits a round that `attempt` uploaded. Its keys are made here, from the attempt: what the pod
    /// calls its objects is not believed.
    pub async fn commit(
        &mut self,
        run: RunId,
        attempt: u32,
        stored: &Stored,
        at: DateTime<Utc>,
    ) -> Result<Commit, StoreError> {
        let state = self.lock_run(run).await?;
        if state.attempt != attempt {
            return Err(StoreError::StaleAttempt { attempt, current: state.attempt });
        }
        // Round 0 holds the cast; before it is committed there is no event at all.
        let expected = if state.last_seq == 0 { 0 } else { state.rounds_committed + 1 };
        if stored.round < expected {
            return self.check_repeated(run, stored).await;
        }
        let follows = stored.seq_from == state.last_seq + 1 && stored.seq_to >= stored.seq_from;
        if stored.round != expected || stored.round > state.rounds || !follows {
            return Err(StoreError::NotNext { round: stored.round, expected });
        }
        self.insert(run, attempt, stored, at).await?;
        self.set_progress(run, stored).await?;
        Ok(Commit::Committed)
    }

    /// Takes over the rounds that a fork has in common with its origin: all or none, once. Their objects lie under the fork's
    /// own keys already, as [`adopted_key`] names them.
    pub async fn adopt(
        &mut self,
        run: RunId,
        origin: &[Segment],
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        if self.lock_run(run).await?.last_seq > 0 {
            return Ok(());
        }
        for segment in origin {
            let object = |object: &Object| StoredObject {
                object: String::new(),
                sha256: object.sha256.clone(),
                length: object.length,
            };
            let stored = Stored {
                round: segment.round,
                seq_from: segment.seq_from,
                seq_to: segment.seq_to,
                events: object(&segment.events),
                answers: object(&segment.answers),
                operations: object(&segment.operations),
                snapshot: segment.snapshot.as_ref().map(object),
                // They were told to the origin's run.
                injected: Vec::new(),
            };
            self.insert(run, ADOPTED_BY, &stored, at).await?;
            self.set_progress(run, &stored).await?;
        }
        Ok(())
    }

    async fn lock_run(&mut self, run: RunId) -> Result<RunState, StoreError> {
        let row = sqlx::query!(
            "select attempt, rounds, rounds_committed, last_seq from runs
             where id = $1 for no key update",
            Uuid::from(run),
        )
        .fetch_optional(&mut *self.conn)
        .await?
        .ok_or(StoreError::NotFound { entity: "run" })?;
        Ok(RunState {
            attempt: number(ENTITY, row.attempt)?,
            rounds: number(ENTITY, row.rounds)?,
            rounds_committed: number(ENTITY, row.rounds_committed)?,
            last_seq: number(ENTITY, row.last_seq)?,
        })
    }

    async fn check_repeated(&mut self, run: RunId, stored: &Stored) -> Result<Commit, StoreError> {
        let same = sqlx::query_scalar!(
            r#"select events_sha256 = $3 as "same!" from segments where run_id = $1 and round = $2"#,
            Uuid::from(run),
            number::<u32, i32>(ENTITY, stored.round)?,
            stored.events.sha256,
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        if same == Some(true) {
            Ok(Commit::Repeated)
        } else {
            Err(StoreError::RoundDiffers { round: stored.round })
        }
    }

    async fn insert(
        &mut self,
        run: RunId,
        attempt: u32,
        stored: &Stored,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let key = |object: RoundObject| object.key(run, attempt, stored.round);
        let length = |object: &StoredObject| number::<u64, i64>(ENTITY, object.length);
        let snapshot = stored.snapshot.as_ref();
        sqlx::query!(
            "insert into segments (run_id, round, attempt, seq_from, seq_to,
               events_key, events_sha256, events_length,
               answers_key, answers_sha256, answers_length,
               operations_key, operations_sha256, operations_length,
               snapshot_key, snapshot_sha256, snapshot_length, committed_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
            Uuid::from(run),
            number::<u32, i32>(ENTITY, stored.round)?,
            number::<u32, i32>(ENTITY, attempt)?,
            number::<u64, i64>(ENTITY, stored.seq_from)?,
            number::<u64, i64>(ENTITY, stored.seq_to)?,
            key(RoundObject::Events),
            stored.events.sha256,
            length(&stored.events)?,
            key(RoundObject::Answers),
            stored.answers.sha256,
            length(&stored.answers)?,
            key(RoundObject::Operations),
            stored.operations.sha256,
            length(&stored.operations)?,
            snapshot.map(|_| key(RoundObject::World)),
            snapshot.map(|object| object.sha256.as_str()),
            snapshot.map(length).transpose()?,
            at,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    async fn set_progress(&mut self, run: RunId, stored: &Stored) -> Result<(), StoreError> {
        sqlx::query!(
            "update runs set rounds_committed = $2, last_seq = $3 where id = $1",
            Uuid::from(run),
            number::<u32, i32>(ENTITY, stored.round)?,
            number::<u64, i64>(ENTITY, stored.seq_to)?,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Every committed round, in order.
    pub async fn list(&mut self, run: RunId) -> Result<Vec<Segment>, StoreError> {
        // Round 0 is among them.
        self.list_after(run, -1).await
    }

    /// The committed rounds after `round`, in order: what has to be replayed on top of a snapshot.
    pub async fn list_after_round(
        &mut self,
        run: RunId,
        round: u32,
    ) -> Result<Vec<Segment>, StoreError> {
        self.list_after(run, number(ENTITY, round)?).await
    }

    async fn list_after(&mut self, run: RunId, round: i32) -> Result<Vec<Segment>, StoreError> {
        sqlx::query_as!(
            Row,
            "select * from segments where run_id = $1 and round > $2 order by round",
            Uuid::from(run),
            round,
        )
        .fetch_all(&mut *self.conn)
        .await?
        .into_iter()
        .map(Segment::try_from)
        .collect()
    }

    /// The segments that hold events after number `seq`, in order: at most `limit`.
    pub async fn list_after_seq(
        &mut self,
        run: RunId,
        seq: u64,
        limit: u32,
    ) -> Result<Vec<Segment>, StoreError> {
        sqlx::query_as!(
            Row,
            "select * from segments where run_id = $1 and seq_to > $2 order by seq_to limit $3",
            Uuid::from(run),
            i64::try_from(seq).unwrap_or(i64::MAX),
            i64::from(limit),
        )
        .fetch_all(&mut *self.conn)
        .await?
        .into_iter()
        .map(Segment::try_from)
        .collect()
    }

    /// The newest committed round with a snapshot: where a new attempt goes on.
    pub async fn find_newest_snapshot(
        &mut self,
        run: RunId,
    ) -> Result<Option<Segment>, StoreError> {
        let row = sqlx::query_as!(
            Row,
            "select * from segments where run_id = $1 and snapshot_key is not null
             order by round desc limit 1",
            Uuid::from(run),
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        row.map(Segment::try_from).transpose()
    }
}
