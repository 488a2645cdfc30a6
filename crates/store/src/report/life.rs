//! The life of a report: asked for, taken by one writer at a time, settled once.

use chrono::{DateTime, Utc};
use simswarm_core::report::ReportStatus;
use simswarm_core::{JobId, ReportId, RunId};
use uuid::Uuid;

use super::{ENTITY, Finished, Report, Reports, Row};
use crate::StoreError;
use crate::column::{number, sentence};

const LEASE_LOST: StoreError = StoreError::LeaseLost { entity: "report" };
const MAX_INSIGHT_CHARS: usize = 200;

impl Reports<'_> {
    /// Asks for the report after number `after` (0 for the first one). Asking for the same number again
    /// answers the row that is there, so that a repeated caller asks for one report.
    pub async fn request(
        &mut self,
        id: ReportId,
        run: RunId,
        after: u32,
        at: DateTime<Utc>,
    ) -> Result<Report, StoreError> {
        let generation = number::<u32, i32>(ENTITY, after.saturating_add(1))?;
        let inserted = sqlx::query_scalar!(
            "insert into reports (id, job_id, run_id, generation, state, created_at)
             select $1, job_id, id, $3, 'pending', $4 from runs where id = $2
             on conflict (job_id, generation) do nothing
             returning job_id",
            Uuid::from(id),
            Uuid::from(run),
            generation,
            at,
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        if let Some(job) = inserted {
            self.set_status(job.into(), ReportStatus::Pending).await?;
        }
        query_reports!(
            "select "
                + columns
                + "from reports r join runs on runs.job_id = r.job_id
             where runs.id = $1 and r.generation = $2",
            Uuid::from(run),
            generation,
        )
        .fetch_optional(&mut *self.conn)
        .await?
        .ok_or(StoreError::NotFound { entity: "run" })?
        .try_into()
    }

    /// Takes the report to write it, until `until`. None: it is settled, or somebody else writes it.
    pub async fn lease(
        &mut self,
        id: ReportId,
        holder: Uuid,
        at: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<Report>, StoreError> {
        let row = query_reports!(
            "update reports r set state = 'writing', holder = $2, lease_until = $4,
               attempts = r.attempts + 1
             where r.id = $1
               and (r.state = 'pending' or r.state = 'writing' and r.lease_until <= $3)
             returning "
                + columns
                + "",
            Uuid::from(id),
            holder,
            at,
            until,
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        let Some(row) = row else { return Ok(None) };
        self.set_status(row.job_id.into(), ReportStatus::Writing).await?;
        row.try_into().map(Some)
    }

    /// Keeps the lease until `until`.
    pub async fn renew(
        &mut self,
        id: ReportId,
        holder: Uuid,
        until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let done = sqlx::query!(
            "update reports set lease_until = $3
             where id = $1 and holder = $2 and state = 'writing'",
            Uuid::from(id),
            holder,
            until,
        )
        .execute(&mut *self.conn)
        .await?;
        if done.rows_affected() == 0 { Err(LEASE_LOST) } else { Ok(()) }
    }

    /// It is written. Only the holder can say so, and only once.
    pub async fn finish(
        &mut self,
        id: ReportId,
        holder: Uuid,
        finished: Finished<'_>,
        at: DateTime<Utc>,
    ) -> Result<JobId, StoreError> {
        let job = sqlx::query_scalar!(
            "update reports set state = 'ready', holder = null, lease_until = null, content = $3,
               markdown = $4, settled_at = $5
             where id = $1 and holder = $2 and state = 'writing' returning job_id",
            Uuid::from(id),
            holder,
            finished.content,
            finished.markdown,
            at,
        )
        .fetch_optional(&mut *self.conn)
        .await?
        .ok_or(LEASE_LOST)?;
        let insight: String = finished.key_insight.chars().take(MAX_INSIGHT_CHARS).collect();
        sqlx::query!("update jobs set key_insight = $2 where id = $1", job, insight)
            .execute(&mut *self.conn)
            .await?;
        self.set_status(job.into(), ReportStatus::Ready).await?;
        Ok(job.into())
    }

    /// It is given up, for `reason`.
    pub async fn fail(
        &mut self,
        id: ReportId,
        holder: Uuid,
        reason: &str,
        at: DateTime<Utc>,
    ) -> Result<JobId, StoreError> {
        let job = sqlx::query_scalar!(
            "update reports set state = 'failed', holder = null, lease_until = null, reason = $3,
               settled_at = $4
             where id = $1 and holder = $2 and state = 'writing' returning job_id",
            Uuid::from(id),
            holder,
            sentence(reason),
            at,
        )
        .fetch_optional(&mut *self.conn)
        .await?
        .ok_or(LEASE_LOST)?;
        self.set_status(job.into(), ReportStatus::Failed).await?;
        Ok(job.into())
    }

    /// Gives the lease back: whoever comes next may try again.
    pub async fn release(&mut self, id: ReportId, holder: Uuid) -> Result<(), StoreError> {
        let job = sqlx::query_scalar!(
            "update reports set state = 'pending', holder = null, lease_until = null
             where id = $1 and holder = $2 and state = 'writing' returning job_id",
            Uuid::from(id),
            holder,
        )
        .fetch_optional(&mut *self.conn)
        .await?
        .ok_or(LEASE_LOST)?;
        self.set_status(job.into(), ReportStatus::Pending).await
    }

    async fn set_status(&mut self, job: JobId, status: ReportStatus) -> Result<(), StoreError> {
        sqlx::query!(
            "update jobs set report_status = $2 where id = $1",
            i64::from(job),
            status.as_str(),
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
