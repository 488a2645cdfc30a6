//! Waits until a pod is ready, and speaks what we speak.

use std::time::Duration;

use simswarm_core::contract::pod::Versions;
use simswarm_core::failure::FailureKind;
use simswarm_gpu::HostState;
use simswarm_store::pod::Pod;

use super::context::versions;
use super::fault::Fault;
use super::{AttemptRef, Context};
use crate::pod_client::PodError;

const FIRST_REST: Duration = Duration::from_millis(25);
const LONGEST_REST: Duration = Duration::from_secs(2);

pub(super) async fn await_ready(context: &Context, input: AttemptRef) -> Result<(), Fault> {
    let (_, pod) = context.run_and_pod(input).await?;
    let client = context.pod_client(&pod)?;
    let mut rest = FIRST_REST;
    let health = loop {
        match client.health().await {
            Ok(health) if health.ready => break health,
            Ok(_) | Err(PodError::Unreachable | PodError::Refused { .. } | PodError::Garbled) => {}
        }
        require_alive(context, &pod).await?;
        tokio::time::sleep(rest).await;
        rest = (rest * 2).min(LONGEST_REST);
    };
    if health.versions != versions() {
        tracing::error!(pod.name = %pod.name, "the pod speaks other versions than this worker");
        return Err(Fault::decided(FailureKind::HostBad));
    }
    note_ready(context, &pod, &health.versions).await
}

/// A host that ended before it was ready never will be.
async fn require_alive(context: &Context, pod: &Pod) -> Result<(), Fault> {
    let host = context.provider.find(&pod.name).await;
    match host.map_err(|_away| Fault::passing(FailureKind::HostBad))?.map(|host| host.state) {
        Some(HostState::Starting | HostState::Running { .. }) => Ok(()),
        Some(HostState::Exited) | None => Err(Fault::decided(FailureKind::HostBad)),
    }
}

async fn note_ready(context: &Context, pod: &Pod, versions: &Versions) -> Result<(), Fault> {
    let mut tx = context.store.begin().await?;
    tx.runs().set_versions(pod.run_id, &versions.engine, None).await?;
    tx.pods().ready(pod.id, context.ambient.now()).await?;
    Ok(tx.commit().await?)
}
