//! What a workflow has to know before its first decision.

use simswarm_core::JobId;
use simswarm_core::failure::FailureKind;

use super::fault::Fault;
use super::{Begun, Context};

pub(super) async fn begin(context: &Context, job: JobId) -> Result<Begun, Fault> {
    let mut tx = context.store.begin().await?;
    let asked = tx.jobs().get(job).await?;
    let limits = tx.routing().get(asked.tier).await?.limits;
    let run = tx.runs().find_by_job(job).await?;
    tx.commit().await?;
    let run = run.ok_or(Fault::decided(FailureKind::Internal))?;
    Ok(Begun {
        attempts: run.attempt,
        ready_timeout_s: limits.ready_timeout.as_secs(),
        run_timeout_s: limits.run_timeout.as_secs(),
        replicates: asked.replicates,
        is_fork: run.fork_round.is_some() && run.last_seq == 0,
    })
}
