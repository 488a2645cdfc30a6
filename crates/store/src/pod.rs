//! The pod ledger: a row per attempt, written before a host is asked for, and what each cost.

use chrono::{DateTime, Utc};
use simswarm_core::pod::{PodName, PodState};
use simswarm_core::{JobId, PodId, RunId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;
use crate::column::{number, sentence, word};

const ENTITY: &str = "pods";

/// A host that is about to be asked for.
#[derive(Debug, Clone)]
pub struct NewPod<'a> {
    pub id: PodId,
    pub job_id: JobId,
    pub run_id: RunId,
    pub attempt: u32,
    pub installation: &'a str,
    pub name: &'a PodName,
    pub provider: &'a str,
}

/// What the provider said when the host was made.
#[derive(Debug, Clone, Copy)]
pub struct Created<'a> {
    pub provider_id: &'a str,
    /// Where the pod's HTTP API is.
    pub endpoint: &'a str,
    /// The machine that it runs on, where the provider tells: a bad one is avoided.
    pub host: Option<&'a str>,
    pub gpu_type: Option<&'a str>,
    pub price_micro_usd_per_hour: i64,
}

/// How a host ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Repeatedly absent from get and list, after it was asked to go.
    Gone,
    /// It vanished on its own.
    Lost,
}

/// One attempt on one host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pod {
    pub id: PodId,
    pub job_id: JobId,
    pub run_id: RunId,
    pub attempt: u32,
    pub installation: String,
    pub name: PodName,
    pub provider: String,
    pub provider_id: Option<String>,
    pub endpoint: Option<String>,
    pub host: Option<String>,
    pub gpu_type: Option<String>,
    pub state: PodState,
    /// Why it was given up.
    pub failure: Option<String>,
    pub price_micro_usd_per_hour: i64,
    pub cost_micro_usd: i64,
    pub intended_at: DateTime<Utc>,
    pub created_at: Option<DateTime<Utc>>,
    pub ready_at: Option<DateTime<Utc>>,
    pub terminating_at: Option<DateTime<Utc>>,
    pub settled_at: Option<DateTime<Utc>>,
}

struct Row {
    id: Uuid,
    job_id: i64,
    run_id: Uuid,
    attempt: i32,
    installation: String,
    name: String,
    provider: String,
    provider_id: Option<String>,
    endpoint: Option<String>,
    host: Option<String>,
    gpu_type: Option<String>,
    state: String,
    failure: Option<String>,
    price_micro_usd_per_hour: i64,
    cost_micro_usd: i64,
    intended_at: DateTime<Utc>,
    created_at: Option<DateTime<Utc>>,
    ready_at: Option<DateTime<Utc>>,
    terminating_at: Option<DateTime<Utc>>,
    settled_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Pod {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id.into(),
            job_id: row.job_id.into(),
            run_id: row.run_id.into(),
            attempt: number(ENTITY, row.attempt)?,
            installation: row.installation,
            name: row.name.into(),
            provider: row.provider,
            provider_id: row.provider_id,
            endpoint: row.endpoint,
            host: row.host,
            gpu_type: row.gpu_type,
            state: word(ENTITY, &row.state)?,
            failure: row.failure,
            price_micro_usd_per_hour: row.price_micro_usd_per_hour,
            cost_micro_usd: row.cost_micro_usd,
            intended_at: row.intended_at,
            created_at: row.created_at,
            ready_at: row.ready_at,
            terminating_at: row.terminating_at,
            settled_at: row.settled_at,
        })
    }
}

/// The ledger.
#[derive(Debug)]
pub struct Pods<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

impl Pods<'_> {
    /// Notes that a host is about to be asked for: commit before asking. An attempt has one row; noting it
    /// again answers that row, with the name under which the host has to be looked for first.
    pub async fn intend(&mut self, new: &NewPod<'_>, at: DateTime<Utc>) -> Result<Pod, StoreError> {
        sqlx::query!(
            "insert into pods (id, job_id, run_id, attempt, installation, name, provider, state,
               intended_at)
             values ($1, $2, $3, $4, $5, $6, $7, 'intended', $8)
             on conflict (run_id, attempt) do nothing",
            Uuid::from(new.id),
            i64::from(new.job_id),
            Uuid::from(new.run_id),
            number::<u32, i32>(ENTITY, new.attempt)?,
            new.installation,
            new.name.as_str(),
            new.provider,
            at,
        )
        .execute(&mut *self.conn)
        .await?;
        self.find_by_attempt(new.run_id, new.attempt)
            .await?
            .ok_or(StoreError::NotFound { entity: "pod" })
    }

    pub async fn get(&mut self, id: PodId) -> Result<Pod, StoreError> {
        sqlx::query_as!(Row, "select * from pods where id = $1", Uuid::from(id))
            .fetch_optional(&mut *self.conn)
            .await?
            .ok_or(StoreError::NotFound { entity: "pod" })?
            .try_into()
    }

    pub async fn find_by_attempt(
        &mut self,
        run: RunId,
        attempt: u32,
    ) -> Result<Option<Pod>, StoreError> {
        let row = sqlx::query_as!(
            Row,
            "select * from pods where run_id = $1 and attempt = $2",
            Uuid::from(run),
            number::<u32, i32>(ENTITY, attempt)?,
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        row.map(Pod::try_from).transpose()
    }

    /// Every attempt's host for a job, oldest first.
    pub async fn list_by_job(&mut self, job: JobId) -> Result<Vec<Pod>, StoreError> {
        sqlx::query_as!(
            Row,
            "select * from pods where job_id = $1 order by intended_at, id",
            i64::from(job),
        )
        .fetch_all(&mut *self.conn)
        .await?
        .into_iter()
        .map(Pod::try_from)
        .collect()
    }

    /// What may still exist, and cost, in this installation.
    pub async fn list_unsettled(&mut self, installation: &str) -> Result<Vec<Pod>, StoreError> {
        sqlx::query_as!(
            Row,
            "select * from pods where installation = $1 and state not in ('gone', 'lost')
             order by intended_at, id",
            installation,
        )
        .fetch_all(&mut *self.conn)
        .await?
        .into_iter()
        .map(Pod::try_from)
        .collect()
    }

    /// The provider gave it an id. A late word never turns its state back: what is already terminating
    /// keeps terminating, now by its id.
    pub async fn created(
        &mut self,
        id: PodId,
        created: Created<'_>,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let done = sqlx::query!(
            "update pods set state = case state when 'intended' then 'created' else state end,
               provider_id = $2, endpoint = $3, host = $4, gpu_type = $5,
               price_micro_usd_per_hour = $6, created_at = coalesce(created_at, $7)
             where id = $1 and settled_at is null",
            Uuid::from(id),
            created.provider_id,
            created.endpoint,
            created.host,
            created.gpu_type,
            created.price_micro_usd_per_hour,
            at,
        )
        .execute(&mut *self.conn)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound { entity: "pod" });
        }
        Ok(())
    }

    /// It answered as ready.
    pub async fn ready(&mut self, id: PodId, at: DateTime<Utc>) -> Result<(), StoreError> {
        sqlx::query!(
            "update pods set state = 'ready', ready_at = coalesce(ready_at, $2)
             where id = $1 and state = 'created'",
            Uuid::from(id),
            at,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// It is about to be asked to go, for `failure` if something went wrong with it.
    pub async fn terminating(
        &mut self,
        id: PodId,
        failure: Option<&str>,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "update pods set state = 'terminating', failure = coalesce(failure, $2),
               terminating_at = coalesce(terminating_at, $3)
             where id = $1 and settled_at is null",
            Uuid::from(id),
            failure.map(sentence),
            at,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// It exists no more. Price per hour × time since it was created is its cost, on its row and added
    /// to the job's, once.
    pub async fn settle(
        &mut self,
        id: PodId,
        end: End,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let state = match end {
            End::Gone => PodState::Gone,
            End::Lost => PodState::Lost,
        };
        sqlx::query!(
            "with settled as (
               update pods set state = $2, settled_at = $3,
                 cost_micro_usd = coalesce(round(
                   price_micro_usd_per_hour * greatest(extract(epoch from $3 - created_at), 0) / 3600
                 ), 0)::bigint
               where id = $1 and settled_at is null
               returning job_id, cost_micro_usd
             )
             update jobs j set cost_micro_usd = j.cost_micro_usd + settled.cost_micro_usd
             from settled where j.id = settled.job_id",
            Uuid::from(id),
            state.as_str(),
            at,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
