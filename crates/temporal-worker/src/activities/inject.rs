//! Hands what a user tells a running simulation to the pod that plays it. What does not arrive is not lost: the next
//! pod that is given the run is given it too.

use simswarm_core::contract::pod::Injection;
use simswarm_core::failure::FailureKind;
use simswarm_store::pod::Pod;

use super::fault::Fault;
use super::{Context, InjectionRef};
use crate::pod_client::PodError;

pub(super) async fn inject(context: &Context, input: InjectionRef) -> Result<(), Fault> {
    let Some((injection, pod)) = waiting(context, input).await? else { return Ok(()) };
    let client = context.pod_client(&pod)?;
    match client.inject(&injection).await {
        Ok(()) => Ok(()),
        // It has no job yet, or cannot be reached at the moment: then again.
        Err(PodError::Unreachable | PodError::Garbled | PodError::Refused { status: 404 }) => {
            Err(Fault::passing(FailureKind::PodUnreachable))
        }
        Err(error @ PodError::Refused { .. }) => {
            tracing::info!(pod.name = %pod.name, %error, "the pod takes no more events");
            Ok(())
        }
    }
}

/// The event, if no round of the run that plays has it, and the pod of its current attempt, if there is one that can be asked.
/// Both are read at one time: what an earlier attempt has committed is seen here, and no later one is told by mistake. A run
/// that begins afterwards is given the event with its input.
async fn waiting(
    context: &Context,
    input: InjectionRef,
) -> Result<Option<(Injection, Pod)>, Fault> {
    let mut tx = context.store.begin().await?;
    let injected = tx.injections().get(input.injection_id).await?;
    let run = tx.runs().find_current(input.job_id).await?;
    let Some(run) = run.filter(|run| !injected.told.contains(&run.replicate)) else {
        return Ok(None);
    };
    let pod = tx.pods().find_by_attempt(run.id, run.attempt).await?;
    tx.commit().await?;
    let pod = pod.filter(|pod| pod.endpoint.is_some() && pod.state.may_exist());
    Ok(pod.map(|pod| (injected.telling(), pod)))
}
