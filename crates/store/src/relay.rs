//! The loop of a relay: woken by a commit, and by a sweep in case a wake-up was lost, it leases intents
//! and hands each to whoever can deliver it. What may be delivered twice is the deliverer's to know.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use simswarm_core::Ambient;
use tokio_util::sync::CancellationToken;

use crate::outbox::{Intent, Wakeups, listen};
use crate::{Store, StoreError};

/// How long others keep off a leased intent: longer than any delivery takes.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// Lost wake-ups and expired leases are found this often.
const SWEEP: Duration = Duration::from_secs(3);
/// So many intents are delivered at once; each concerns another job.
const AT_ONCE: usize = 32;
const FIRST_REST: TimeDelta = TimeDelta::milliseconds(500);
const LONGEST_REST: TimeDelta = TimeDelta::seconds(10);

/// Tells an intent to where it belongs.
pub trait Deliver: Send + Sync + 'static {
    /// Delivers it; it may have been delivered before. An error is kept beside the intent for whoever
    /// runs the instance, and the intent is tried again.
    fn deliver(&self, intent: &Intent) -> impl Future<Output = Result<(), DeliveryError>> + Send;
}

/// Why an intent could not be delivered, in a sentence without secrets, and when to try again.
#[derive(Debug, thiserror::Error)]
#[error("{reason}")]
pub struct DeliveryError {
    pub reason: String,
    pub rest: TimeDelta,
}

impl DeliveryError {
    /// Half a second after the first try, then twice as long after each, up to ten seconds.
    pub fn backing_off(reason: String, attempts: u32) -> Self {
        let doublings = attempts.saturating_sub(1).min(5);
        Self { reason, rest: (FIRST_REST * (1 << doublings)).min(LONGEST_REST) }
    }
}

/// Carries intents of one family from the outbox to a [`Deliver`].
pub struct Relay {
    pub store: Store,
    pub ambient: Arc<dyn Ambient>,
    /// The part of the kinds before the dot.
    pub family: &'static str,
    pub kinds: &'static [&'static str],
}

impl Relay {
    /// Runs until `stop`, then ends what it has begun. A database that is away is waited for. A delivery
    /// that takes long holds up what concerns the same job, and nothing else.
    pub async fn run<D: Deliver>(self, deliver: D, stop: CancellationToken) {
        let mut wakeups = None;
        let mut under_way = FuturesUnordered::new();
        while !stop.is_cancelled() {
            match self.lease(AT_ONCE.saturating_sub(under_way.len())).await {
                Ok(intents) => {
                    let deliveries = intents.into_iter().map(|intent| self.tell(&deliver, intent));
                    under_way.extend(deliveries);
                }
                Err(error) => tracing::warn!(%error, "the relay could not read the outbox"),
            }
            tokio::select! {
                () = stop.cancelled() => {}
                Some(()) = under_way.next() => {}
                () = self.woken(&mut wakeups) => {}
                () = tokio::time::sleep(SWEEP) => {}
            }
        }
        while under_way.next().await.is_some() {}
    }

    /// Leases what is due, as long as there is room for it.
    async fn lease(&self, room: usize) -> Result<Vec<Intent>, StoreError> {
        if room == 0 {
            return Ok(Vec::new());
        }
        let now = self.ambient.now();
        let limit = u32::try_from(room).unwrap_or(u32::MAX);
        let mut tx = self.store.begin().await?;
        let intents = tx.outbox().lease(self.kinds, limit, now, now + LEASE).await?;
        tx.commit().await?;
        Ok(intents)
    }

    /// Delivers an intent and writes down what came of it. Where that fails the lease runs out, and it is
    /// delivered again.
    async fn tell<D: Deliver>(&self, deliver: &D, intent: Intent) {
        let outcome = deliver.deliver(&intent).await;
        if let Err(error) = self.note(&intent, outcome).await {
            tracing::warn!(
                job.id = %intent.job_id, intent.kind = %intent.kind, %error,
                "what came of an intent could not be written down"
            );
        }
    }

    async fn note(
        &self,
        intent: &Intent,
        outcome: Result<(), DeliveryError>,
    ) -> Result<(), StoreError> {
        let now = self.ambient.now();
        let mut tx = self.store.begin().await?;
        match outcome {
            Ok(()) => tx.outbox().done(intent.id, now).await?,
            Err(error) => {
                tracing::warn!(
                    job.id = %intent.job_id, intent.kind = %intent.kind, attempts = intent.attempts,
                    %error, "an intent could not be delivered, it will be tried again"
                );
                let due = now + error.rest;
                tx.outbox().retry_later(intent.id, due, &error.to_string()).await?;
            }
        }
        tx.commit().await
    }

    /// Returns when something was committed. Without a connection to listen on it never does: the sweep
    /// goes on, and the next call tries to listen again.
    async fn woken(&self, wakeups: &mut Option<Wakeups>) {
        if wakeups.is_none() {
            *wakeups = listen(&self.store, self.family).await.ok();
        }
        match wakeups {
            Some(listening) => {
                if listening.next().await.is_err() {
                    *wakeups = None;
                }
            }
            None => std::future::pending().await,
        }
    }
}
