//! The outbox: what has to be told to Temporal or Redis, committed with the change that it is about.
//! Relays lease intents, make their call with no lock held, and mark them done.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use simswarm_core::{Ambient, JobId, OutboxId};
use sqlx::PgConnection;
use sqlx::postgres::PgListener;
use uuid::Uuid;

use crate::column::{corrupt, number};
use crate::{Store, StoreError};

const ENTITY: &str = "outbox";
const CHANNEL: &str = "outbox";

/// An intent that a relay has leased.
#[derive(Debug, Clone, PartialEq)]
pub struct Intent {
    pub id: OutboxId,
    pub kind: String,
    pub job_id: JobId,
    /// Ids and small settings, of the type that `core::contract` names beside the kind.
    pub payload: Value,
    pub created_at: DateTime<Utc>,
    /// How often it was leased, this time included.
    pub attempts: u32,
}

struct Row {
    id: Uuid,
    kind: String,
    subject: i64,
    payload: Value,
    created_at: DateTime<Utc>,
    attempts: i32,
}

impl TryFrom<Row> for Intent {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id.into(),
            kind: row.kind,
            job_id: row.subject.into(),
            payload: row.payload,
            created_at: row.created_at,
            attempts: number(ENTITY, row.attempts)?,
        })
    }
}

/// The table of intents.
#[derive(Debug)]
pub struct Outbox<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

impl Outbox<'_> {
    /// Adds an intent about `job`. It is told after everything that was pushed for the job before.
    pub async fn push<P: Serialize + Sync>(
        &mut self,
        kind: &'static str,
        job: JobId,
        payload: &P,
        ambient: &dyn Ambient,
    ) -> Result<OutboxId, StoreError> {
        let id = ambient.new_uuid();
        let payload = serde_json::to_value(payload).map_err(|error| corrupt(ENTITY, &error))?;
        sqlx::query!(
            "insert into outbox (id, kind, subject, payload, created_at)
             values ($1, $2, $3, $4, $5)",
            id,
            kind,
            i64::from(job),
            payload,
            ambient.now(),
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(id.into())
    }

    /// Leases the oldest open intent of each job among `kinds` until `until`; at most `limit`. Commit
    /// before calling anybody: the lease holds others off, not the transaction.
    pub async fn lease(
        &mut self,
        kinds: &[&str],
        limit: u32,
        at: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Intent>, StoreError> {
        let kinds: Vec<String> = kinds.iter().map(|&kind| kind.to_owned()).collect();
        let rows = sqlx::query_as!(
            Row,
            "with due as (
               select o.id from outbox o
               where o.done_at is null and o.kind = any($1)
                 and (o.lease_until is null or o.lease_until <= $2)
                 and not exists (
                   select 1 from outbox earlier
                   where earlier.subject = o.subject and earlier.position < o.position
                     and earlier.done_at is null and earlier.kind = any($1)
                 )
               order by o.position limit $4 for update skip locked
             )
             update outbox o set lease_until = $3, attempts = attempts + 1
             from due where o.id = due.id
             returning o.id, o.kind, o.subject, o.payload, o.created_at, o.attempts",
            &kinds,
            at,
            until,
            i64::from(limit),
        )
        .fetch_all(&mut *self.conn)
        .await?;
        rows.into_iter().map(Intent::try_from).collect()
    }

    /// It was told. Saying so twice does no harm.
    pub async fn done(&mut self, id: OutboxId, at: DateTime<Utc>) -> Result<(), StoreError> {
        sqlx::query!(
            "update outbox set done_at = coalesce(done_at, $2) where id = $1",
            Uuid::from(id),
            at,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// It could not be told: not before `due` again. `error` is for whoever runs the instance.
    pub async fn retry_later(
        &mut self,
        id: OutboxId,
        due: DateTime<Utc>,
        error: &str,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "update outbox set lease_until = $2, last_error = $3
             where id = $1 and done_at is null",
            Uuid::from(id),
            due,
            error,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Forgets what was told before `before`. Answers how many rows that were.
    pub async fn delete_done(&mut self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        let done = sqlx::query!("delete from outbox where done_at < $1", before)
            .execute(&mut *self.conn)
            .await?;
        Ok(done.rows_affected())
    }
}

/// Wakes a relay when an intent of its family is committed. A wake-up may be lost while the database is
/// away, so a relay sweeps every few seconds as well.
#[derive(Debug)]
pub struct Wakeups {
    listener: PgListener,
    family: &'static str,
}

/// Listens for intents of `family`, the part of the kind before the dot. Holds one connection.
pub async fn listen(store: &Store, family: &'static str) -> Result<Wakeups, StoreError> {
    let mut listener = PgListener::connect_with(store.pool()).await?;
    listener.listen(CHANNEL).await?;
    Ok(Wakeups { listener, family })
}

impl Wakeups {
    /// Returns when there may be something to lease: after a commit, or after the connection was lost
    /// and made again. May be dropped and called again at any point.
    pub async fn next(&mut self) -> Result<(), StoreError> {
        loop {
            match self.listener.try_recv().await? {
                Some(wakeup) if wakeup.payload() != self.family => {}
                Some(_) | None => return Ok(()),
            }
        }
    }
}
