//! Waiting for something to become true, without a fixed sleep.

use std::time::Duration;

const INTERVAL: Duration = Duration::from_millis(20);
/// Long, since the machine may be busy: it is met only by what never comes.
const DEADLINE: Duration = Duration::from_mins(3);

/// Asks `condition` until it answers something.
///
/// # Panics
/// If it has not after three minutes; `what` says what was waited for.
pub async fn until<T>(what: &str, mut condition: impl AsyncFnMut() -> Option<T>) -> T {
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
