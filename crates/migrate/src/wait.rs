//! Waiting for a store that is still starting.

use std::future::Future;
use std::time::Duration;

use simswarm_core::{Retry, Retryable};
use tokio::time::{Instant, sleep, timeout_at};

const PAUSE: Duration = Duration::from_millis(500);

/// A store that was not prepared.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure<E: Retryable> {
    #[error("it did not answer within {} s: is it running, and is its address right?", waited.as_secs())]
    Away {
        waited: Duration,
        #[source]
        last: Option<E>,
    },
    #[error("it cannot be prepared")]
    Refused(#[source] E),
}

/// Calls until it succeeds, fails for good, or `wait` is over.
pub(crate) async fn until_available<T, E, C, F>(
    name: &str,
    wait: Duration,
    mut call: C,
) -> Result<T, Failure<E>>
where
    E: Retryable,
    C: FnMut() -> F,
    F: Future<Output = Result<T, E>>,
{
    let deadline = Instant::now() + wait;
    let mut last = None;
    loop {
        let Ok(done) = timeout_at(deadline, call()).await else {
            return Err(Failure::Away { waited: wait, last });
        };
        match done {
            Ok(value) => return Ok(value),
            Err(error) => match error.retry() {
                Retry::Never => return Err(Failure::Refused(error)),
                Retry::Again if Instant::now() + PAUSE >= deadline => {
                    return Err(Failure::Away { waited: wait, last: Some(error) });
                }
                Retry::Again => {
                    if last.is_none() {
                        tracing::info!(
                            "{name} does not answer yet: waiting up to {} s",
                            wait.as_secs()
                        );
                    }
                    last = Some(error);
                    sleep(PAUSE).await;
                }
            },
        }
    }
}
