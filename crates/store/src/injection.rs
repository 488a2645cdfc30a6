//! Injections: what users tell their running simulations. The text is here; a workflow only ever sees the id.

use chrono::{DateTime, Utc};
use serde_json::Value;
use simswarm_core::contract::pod::Injection;
use simswarm_core::exogenous::ExogenousEvent;
use simswarm_core::{InjectionId, RunId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;
use crate::column::{json, number, shape};

const ENTITY: &str = "injections";

/// An event that is about to be put into a run.
#[derive(Debug, Clone)]
pub struct NewInjection {
    pub id: InjectionId,
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
    /// The committed round whose turns were told of it.
    pub round: Option<u32>,
}

struct Row {
    id: Uuid,
    run_id: Uuid,
    event: Value,
    created_at: DateTime<Utc>,
    round: Option<i32>,
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
        })
    }
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
        sqlx::query_as!(
            Row,
            "select id, run_id, event, created_at, round from injections where id = $1",
            Uuid::from(id),
        )
        .fetch_optional(&mut *self.conn)
        .await?
        .ok_or(StoreError::NotFound { entity: "injection" })?
        .try_into()
    }

    /// What the same request put into the run before.
    pub async fn find_by_key(
        &mut self,
        run: RunId,
        key: &str,
    ) -> Result<Option<Injected>, StoreError> {
        let row = sqlx::query_as!(
            Row,
            "select id, run_id, event, created_at, round from injections
             where run_id = $1 and request_key = $2",
            Uuid::from(run),
            key,
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        row.map(Injected::try_from).transpose()
    }

    /// All of a run, as they came.
    pub async fn list(&mut self, run: RunId) -> Result<Vec<Injected>, StoreError> {
        sqlx::query_as!(
            Row,
            "select id, run_id, event, created_at, round from injections
             where run_id = $1 order by created_at, id",
            Uuid::from(run),
        )
        .fetch_all(&mut *self.conn)
        .await?
        .into_iter()
        .map(Injected::try_from)
        .collect()
    }

    /// Those of a run that no committed round has, as they came: what a pod has to be told.
    pub async fn list_waiting(&mut self, run: RunId) -> Result<Vec<Injection>, StoreError> {
        let all = self.list(run).await?;
        let waiting = all.into_iter().filter(|injected| injected.round.is_none());
        Ok(waiting.map(|Injected { id, event, .. }| Injection { id, event }).collect())
    }

    /// Notes the round that has them: part of the round's commit. A round says it again when it is committed again.
    pub async fn applied(
        &mut self,
        run: RunId,
        injected: &[InjectionId],
        round: u32,
    ) -> Result<(), StoreError> {
        let ids: Vec<Uuid> = injected.iter().copied().map(Uuid::from).collect();
        sqlx::query!(
            "update injections set round = coalesce(round, $3) where run_id = $1 and id = any($2)",
            Uuid::from(run),
            &ids,
            number::<u32, i32>(ENTITY, round)?,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
