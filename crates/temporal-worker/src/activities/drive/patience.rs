//! What a run does while a store is away: it pauses, says so, keeps its pod, and goes on.

use std::future::Future;
use std::time::Duration;

use simswarm_core::failure::FailureKind;
use tokio::time::Instant;

use super::super::context::STORE_AWAY;
use super::super::fault::Fault;
use super::session::Session;

/// How long a run waits for a store.
pub(super) const PATIENCE: Duration = Duration::from_mins(30);
const FIRST_REST: Duration = Duration::from_millis(250);
const LONGEST_REST: Duration = Duration::from_secs(5);

/// Whether anything had to be waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Waited {
    No,
    Yes,
}

/// Calls until it works, or fails for good, or the patience ends.
pub(super) async fn patiently<T, F: Future<Output = Result<T, Fault>>>(
    session: &Session<'_>,
    call: impl Fn() -> F,
) -> Result<(T, Waited), Fault> {
    let began = Instant::now();
    let mut rest = FIRST_REST;
    let mut waited = Waited::No;
    loop {
        match call().await {
            Ok(value) => {
                if waited == Waited::Yes {
                    session.say_waiting(None).await;
                }
                return Ok((value, waited));
            }
            Err(fault) if !fault.may_pass() => return Err(fault),
            Err(_) if began.elapsed() >= PATIENCE => {
                return Err(Fault::decided(FailureKind::StoreAway));
            }
            Err(_) => waited = Waited::Yes,
        }
        session.say_waiting(Some(STORE_AWAY)).await;
        session.renew_lease().await;
        tokio::time::sleep(rest).await;
        rest = (rest * 2).min(LONGEST_REST);
    }
}
