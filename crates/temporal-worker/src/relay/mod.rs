//! From the outbox to Temporal: intents are leased, told with no lock held, and marked done after. Told
//! twice is told once, so a crash anywhere costs a repetition and nothing else.

mod purge;
mod stale;
mod tell;

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use futures::{StreamExt, stream};
use simswarm_core::JobId;
use simswarm_core::contract::workflow::{CANCEL_SIMULATION, PURGE_JOB, START_SIMULATION};
use simswarm_core::job::JobStatus;
use simswarm_store::StoreError;
use simswarm_store::job::Job;
use simswarm_store::outbox::{self, Intent, Wakeups};
use temporalio_client::Client;
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::activities::Context;

pub use tell::Untold;

const FAMILY: &str = "workflow";
const KINDS: [&str; 3] = [START_SIMULATION, CANCEL_SIMULATION, PURGE_JOB];
/// A wake-up may get lost; this long later the intent is found anyway.
const SWEEP_EVERY: Duration = Duration::from_secs(2);
const STALE_EVERY: Duration = Duration::from_secs(60);
/// Longer than any call takes, so that nobody else tells the same meanwhile.
const LEASE: TimeDelta = TimeDelta::seconds(60);
const RETRY_FIRST: TimeDelta = TimeDelta::milliseconds(500);
const RETRY_LONGEST: TimeDelta = TimeDelta::seconds(10);
const BATCH: u32 = 32;
const AT_ONCE: usize = 8;
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
    let live = tx.jobs().list_live(JobId::from(0), BATCH).await?;
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
        let mut sweeps = interval(SWEEP_EVERY);
        sweeps.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut wakeups = None;
        let mut stale_at = Instant::now() + STALE_EVERY;
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.woken(&mut wakeups) => {}
                _ = sweeps.tick() => {}
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.empty() => {}
            }
            if Instant::now() >= stale_at {
                stale_at = Instant::now() + STALE_EVERY;
                if let Err(error) = self.sweep_stale().await {
                    tracing::warn!(%error, "stale jobs were not looked at");
                }
            }
        }
    }

    /// Returns when an intent was committed. A lost connection is made again at the next sweep.
    async fn woken(&self, wakeups: &mut Option<Wakeups>) {
        if wakeups.is_none() {
            match outbox::listen(&self.context.store, FAMILY).await {
                Ok(listening) => *wakeups = Some(listening),
                Err(error) => {
                    tracing::warn!(%error, "the outbox cannot be listened to, sweeping it");
                    std::future::pending::<()>().await;
                }
            }
        }
        if let Some(listening) = wakeups
            && listening.next().await.is_err()
        {
            *wakeups = None;
        }
    }

    /// Tells everything that is due.
    async fn empty(&self) {
        loop {
            match self.tell_due().await {
                Ok(0) => return,
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, "the outbox cannot be read");
                    return;
                }
            }
        }
    }

    /// Tells one batch. Answers how many were told.
    async fn tell_due(&self) -> Result<usize, StoreError> {
        let now = self.context.ambient.now();
        let mut tx = self.context.store.begin().await?;
        let due = tx.outbox().lease(&KINDS, BATCH, now, now + LEASE).await?;
        tx.commit().await?;
        let told: Vec<_> = stream::iter(due)
            .map(|intent| self.deliver(intent))
            .buffer_unordered(AT_ONCE)
            .collect()
            .await;
        told.into_iter().try_fold(0, |sum, told| Ok(sum + usize::from(told?)))
    }

    /// Whether the intent was told; if not, it is due again after a while.
    async fn deliver(&self, intent: Intent) -> Result<bool, StoreError> {
        let outcome = self.tell(&intent).await;
        let now = self.context.ambient.now();
        let mut tx = self.context.store.begin().await?;
        let told = match outcome {
            Ok(()) => {
                tx.outbox().done(intent.id, now).await?;
                true
            }
            Err(untold) => {
                tracing::warn!(
                    job.id = %intent.job_id, job.kind = intent.kind, attempts = intent.attempts,
                    reason = %untold, "intent was not told yet"
                );
                let due = now + untold.rest(intent.attempts);
                tx.outbox().retry_later(intent.id, due, &untold.to_string()).await?;
                false
            }
        };
        tx.commit().await?;
        Ok(told)
    }
}
