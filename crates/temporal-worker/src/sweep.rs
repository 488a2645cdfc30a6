//! Pods that nobody owns: ended by their recorded id. While the database is down nothing is judged, and
//! so nothing is ended.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use simswarm_core::pod::PodName;
use simswarm_gpu::HostState;
use simswarm_store::StoreError;
use simswarm_store::pod::Pod;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::activities::{Context, end_pod};

const EVERY: Duration = Duration::from_mins(10);

/// Sweeps at once, and every ten minutes until `stop`.
pub async fn run(context: Arc<Context>, stop: CancellationToken) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        tokio::select! {
            () = stop.cancelled() => return,
            outcome = sweep(&context) => match outcome {
                Ok(0) => {}
                Ok(ended) => tracing::warn!(ended, "{ended} pods that nobody owned were ended"),
                Err(error) => tracing::warn!(%error, "pods were not swept: nothing can be judged"),
            },
        }
    }
}

/// Ends every pod of this installation that no live attempt owns. Answers how many that were.
pub async fn sweep(context: &Context) -> Result<u32, StoreError> {
    let installation = &context.settings.installation;
    let mut tx = context.store.begin().await?;
    let unsettled = tx.pods().list_unsettled(installation).await?;
    tx.commit().await?;
    let mut ended = 0;
    for pod in unsettled.iter().filter(|pod| pod.provider == context.provider.word()) {
        if !is_owned(context, pod).await? && end_pod(context, pod, None).await.is_ok() {
            ended += 1;
        }
    }
    tell_unknown(context, &unsettled).await;
    Ok(ended)
}

/// Whether the attempt is the one that plays a run of a job that needs a pod. One that is gone from the
/// database cannot own any.
async fn is_owned(context: &Context, pod: &Pod) -> Result<bool, StoreError> {
    let mut tx = context.store.begin().await?;
    let status = match tx.jobs().get_status(pod.job_id).await {
        Ok(status) => status,
        Err(StoreError::NotFound { .. }) => return Ok(false),
        Err(error) => return Err(error),
    };
    let run = match tx.runs().get(pod.run_id).await {
        Ok(run) => run,
        Err(StoreError::NotFound { .. }) => return Ok(false),
        Err(error) => return Err(error),
    };
    tx.commit().await?;
    Ok(status.is_to_be_played() && run.attempt == pod.attempt)
}

/// Hosts with our name that the ledger does not know cannot be judged: somebody has to look.
async fn tell_unknown(context: &Context, unsettled: &[Pod]) {
    let known: BTreeSet<&str> = unsettled.iter().map(|pod| pod.name.as_str()).collect();
    let prefix = PodName::prefix(&context.settings.installation);
    let hosts = match context.provider.list(&prefix).await {
        Ok(hosts) => hosts,
        Err(error) => return tracing::warn!(%error, "hosts could not be listed"),
    };
    for host in hosts {
        if host.state != HostState::Exited && !known.contains(host.name.as_str()) {
            tracing::error!(pod.name = %host.name, "a host runs that the ledger says is gone");
        }
    }
}
