//! Heartbeats beside the work: they say that this worker lives, and bring the word that it should stop.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use temporalio_sdk::activities::ActivityContext;
use tokio::time::MissedTickBehavior;

use super::fault::Fault;

const EVERY: Duration = Duration::from_millis(500);

/// Does the work, unless the activity is cancelled first: then the work is dropped where it stands.
pub(super) async fn during<T>(
    ctx: &ActivityContext,
    work: impl Future<Output = Result<T, Fault>>,
) -> Result<T, Fault> {
    let mut work = pin!(work);
    let mut beats = tokio::time::interval(EVERY);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            outcome = &mut work => return outcome,
            () = ctx.cancelled() => return Err(Fault::Cancelled),
            _ = beats.tick() => {
                // The detail is empty, so nothing about it can fail.
                drop(ctx.record_heartbeat(()).await);
            }
        }
    }
}
