//! Work that computes for long, kept off the threads that answer requests.

use crate::error::DriveError;

/// Runs `work` on the blocking pool. A panic in it is a panic here.
pub(crate) async fn offload<T, F>(work: F) -> Result<T, DriveError>
where
    T: Send + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => Ok(result),
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_cancelled) => Err(DriveError::ShuttingDown),
        },
    }
}
