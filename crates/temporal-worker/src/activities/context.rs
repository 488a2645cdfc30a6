//! What every activity works with: the stores, the provider, and the few sentences that all of them say.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use simswarm_blob::Blob;
use simswarm_bus::Bus;
use simswarm_core::contract::live::{LiveMessage, StatusSnapshot};
use simswarm_core::contract::pod::{PROTOCOL, Versions};
use simswarm_core::failure::FailureKind;
use simswarm_core::{Ambient, JobId, RunId, pod};
use simswarm_engine::ENGINE_VERSION;
use simswarm_engine::world::CHECKPOINT_VERSION;
use simswarm_gpu::Provider;
use simswarm_graph::Graphs;
use simswarm_store::pod::Pod;
use simswarm_store::run::Run;
use simswarm_store::{Store, StoreError};

use super::AttemptRef;
use super::fault::Fault;
use crate::pod_client::{Connections, PodClient};

/// What a job waits for while its run pauses.
pub(super) const STORE_AWAY: &str =
    "A store is not available; the simulation goes on when it is back.";

/// How runs are executed here.
#[derive(Debug, Clone)]
pub struct RunSettings {
    pub installation: String,
    /// Opens pods: the token of each attempt is made from it.
    pub server_key: SecretString,
    /// Least time that a round takes: for demonstrations and tests.
    pub pace: Duration,
    /// How long a pod lives without a word from us.
    pub lease: Duration,
}

/// The stores, the provider and the settings of one worker.
pub struct Context {
    pub store: Store,
    pub blob: Blob,
    pub bus: Bus,
    pub graph: Graphs,
    pub provider: Arc<dyn Provider>,
    pub ambient: Arc<dyn Ambient>,
    pub pods: Connections,
    pub settings: RunSettings,
}

/// What this worker speaks; a pod that speaks anything else cannot play its runs.
pub(super) fn versions() -> Versions {
    Versions {
        protocol: PROTOCOL,
        engine: ENGINE_VERSION.to_owned(),
        checkpoint: CHECKPOINT_VERSION,
    }
}

impl Context {
    pub fn pod_token(&self, run: RunId, attempt: u32) -> SecretString {
        pod::pod_token(&self.settings.server_key, run, attempt)
    }

    /// The run of an attempt, and its row in the ledger.
    pub(super) async fn run_and_pod(&self, input: AttemptRef) -> Result<(Run, Pod), Fault> {
        let mut tx = self.store.begin().await?;
        let run = tx.runs().find_replicate(input.job_id, input.replicate).await?;
        let run = run.ok_or(Fault::decided(FailureKind::JobOver))?;
        let pod = tx.pods().find_by_attempt(run.id, input.attempt).await?;
        tx.commit().await?;
        Ok((run, pod.ok_or(Fault::decided(FailureKind::Internal))?))
    }

    pub(super) fn pod_client(&self, pod: &Pod) -> Result<PodClient, Fault> {
        let endpoint = pod.endpoint.as_deref().ok_or(Fault::decided(FailureKind::Internal))?;
        Ok(self.pods.pod(endpoint, self.pod_token(pod.run_id, pod.attempt)))
    }

    /// Tells the watchers what the row says. They can read it there as well, so a failure is dropped.
    pub async fn tell_status(&self, job: JobId) {
        match self.status(job).await {
            Ok(snapshot) => self.publish(job, &[LiveMessage::Status(snapshot)]).await,
            Err(error) => tracing::warn!(job.id = %job, %error, "status was not told to watchers"),
        }
    }

    async fn status(&self, job: JobId) -> Result<StatusSnapshot, StoreError> {
        let mut tx = self.store.begin().await?;
        let job = tx.jobs().get(job).await?;
        tx.commit().await?;
        Ok(StatusSnapshot {
            status: job.status,
            pipeline_stage: job.pipeline_stage,
            reason: job.reason.or(job.waiting_reason),
        })
    }

    /// Sends live messages. Redis may be away: then watchers read committed rounds instead.
    pub async fn publish(&self, job: JobId, messages: &[LiveMessage]) {
        if let Err(error) = self.bus.publish(job, messages).await {
            tracing::warn!(job.id = %job, %error, "live messages were dropped");
        }
    }

    /// Shows what the job waits for, or that it waits no more, as far as that can be written down.
    pub async fn say_waiting(&self, job: JobId, reason: Option<&str>) {
        let write = async {
            let mut tx = self.store.begin().await?;
            tx.jobs().set_waiting(job, reason).await?;
            tx.commit().await
        };
        if let Err(error) = write.await {
            tracing::warn!(job.id = %job, %error, "what the job waits for was not written down");
        }
        self.tell_status(job).await;
    }
}
