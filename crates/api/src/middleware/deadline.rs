//! An end to every request. A stream counts only until its first byte.

use std::time::Duration;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;

use crate::error::ApiError;

/// Longer than the slowest honest request: a pool's wait, a query's and a store's added up.
const DEADLINE: Duration = Duration::from_secs(30);

pub async fn deadline(request: Request, next: Next) -> Result<Response, ApiError> {
    tokio::time::timeout(DEADLINE, next.run(request))
        .await
        .map_err(|elapsed| ApiError::Unavailable(elapsed.into()))
}
