//! Reports: who writes one, and what was written. The job's `report_status` follows its newest report.
//! Reading is in `read`, the life of a report in `life`.

use chrono::{DateTime, Utc};
use serde_json::Value;
use simswarm_core::report::ReportStatus;
use simswarm_core::{JobId, ReportId, RunId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;
use crate::column::{number, word};

const ENTITY: &str = "reports";

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

mod life;
mod read;

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

/// The table of reports.
#[derive(Debug)]
pub struct Reports<'t> {
    pub(crate) conn: &'t mut PgConnection,
}
