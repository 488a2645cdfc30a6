//! A host for an attempt: noted before it is asked for, looked for before it is asked for again.

use std::time::Duration;

use simswarm_core::failure::FailureKind;
use simswarm_core::pod::{PodName, PodState};
use simswarm_core::{PodId, RunId};
use simswarm_gpu::{Error, Host, HostState, PodRequest};
use simswarm_store::job::Change;
use simswarm_store::pod::{Created, NewPod, Pod};

use super::fault::Fault;
use super::{AttemptRef, Context};

const LOOK_EVERY: Duration = Duration::from_millis(20);
/// A process that runs has an address within this time, or something is wrong with it.
const ADDRESS_WITHIN: Duration = Duration::from_mins(1);
const NO_STOCK: &str = "No host is free at the moment; waiting for one.";

pub(super) async fn provision(context: &Context, input: AttemptRef) -> Result<(), Fault> {
    let pod = note_intent(context, input).await?;
    context.tell_status(input.job_id).await;
    match pod.state {
        PodState::Intended | PodState::Created | PodState::Ready => {}
        PodState::Terminating | PodState::Gone | PodState::Lost => {
            return Err(Fault::decided(FailureKind::PodLost));
        }
    }
    let host = match obtain(context, &pod).await {
        Ok(host) => host,
        Err(error) => return Err(refused(context, input, &error).await),
    };
    let (host, endpoint) = addressed(context, host).await?;
    let created = Created {
        provider_id: &host.id,
        endpoint: &endpoint,
        host: None,
        gpu_type: None,
        price_micro_usd_per_hour: host.price_micro_usd_per_hour,
    };
    let mut tx = context.store.begin().await?;
    tx.pods().created(pod.id, created, context.ambient.now()).await?;
    tx.jobs().set_waiting(input.job_id, None).await?;
    Ok(tx.commit().await?)
}

/// Takes the attempt, which cuts off every earlier one, and writes the ledger's row.
async fn note_intent(context: &Context, input: AttemptRef) -> Result<Pod, Fault> {
    let now = context.ambient.now();
    let mut tx = context.store.begin().await?;
    tx.jobs().advance(input.job_id, Change::Provision, now).await?;
    let run = tx.runs().find_replicate(input.job_id, input.replicate).await?;
    let run = run.ok_or(Fault::decided(FailureKind::Internal))?.id;
    tx.runs().start_attempt(run, input.attempt, now).await?;
    let name = pod_name(context, run, input.attempt);
    let new = NewPod {
        id: PodId::from(context.ambient.new_uuid()),
        job_id: input.job_id,
        run_id: run,
        attempt: input.attempt,
        installation: &context.settings.installation,
        name: &name,
        provider: context.provider.word(),
    };
    let pod = tx.pods().intend(&new, now).await?;
    tx.commit().await?;
    Ok(pod)
}

fn pod_name(context: &Context, run: RunId, attempt: u32) -> PodName {
    let nonce = context.ambient.new_uuid().simple().to_string();
    // The end of a version 7 id is its random part.
    let nonce = nonce.get(24..).unwrap_or_default();
    PodName::new(&context.settings.installation, run, attempt, nonce)
}

/// The host by its name. An answer that was lost is followed by a look, not by another create.
async fn obtain(context: &Context, pod: &Pod) -> Result<Host, Error> {
    if let Some(host) = context.provider.find(&pod.name).await? {
        return Ok(host);
    }
    let token = context.pod_token(pod.run_id, pod.attempt);
    let request = PodRequest { name: pod.name.clone(), token };
    match context.provider.create(&request).await {
        Err(Error::Ambiguous(lost)) => {
            let found = context.provider.find(&pod.name).await?;
            found.ok_or(Error::Ambiguous(lost))
        }
        outcome => outcome,
    }
}

async fn refused(context: &Context, input: AttemptRef, error: &Error) -> Fault {
    tracing::warn!(job.id = %input.job_id, attempt = input.attempt, %error, "no host was obtained");
    match error {
        Error::NoStock => {
            context.say_waiting(input.job_id, Some(NO_STOCK)).await;
            Fault::decided(FailureKind::NoStock)
        }
        Error::Refused(_) => Fault::decided(FailureKind::HostBad),
        Error::Ambiguous(_) | Error::Unavailable(_) | Error::StillThere => {
            Fault::passing(FailureKind::HostBad)
        }
    }
}

/// Waits until the host says where its pod listens.
async fn addressed(context: &Context, host: Host) -> Result<(Host, String), Fault> {
    let bad = Fault::decided(FailureKind::HostBad);
    let look = async {
        let mut host = host;
        loop {
            match host.state {
                HostState::Running { ref endpoint } => {
                    let endpoint = endpoint.clone();
                    return Ok((host, endpoint));
                }
                HostState::Exited => return Err(bad),
                HostState::Starting => tokio::time::sleep(LOOK_EVERY).await,
            }
            let seen = context.provider.get(&host.id).await;
            host = seen.map_err(|_away| Fault::passing(FailureKind::HostBad))?.ok_or(bad)?;
        }
    };
    tokio::time::timeout(ADDRESS_WITHIN, look).await.unwrap_or(Err(bad))
}
