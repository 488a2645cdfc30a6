//! From the outbox to Temporal: the store's relay leases intents and hands them over; here they are told.
//! Told twice is told once, so a crash anywhere costs a repetition and nothing else.

mod purge;
mod stale;
mod tell;

use std::sync::Arc;
use std::time::Duration;

use simswarm_core::JobId;
use simswarm_core::contract::workflow::{
    CANCEL_SIMULATION, INJECT_EVENT, PURGE_JOB, START_SIMULATION,
};
use simswarm_core::job::JobStatus;
use simswarm_store::StoreError;
use simswarm_store::job::Job;
use simswarm_store::outbox::Intent;
use simswarm_store::relay::{self, Deliver, DeliveryError};
use temporalio_client::Client;
use tokio::time::{Instant, MissedTickBehavior, interval_at};
use tokio_util::sync::CancellationToken;

use crate::activities::Context;

const FAMILY: &str = "workflow";
const KINDS: [&str; 4] = [START_SIMULATION, CANCEL_SIMULATION, INJECT_EVENT, PURGE_JOB];
const STALE_EVERY: Duration = Duration::from_mins(1);
const PAGE: u32 = 100;
const TEMPORAL_AWAY: &str =
    "The scheduler is not available; the simulation starts when it is back.";

/// Shows on every job that waits to be started that Temporal is away.
pub async fn say_temporal_away(context: &Context) {
    match waiting(context).await {
        Ok(jobs) => {
            for job in jobs {
                context.say_waiting(job, Some(TEMPORAL_AWAY)).await;
            }
        }
        Err(error) => tracing::warn!(%error, "waiting jobs were not told why they wait"),
    }
}

async fn waiting(context: &Context) -> Result<Vec<JobId>, StoreError> {
    let mut tx = context.store.begin().await?;
    let live = tx.jobs().list_live(JobId::from(0), PAGE).await?;
    tx.commit().await?;
    let untold = |job: &Job| job.status == JobStatus::Pending && job.waiting_reason.is_none();
    Ok(live.iter().filter(|job| untold(job)).map(|job| job.id).collect())
}

/// Tells Temporal what the outbox holds.
#[derive(Clone)]
pub struct Relay {
    context: Arc<Context>,
    client: Client,
}

impl Relay {
    pub fn new(context: Arc<Context>, client: Client) -> Self {
        Self { context, client }
    }

    /// Works until `stop`.
    pub async fn run(self, stop: CancellationToken) {
        let outbox = relay::Relay {
            store: self.context.store.clone(),
            ambient: Arc::clone(&self.context.ambient),
            family: FAMILY,
            kinds: &KINDS,
        };
        tokio::join!(outbox.run(self.clone(), stop.clone()), self.sweep_until(stop));
    }

    /// Looks for jobs that nobody works on, every now and then.
    async fn sweep_until(&self, stop: CancellationToken) {
        let mut ticks = interval_at(Instant::now() + STALE_EVERY, STALE_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = ticks.tick() => {}
            }
            tokio::select! {
                () = stop.cancelled() => return,
                outcome = self.sweep_stale() => if let Err(error) = outcome {
                    tracing::warn!(%error, "stale jobs were not looked at");
                },
            }
        }
    }
}

impl Deliver for Relay {
    async fn deliver(&self, intent: &Intent) -> Result<(), DeliveryError> {
        let told = self.tell(intent).await;
        told.map_err(|untold| DeliveryError::backing_off(untold.to_string(), intent.attempts))
    }
}
