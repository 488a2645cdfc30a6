//! Gives a pod back, and returns once it is gone.

use std::time::Duration;

use simswarm_core::failure::FailureKind;
use simswarm_gpu::{Error, HostState};
use simswarm_store::pod::{End, Pod};

use super::fault::Fault;
use super::{AttemptRef, Context, Ending};

/// A provider's list may lag behind: absent so often, so far apart, is gone.
const ABSENT_TIMES: u32 = 2;
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

pub(super) async fn terminate(context: &Context, input: Ending) -> Result<(), Fault> {
    let mut tx = context.store.begin().await?;
    let Ending { attempt: AttemptRef { job_id, attempt, replicate }, failure } = input;
    let run = tx.runs().find_replicate(job_id, replicate).await?;
    let pod = match run {
        Some(run) => tx.pods().find_by_attempt(run.id, attempt).await?,
        None => None,
    };
    tx.commit().await?;
    match pod {
        Some(pod) => end_pod(context, &pod, failure).await,
        // Nothing was ever asked for.
        None => Ok(()),
    }
}

/// Ends what the ledger's row stands for, by its recorded id, or by its name where none was recorded.
pub(crate) async fn end_pod(
    context: &Context,
    pod: &Pod,
    failure: Option<FailureKind>,
) -> Result<(), Fault> {
    if !pod.state.may_exist() {
        return Ok(());
    }
    let mut tx = context.store.begin().await?;
    let word = failure.map(FailureKind::as_str);
    tx.pods().terminating(pod.id, word, context.ambient.now()).await?;
    tx.commit().await?;
    let end = remove(context, pod).await.map_err(|error| {
        tracing::warn!(pod.name = %pod.name, %error, "pod is not gone yet");
        Fault::passing(FailureKind::HostBad)
    })?;
    let mut tx = context.store.begin().await?;
    tx.pods().settle(pod.id, end, context.ambient.now()).await?;
    tx.commit().await?;
    tracing::info!(pod.name = %pod.name, job.id = %pod.job_id, "pod is gone");
    Ok(())
}

async fn remove(context: &Context, pod: &Pod) -> Result<End, Error> {
    let found = match &pod.provider_id {
        Some(id) => context.provider.get(id).await?,
        None => context.provider.find(&pod.name).await?,
    };
    let end = match found.as_ref().map(|host| &host.state) {
        Some(HostState::Exited) | None => End::Lost,
        Some(HostState::Starting | HostState::Running { .. }) => End::Gone,
    };
    let id = found.map(|host| host.id).or_else(|| pod.provider_id.clone());
    if let Some(id) = id {
        context.provider.terminate(&id).await?;
    }
    for _ in 0..ABSENT_TIMES {
        tokio::time::sleep(BETWEEN_LOOKS).await;
        require_absent(context, pod).await?;
    }
    Ok(end)
}

async fn require_absent(context: &Context, pod: &Pod) -> Result<(), Error> {
    let found = context.provider.find(&pod.name).await?;
    let listed = context.provider.list(pod.name.as_str()).await?;
    let alive = found.iter().chain(&listed).any(|host| host.state != HostState::Exited);
    if alive { Err(Error::StillThere) } else { Ok(()) }
}
