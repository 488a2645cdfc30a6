//! Injections: what users tell their running simulations. The text is here; a workflow only ever sees the id. Of several
//! runs of a job each is told, in the same round where it can be.

use chrono::{DateTime, Utc};
use serde_json::Value;
use simswarm_core::contract::pod::Injection;
use simswarm_core::exogenous::ExogenousEvent;
use simswarm_core::{InjectionId, JobId, RunId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;
use crate::column::{json, number, shape};
use crate::run::Run;

const ENTITY: &str = "injections";

/// An event that is about to be put into a run.
#[derive(Debug, Clone)]
pub struct NewInjection {
    pub id: InjectionId,
    /// The job's first run, which stands for all of them.
    pub run_id: RunId,
    pub event: ExogenousEvent,
    /// By which the same request is known again.
    pub request_key: Option<String>,
}

/// An event that a user put into a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Injected {
    pub id: InjectionId,
    pub run_id: RunId,
    /// Its round is the one that was next when it came.
    pub event: ExogenousEvent,
    pub created_at: DateTime<Utc>,
    /// The committed round whose turns were told of it, in the first run that was.
    pub round: Option<u32>,
    /// Which of the job's runs were told, from 0 and in order.
    pub told: Vec<u32>,
}

impl Injected {
    /// As a run is told of it: in the round of those that were told before, or in a later one.
    pub fn telling(self) -> Injection {
        let round = self.round.unwrap_or(self.event.round);
        Injection { id: self.id, event: ExogenousEvent { round, ..self.event } }
    }
}

struct Row {
    id: Uuid,
    run_id: Uuid,
    event: Value,
    created_at: DateTime<Utc>,
    round: Option<i32>,
    told: Vec<i32>,
}

impl TryFrom<Row> for Injected {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id.into(),
            run_id: row.run_id.into(),
            event: shape(ENTITY, row.event)?,
            created_at: row.created_at,
            round: row.round.map(|round| number(ENTITY, round)).transpose()?,
            told: row.told.into_iter().map(|run| number(ENTITY, run)).collect::<Result<_, _>>()?,
        })
    }
}

/// The columns of [`Row`]: `query_as!` takes literals only.
macro_rules! select_injections {
    ($rest:tt, $($argument:expr),+ $(,)?) => {
        sqlx::query_as!(
            Row,
            "select id, run_id, event, created_at, round,
               array(
                 select r.replicate from tellings t join runs r on r.id = t.run_id
                 where t.injection_id = i.id order by r.replicate
               ) as \"told!\"
             from injections i " + $rest,
            $($argument),+
        )
    };
}

/// The table of injections.
#[derive(Debug)]
pub struct Injections<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

impl Injections<'_> {
    pub async fn insert(
        &mut self,
        new: &NewInjection,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "insert into injections (id, run_id, event, request_key, created_at)
             values ($1, $2, $3, $4, $5)",
            Uuid::from(new.id),
            Uuid::from(new.run_id),
            json(ENTITY, &new.event)?,
            new.request_key,
            at,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    pub async fn get(&mut self, id: InjectionId) -> Result<Injected, StoreError> {
        select_injections!("where id = $1", Uuid::from(id))
            .fetch_optional(&mut *self.conn)
            .await?
            .ok_or(StoreError::NotFound { entity: "injection" })?
            .try_into()
    }

    /// What the same request put into the job's runs before; `run` is the first of them.
    pub async fn find_by_key(
        &mut self,
        run: RunId,
        key: &str,
    ) -> Result<Option<Injected>, StoreError> {
        let row =
            select_injections!("where run_id = $1 and request_key = $2", Uuid::from(run), key)
                .fetch_optional(&mut *self.conn)
                .await?;
        row.map(Injected::try_from).transpose()
    }

    /// All of a job, as they came.
    pub async fn list(&mut self, job: JobId) -> Result<Vec<Injected>, StoreError> {
        select_injections!(
            "where run_id in (select id from runs where job_id = $1) order by created_at, id",
            i64::from(job),
        )
        .fetch_all(&mut *self.conn)
        .await?
        .into_iter()
        .map(Injected::try_from)
        .collect()
    }

    /// Those that no committed round of this run has, as they came: what its pod has to be told.
    pub async fn list_waiting(&mut self, run: &Run) -> Result<Vec<Injection>, StoreError> {
        let all = self.list(run.job_id).await?;
        let waiting = all.into_iter().filter(|injected| !injected.told.contains(&run.replicate));
        Ok(waiting.map(Injected::telling).collect())
    }

    /// Notes the run's round that has them: part of the round's commit. A round says it again when it is committed again.
    pub async fn applied(
        &mut self,
        run: RunId,
        injected: &[InjectionId],
        round: u32,
    ) -> Result<(), StoreError> {
        let ids: Vec<Uuid> = injected.iter().copied().map(Uuid::from).collect();
        // Only what the run's own job was told: what a pod says of others is not believed.
        sqlx::query!(
            "with own as (
               select i.id from injections i join runs first on first.id = i.run_id
                 join runs r on r.job_id = first.job_id
               where r.id = $1 and i.id = any($2)
             ), told as (
               insert into tellings (injection_id, run_id, round) select id, $1, $3 from own
               on conflict do nothing
             )
             update injections i set round = coalesce(round, $3) from own where i.id = own.id",
            Uuid::from(run),
            &ids,
            number::<u32, i32>(ENTITY, round)?,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
