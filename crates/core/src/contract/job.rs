//! Intents for the report-worker's queue.

use serde::{Deserialize, Serialize};

use crate::{JobId, ReportId};

/// Outbox kind and apalis queue: write a report.
pub const GENERATE_REPORT: &str = "report.generate";

/// Payload of [`GENERATE_REPORT`]. The row is the truth; this only wakes a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenerateReport {
    pub job_id: JobId,
    pub report_id: ReportId,
    pub generation: u32,
}
