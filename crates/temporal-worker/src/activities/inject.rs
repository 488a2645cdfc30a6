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

/// The event, if no round has it, and the pod of the current attempt, if there is one that can be asked. Both are read at
/// one time: what an earlier attempt has committed is seen here, and no later one is told by mistake.
async fn waiting(
    context: &Context,
    input: InjectionRef,
) -> Result<Option<(Injection, Pod)>, Fault> {
    let mut tx = context.store.begin().await?;
    let injected = tx.injections().get(input.injection_id).await?;
    let run = tx.runs().get(injected.run_id).await?;
    let pod = tx.pods().find_by_attempt(run.id, run.attempt).await?;
    tx.commit().await?;
    let pod = pod.filter(|pod| pod.endpoint.is_some() && pod.state.may_exist());
    let injection = Injection { id: injected.id, event: injected.event };
    Ok(pod.filter(|_| injected.round.is_none()).map(|pod| (injection, pod)))
}
