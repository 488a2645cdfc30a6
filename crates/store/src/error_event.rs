//! What went wrong, for whoever runs the instance. The caller redacts before it writes.

use chrono::{DateTime, Utc};
use simswarm_core::{JobId, UserId};
use sqlx::PgConnection;

use crate::StoreError;

const MAX_MESSAGE_CHARS: usize = 4_096;

/// One failure, without secrets, documents or parameters of statements.
#[derive(Debug, Clone)]
pub struct ErrorEvent<'a> {
    /// The service that it happened in.
    pub source: &'a str,
    pub message: &'a str,
    /// The chain of causes.
    pub trace: Option<&'a str>,
    pub user_id: Option<UserId>,
    pub job_id: Option<JobId>,
    pub request_path: Option<&'a str>,
}

/// The table of errors.
#[derive(Debug)]
pub struct ErrorEvents<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

impl ErrorEvents<'_> {
    pub async fn insert(
        &mut self,
        event: &ErrorEvent<'_>,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let message: String = event.message.chars().take(MAX_MESSAGE_CHARS).collect();
        sqlx::query!(
            "insert into error_events
               (occurred_at, source, message, trace, user_id, job_id, request_path)
             values ($1, $2, $3, $4, $5, $6, $7)",
            at,
            event.source,
            message,
            event.trace,
            event.user_id.map(i64::from),
            event.job_id.map(i64::from),
            event.request_path,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Forgets what happened before `before`. Answers how many rows that were.
    pub async fn delete_before(&mut self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        let done = sqlx::query!("delete from error_events where occurred_at < $1", before)
            .execute(&mut *self.conn)
            .await?;
        Ok(done.rows_affected())
    }
}
