//! Runs: executions of the engine, and which attempt may speak for one.

use chrono::{DateTime, Utc};
use simswarm_core::document::Seed;
use simswarm_core::job::Size;
use simswarm_core::{JobId, RunId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;
use crate::column::{number, sentence};

const ENTITY: &str = "runs";

/// A run that is about to exist.
#[derive(Debug, Clone, Copy)]
pub struct NewRun {
    pub id: RunId,
    pub job_id: JobId,
    /// Which of the job's runs it is, from 0.
    pub replicate: u32,
    pub seed: Seed,
    pub size: Size,
    /// The run that it leaves, and the last round that both have.
    pub fork: Option<(RunId, u32)>,
}

/// A run and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub id: RunId,
    pub job_id: JobId,
    pub replicate: u32,
    pub seed: Seed,
    pub size: Size,
    /// What it began with, and has to go on with.
    pub engine_version: Option<String>,
    pub image: Option<String>,
    pub forked_from: Option<RunId>,
    pub fork_round: Option<u32>,
    /// The attempt that may commit rounds; 0 before the first.
    pub attempt: u32,
    pub rounds_committed: u32,
    /// Number of the last committed event.
    pub last_seq: u64,
    pub created_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    /// Its artifacts and its manifest are written.
    pub finished_at: Option<DateTime<Utc>>,
    /// Why it was given up, where the job's other runs went on without it.
    pub failure: Option<String>,
}

impl Run {
    /// Whether rounds of it are still to be committed.
    pub fn has_more(&self) -> bool {
        self.rounds_committed < self.size.rounds && self.failure.is_none()
    }
}

struct Row {
    id: Uuid,
    job_id: i64,
    replicate: i32,
    seed: i64,
    agents: i32,
    rounds: i32,
    engine_version: Option<String>,
    image: Option<String>,
    forked_from: Option<Uuid>,
    fork_round: Option<i32>,
    attempt: i32,
    rounds_committed: i32,
    last_seq: i64,
    created_at: DateTime<Utc>,
    started_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
    failure: Option<String>,
}

impl TryFrom<Row> for Run {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id.into(),
            job_id: row.job_id.into(),
            replicate: number(ENTITY, row.replicate)?,
            seed: number::<u64, Seed>(ENTITY, number(ENTITY, row.seed)?)?,
            size: Size { agents: number(ENTITY, row.agents)?, rounds: number(ENTITY, row.rounds)? },
            engine_version: row.engine_version,
            image: row.image,
            forked_from: row.forked_from.map(RunId::from),
            fork_round: row.fork_round.map(|round| number(ENTITY, round)).transpose()?,
            attempt: number(ENTITY, row.attempt)?,
            rounds_committed: number(ENTITY, row.rounds_committed)?,
            last_seq: number(ENTITY, row.last_seq)?,
            created_at: row.created_at,
            started_at: row.started_at,
            finished_at: row.finished_at,
            failure: row.failure,
        })
    }
}

/// The table of runs.
#[derive(Debug)]
pub struct Runs<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

impl Runs<'_> {
    pub async fn insert(&mut self, new: &NewRun, at: DateTime<Utc>) -> Result<(), StoreError> {
        sqlx::query!(
            "insert into runs (id, job_id, seed, agents, rounds, created_at, replicate,
               forked_from, fork_round)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            Uuid::from(new.id),
            i64::from(new.job_id),
            number::<u64, i64>(ENTITY, new.seed.into())?,
            number::<u32, i32>(ENTITY, new.size.agents)?,
            number::<u32, i32>(ENTITY, new.size.rounds)?,
            at,
            number::<u32, i32>(ENTITY, new.replicate)?,
            new.fork.map(|(origin, _)| Uuid::from(origin)),
            new.fork.map(|(_, round)| number::<u32, i32>(ENTITY, round)).transpose()?,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    pub async fn get(&mut self, id: RunId) -> Result<Run, StoreError> {
        sqlx::query_as!(Row, "select * from runs where id = $1", Uuid::from(id))
            .fetch_optional(&mut *self.conn)
            .await?
            .ok_or(StoreError::NotFound { entity: "run" })?
            .try_into()
    }

    /// The job's run; of an ensemble, the first one.
    pub async fn find_by_job(&mut self, job: JobId) -> Result<Option<Run>, StoreError> {
        self.find_replicate(job, 0).await
    }

    /// One of a job's runs, counted from 0.
    pub async fn find_replicate(
        &mut self,
        job: JobId,
        replicate: u32,
    ) -> Result<Option<Run>, StoreError> {
        let row = sqlx::query_as!(
            Row,
            "select * from runs where job_id = $1 and replicate = $2",
            i64::from(job),
            number::<u32, i32>(ENTITY, replicate)?,
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        row.map(Run::try_from).transpose()
    }

    /// The run that the job has come to: the last one that was begun, or else the first one.
    pub async fn find_current(&mut self, job: JobId) -> Result<Option<Run>, StoreError> {
        let row = sqlx::query_as!(
            Row,
            "select * from runs where job_id = $1 and (attempt > 0 or replicate = 0)
             order by replicate desc limit 1",
            i64::from(job),
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        row.map(Run::try_from).transpose()
    }

    /// Every run of a job: what a purge has to clear away.
    pub async fn list_by_job(&mut self, job: JobId) -> Result<Vec<Run>, StoreError> {
        sqlx::query_as!(
            Row,
            "select * from runs where job_id = $1 order by replicate",
            i64::from(job),
        )
        .fetch_all(&mut *self.conn)
        .await?
        .into_iter()
        .map(Run::try_from)
        .collect()
    }

    /// From now on only `attempt` may commit rounds: every earlier one is cut off. Attempts are taken in
    /// order; taking the current one again changes nothing.
    pub async fn start_attempt(
        &mut self,
        id: RunId,
        attempt: u32,
        at: DateTime<Utc>,
    ) -> Result<Run, StoreError> {
        let row = sqlx::query_as!(
            Row,
            "update runs set attempt = $2, started_at = coalesce(started_at, $3)
             where id = $1 and attempt in ($2, $2 - 1)
             returning *",
            Uuid::from(id),
            number::<u32, i32>(ENTITY, attempt)?,
            at,
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        if let Some(row) = row {
            return row.try_into();
        }
        let current = self.get(id).await?.attempt;
        Err(StoreError::StaleAttempt { attempt, current })
    }

    /// Notes what the run began with. The first word counts: later attempts have to keep it.
    pub async fn set_versions(
        &mut self,
        id: RunId,
        engine_version: &str,
        image: Option<&str>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "update runs set engine_version = coalesce(engine_version, $2),
               image = coalesce(image, $3)
             where id = $1",
            Uuid::from(id),
            engine_version,
            image,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// It is given up. A finished one stays finished, and the first reason stays.
    pub async fn give_up(&mut self, id: RunId, reason: &str) -> Result<(), StoreError> {
        sqlx::query!(
            "update runs set failure = coalesce(failure, $2)
             where id = $1 and finished_at is null",
            Uuid::from(id),
            sentence(reason),
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Its artifacts and its manifest are written.
    pub async fn finish(&mut self, id: RunId, at: DateTime<Utc>) -> Result<(), StoreError> {
        sqlx::query!(
            "update runs set finished_at = coalesce(finished_at, $2) where id = $1",
            Uuid::from(id),
            at,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
