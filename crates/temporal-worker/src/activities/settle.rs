//! The final status of a job whose run did not come to its end, with the reason that its owner reads.

use simswarm_core::failure::FailureKind;
use simswarm_store::StoreError;
use simswarm_store::job::Change;

use super::fault::Fault;
use super::{AttemptRef, Context, Settlement};
use crate::workflows::Outcome;

pub(super) async fn settle(context: &Context, input: Settlement) -> Result<(), Fault> {
    let reason;
    let change = match input.outcome {
        Outcome::Cancelled => Change::Cancel,
        Outcome::Failed { kind } => {
            let Settlement { job_id, replicate, .. } = input;
            // The attempts are counted from 1: before the first there is nothing that was said.
            let attempt = input.attempt.unwrap_or(0);
            let last = AttemptRef { job_id, attempt, replicate };
            reason = real_reason(context, last, kind).await?;
            Change::Fail { reason: &reason }
        }
        Outcome::Simulated => return Ok(()),
    };
    let mut tx = context.store.begin().await?;
    match tx.jobs().advance(input.job_id, change, context.ambient.now()).await {
        Ok(_) => tx.commit().await?,
        // It is final already, or purged: nothing is left to say.
        Err(StoreError::Step(_) | StoreError::NotFound { .. }) => return Ok(()),
        Err(error) => return Err(error.into()),
    }
    context.tell_status(input.job_id).await;
    Ok(())
}

/// What the attempt itself said about its failure, else what its kind means.
pub(super) async fn real_reason(
    context: &Context,
    AttemptRef { job_id, attempt, replicate }: AttemptRef,
    kind: FailureKind,
) -> Result<String, Fault> {
    let mut tx = context.store.begin().await?;
    let pod = match tx.runs().find_replicate(job_id, replicate).await? {
        Some(run) => tx.pods().find_by_attempt(run.id, attempt).await?,
        None => None,
    };
    tx.commit().await?;
    let said = pod.filter(|_| kind == FailureKind::RunFailed).and_then(|pod| pod.failure);
    Ok(said.unwrap_or_else(|| kind.sentence().to_owned()))
}
