//! Finds reports that were asked for and that nobody writes: their worker died, or Redis lost the queue.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use simswarm_core::Ambient;
use simswarm_core::contract::job::GenerateReport;
use simswarm_store::{Store, StoreError};
use tokio_util::sync::CancellationToken;

use crate::queue::{self, ReportQueue};

const EVERY: Duration = Duration::from_secs(5);
/// A report that was asked for more recently is on its way.
const GRACE: TimeDelta = TimeDelta::seconds(10);
/// apalis-redis stalls for good when thousands of tasks are due at once.
const BATCH: u32 = 100;

pub(crate) struct Sweep {
    pub(crate) store: Store,
    pub(crate) queue: ReportQueue,
    pub(crate) ambient: Arc<dyn Ambient>,
}

impl Sweep {
    /// Works until `stop`.
    pub(crate) async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(EVERY) => {}
            }
            if let Err(error) = self.wake_for_abandoned().await {
                tracing::warn!(%error, "abandoned reports were not looked for");
            }
        }
    }

    async fn wake_for_abandoned(&self) -> Result<(), StoreError> {
        let now = self.ambient.now();
        let mut tx = self.store.begin().await?;
        let abandoned = tx.reports().list_abandoned(now, now - GRACE, BATCH).await?;
        tx.commit().await?;
        for report in abandoned {
            let task = GenerateReport {
                job_id: report.job_id,
                report_id: report.id,
                generation: report.generation,
            };
            let push = format!("sweep-{}", now.timestamp());
            if let Err(error) = queue::push(&self.queue, task, &push).await {
                tracing::warn!(job.id = %report.job_id, error, "no worker was woken for a report");
            }
        }
        Ok(())
    }
}
