//! Reading reports: by id, the newest of a job, and those that nobody writes.

use chrono::{DateTime, Utc};
use simswarm_core::{JobId, ReportId};
use uuid::Uuid;

use super::{Report, Reports, Row};
use crate::StoreError;

impl Reports<'_> {
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
}
