//! How a job is stopped: by the API itself where no workflow owns the status, else by asking the workflow.

use simswarm_core::contract::workflow::{CANCEL_SIMULATION, JobRef};
use simswarm_core::job::{JobStatus, Step};
use simswarm_core::{Ambient, JobId};
use simswarm_store::Tx;
use simswarm_store::job::Change;

use crate::error::ApiError;

/// Stops a live job whose row is locked and whose status is `status`. Fails where there is nothing to stop.
pub(super) async fn stop(
    tx: &mut Tx,
    id: JobId,
    status: JobStatus,
    ambient: &dyn Ambient,
) -> Result<(), ApiError> {
    let now = ambient.now();
    match status {
        JobStatus::Pending | JobStatus::Reporting => {
            tx.jobs().request_cancel(id, now).await?;
            tx.jobs().advance(id, Change::Cancel, now).await?;
        }
        JobStatus::Provisioning | JobStatus::Running => {
            tx.jobs().request_cancel(id, now).await?;
        }
        JobStatus::Draft | JobStatus::Completed | JobStatus::Failed | JobStatus::Cancelled => {
            status.advance(Step::Cancel)?;
        }
    }
    // Also for a job that is cancelled already: its workflow may have been started a moment ago, or may be
    // about to. The intent is told after the one that starts it.
    tx.outbox().push(CANCEL_SIMULATION, id, &JobRef { job_id: id }, ambient).await?;
    Ok(())
}
