//! Whether the process is alive: always 200, for supervisors that would restart it otherwise.

use std::time::Duration;

use axum::extract::State;
use serde::Serialize;
use simswarm_store::Store;
use tokio::time::timeout;
use utoipa::ToSchema;

use crate::extract::Json;
use crate::openapi::CommonErrors;

/// A supervisor waits a few seconds at most.
const PATIENCE: Duration = Duration::from_secs(2);

/// The process answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    #[schema(example = "ok")]
    pub status: &'static str,
    #[schema(example = "0.1.0")]
    pub version: &'static str,
    /// `connected` or `disconnected`.
    #[schema(example = "connected")]
    pub database: &'static str,
}

/// Whether the process is alive
#[utoipa::path(
    get, path = "/health", tag = "service", operation_id = "health",
    responses((status = 200, description = "It is", body = Health), CommonErrors)
)]
pub async fn health(State(store): State<Store>) -> Json<Health> {
    let connected = matches!(timeout(PATIENCE, store.health()).await, Ok(Ok(())));
    let database = if connected { "connected" } else { "disconnected" };
    Json(Health { status: "ok", version: env!("CARGO_PKG_VERSION"), database })
}
