//! Events that users put into runs: the text stays here, a workflow is told the id.

use chrono::{DateTime, Utc};
use simswarm_core::{InjectionId, RunId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;
use crate::column::number;

/// An event that waits for its round, or took place in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Injection {
    pub id: InjectionId,
    pub run_id: RunId,
    pub text: String,
    pub created_at: DateTime<Utc>,
    /// The round in which it took place.
    pub round: Option<u32>,
}

struct Row {
    id: Uuid,
    run_id: Uuid,
    text: String,
    created_at: DateTime<Utc>,
    round: Option<i32>,
}

impl TryFrom<Row> for Injection {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id.into(),
            run_id: row.run_id.into(),
            text: row.text,
            created_at: row.created_at,
            round: row.round.map(|round| number("injections", round)).transpose()?,
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
        id: InjectionId,
        run: RunId,
        text: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "insert into injections (id, run_id, text, created_at) values ($1, $2, $3, $4)",
            Uuid::from(id),
            Uuid::from(run),
            text,
            at,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    pub async fn find(&mut self, id: InjectionId) -> Result<Option<Injection>, StoreError> {
        let row = sqlx::query_as!(
            Row,
            "select id, run_id, text, created_at, round from injections where id = $1",
            Uuid::from(id),
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        row.map(Injection::try_from).transpose()
    }

    /// Those of a run, in the order in which they were put in.
    pub async fn list(&mut self, run: RunId) -> Result<Vec<Injection>, StoreError> {
        sqlx::query_as!(
            Row,
            "select id, run_id, text, created_at, round from injections
             where run_id = $1 order by created_at, id",
            Uuid::from(run),
        )
        .fetch_all(&mut *self.conn)
        .await?
        .into_iter()
        .map(Injection::try_from)
        .collect()
    }

    /// Settles in which round it takes place. The first word counts: a repeated call changes nothing.
    pub async fn set_round(&mut self, id: InjectionId, round: u32) -> Result<(), StoreError> {
        sqlx::query!(
            "update injections set round = coalesce(round, $2) where id = $1",
            Uuid::from(id),
            number::<u32, i32>("injections", round)?,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
