//! Reports: who writes one, and what was written. The job's `report_status` follows its newest report.

use chrono::{DateTime, Utc};
use serde_json::Value;
use simswarm_core::report::ReportStatus;
use simswarm_core::{JobId, ReportId, RunId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;
use crate::column::{number, word};

const ENTITY: &str = "reports";
const LEASE_LOST: StoreError = StoreError::LeaseLost { entity: "report" };
const MAX_INSIGHT_CHARS: usize = 200;

/// One report of a job.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub id: ReportId,
    pub job_id: JobId,
    pub run_id: RunId,
    /// How often a report of the job was asked for, this time included.
    pub generation: u32,
    pub state: ReportStatus,
    /// How often somebody began to write it.
    pub attempts: u32,
    /// Why it was given up.
    pub reason: Option<String>,
    /// What is written so far, in order.
    pub sections: Value,
    /// The whole document model, once it is ready.
    pub content: Option<Value>,
    pub markdown: Option<String>,
    pub created_at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
}

/// What a finished report consists of.
#[derive(Debug, Clone, Copy)]
pub struct Finished<'a> {
    pub content: &'a Value,
    pub markdown: &'a str,
    /// The answer in a sentence, shown in lists; cut to 200 characters.
    pub key_insight: &'a str,
}

struct Row {
    id: Uuid,
    job_id: i64,
    run_id: Uuid,
    generation: i32,
    state: String,
    attempts: i32,
    reason: Option<String>,
    sections: Value,
    content: Option<Value>,
    markdown: Option<String>,
    created_at: DateTime<Utc>,
    settled_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Report {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id.into(),
            job_id: row.job_id.into(),
            run_id: row.run_id.into(),
            generation: number(ENTITY, row.generation)?,
            state: word(ENTITY, &row.state)?,
            attempts: number(ENTITY, row.attempts)?,
            reason: row.reason,
            sections: row.sections,
            content: row.content,
            markdown: row.markdown,
            created_at: row.created_at,
            settled_at: row.settled_at,
        })
    }
}

/// The columns of [`Row`]: `query_as!` takes literals only.
macro_rules! query_reports {
    ($before:tt + columns + $after:tt, $($argument:expr),+ $(,)?) => {
        sqlx::query_as!(
            Row,
            $before + "r.id, r.job_id, r.run_id, r.generation, r.state, r.attempts, r.reason,
              r.sections, r.content, r.markdown, r.created_at, r.settled_at " + $after,
            $($argument),+
        )
    };
}

/// The table of reports.
#[derive(Debug)]
pub struct Reports<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

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

    pub async fn find(&mut self, id: ReportId) -> Result<Option<Report>, StoreError> {
        let row =
            query_reports!("select " + columns + "from reports r where r.id = $1", Uuid::from(id),)
                .fetch_optional(&mut *self.conn)
                .await?;
        row.map(Report::try_from).transpose()
    }

    /// The newest report of a job, whatever its state.
    pub async fn find_newest(&mut self, job: JobId) -> Result<Option<Report>, StoreError> {
        let row = query_reports!(
            "select "
                + columns
                + "from reports r
             where r.job_id = $1 order by r.generation desc limit 1",
            i64::from(job),
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        row.map(Report::try_from).transpose()
    }

    /// The newest report of a job that was finished: what readers get while another one is written.
    pub async fn find_ready(&mut self, job: JobId) -> Result<Option<Report>, StoreError> {
        let row = query_reports!(
            "select "
                + columns
                + "from reports r
             where r.job_id = $1 and r.state = 'ready' order by r.generation desc limit 1",
            i64::from(job),
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        row.map(Report::try_from).transpose()
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
            reason,
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

    /// Reports that nobody writes although they were asked for before `before`, oldest first: the queue
    /// that should have woken somebody may have lost its data.
    pub async fn list_abandoned(
        &mut self,
        at: DateTime<Utc>,
        before: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Report>, StoreError> {
        query_reports!(
            "select "
                + columns
                + "from reports r
             where r.created_at < $2
               and (r.state = 'pending' or r.state = 'writing' and r.lease_until <= $1)
             order by r.created_at limit $3",
            at,
            before,
            i64::from(limit),
        )
        .fetch_all(&mut *self.conn)
        .await?
        .into_iter()
        .map(Report::try_from)
        .collect()
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
