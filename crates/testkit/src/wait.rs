//! Waiting for something to become true, without a fixed sleep.

use std::future::Future;
use std::time::Duration;

const INTERVAL: Duration = Duration::from_millis(20);
const DEADLINE: Duration = Duration::from_secs(20);

/// Asks `condition` until it answers something.
///
/// # Panics
/// If it has not after 20 seconds; `what` says what was waited for.
pub async fn until<T, C, F>(what: &str, mut condition: C) -> T
where
    C: FnMut() -> F,
    F: Future<Output = Option<T>>,
{
    let asked = tokio::time::timeout(DEADLINE, async {
        loop {
            if let Some(found) = condition().await {
                return found;
            }
            tokio::time::sleep(INTERVAL).await;
        }
    });
    let found = asked.await.ok();
    found.unwrap_or_else(|| panic!("waited {DEADLINE:?} in vain: {what}"))
}
