//! Whether everything that this instance works with is there.

use std::future::Future;
use std::time::Duration;

use axum::extract::{FromRef, State};
use serde::Serialize;
use simswarm_blob::Blob;
use simswarm_bus::Bus;
use simswarm_graph::Graphs;
use simswarm_store::Store;
use tokio::time::timeout;
use utoipa::ToSchema;

use crate::error::{ApiError, FieldError};
use crate::extract::Json;
use crate::openapi::CommonErrors;
use crate::state::AppState;

const PATIENCE: Duration = Duration::from_secs(2);

/// Everything is there.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ready {
    #[schema(example = "ready")]
    pub status: &'static str,
}

/// The stores.
#[derive(Clone)]
pub struct Stores {
    store: Store,
    blob: Blob,
    bus: Bus,
    graphs: Graphs,
}

impl FromRef<AppState> for Stores {
    fn from_ref(state: &AppState) -> Self {
        Self {
            store: state.store.clone(),
            blob: state.blob.clone(),
            bus: state.bus.clone(),
            graphs: state.graphs.clone(),
        }
    }
}

/// What is wrong with the store called `name`, if anything is.
async fn fault<E: std::error::Error>(
    name: &str,
    health: impl Future<Output = Result<(), E>>,
) -> Option<FieldError> {
    match timeout(PATIENCE, health).await {
        Ok(Ok(())) => None,
        Ok(Err(error)) => {
            tracing::warn!(%error, "{name} is not ready");
            Some(FieldError::new(name, "is away"))
        }
        Err(_elapsed) => Some(FieldError::new(name, "does not answer in time")),
    }
}

/// Whether everything is there
///
/// 503 names what is missing. Much works without it: accounts and new jobs need the database alone.
#[utoipa::path(
    get, path = "/ready", tag = "service", operation_id = "ready",
    responses((status = 200, description = "It is", body = Ready), CommonErrors)
)]
pub async fn ready(State(stores): State<Stores>) -> Result<Json<Ready>, ApiError> {
    let (database, objects, redis, graph) = tokio::join!(
        fault("database", stores.store.health()),
        fault("object_store", stores.blob.health()),
        fault("redis", stores.bus.health()),
        fault("graph", stores.graphs.health()),
    );
    let missing: Vec<_> = [database, objects, redis, graph].into_iter().flatten().collect();
    if missing.is_empty() {
        Ok(Json(Ready { status: "ready" }))
    } else {
        Err(ApiError::NotReady(missing))
    }
}
