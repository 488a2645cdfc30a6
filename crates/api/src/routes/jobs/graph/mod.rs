//! The entity graph of a run: from Neo4j, and from its artifact where Neo4j is away or has it not yet.

mod view;

use std::time::Duration;

use axum::extract::{FromRef, State};
use simswarm_blob::Blob;
use simswarm_core::RunId;
use simswarm_core::artifact::{Artifact, artifact_key};
use simswarm_core::graph::Graph;
use simswarm_graph::Graphs;
use simswarm_store::Store;
use tokio::time::timeout;

use self::view::{GraphView, Source};
use super::view::has_artifacts;
use crate::error::ApiError;
use crate::extract::{Caller, JobPath, Json};
use crate::openapi::JobErrors;
use crate::state::AppState;

/// Longer than a reader of the page should wait before the artifact is read instead.
const PATIENCE: Duration = Duration::from_secs(3);
/// Ten times what the largest tier writes.
const MAX_ARTIFACT_BYTES: u64 = 256 * 1024 * 1024;

/// Where graphs are.
#[derive(Clone)]
pub struct GraphSource {
    projection: Graphs,
    blob: Blob,
}

impl FromRef<AppState> for GraphSource {
    fn from_ref(state: &AppState) -> Self {
        Self { projection: state.graphs.clone(), blob: state.blob.clone() }
    }
}

impl GraphSource {
    async fn read(&self, run: RunId) -> Result<(Source, Graph), ApiError> {
        // Boxed: the driver's future is large.
        match timeout(PATIENCE, Box::pin(self.projection.read(run))).await {
            Ok(Ok(Some(graph))) => return Ok((Source::Neo4j, graph)),
            Ok(Ok(None)) => {}
            Ok(Err(error)) => {
                tracing::warn!(run.id = %run, %error, "Neo4j did not answer with the graph");
            }
            Err(elapsed) => {
                tracing::warn!(run.id = %run, error = %elapsed, "Neo4j took too long");
            }
        }
        let key = artifact_key(run, Artifact::GraphData);
        let bytes = self.blob.get(&key, MAX_ARTIFACT_BYTES).await.map_err(ApiError::from_store)?;
        let graph = tokio::task::spawn_blocking(move || serde_json::from_slice(&bytes))
            .await
            .map_err(|error| ApiError::Internal(error.into()))?
            .map_err(|error| ApiError::Internal(error.into()))?;
        Ok((Source::Artifact, graph))
    }
}

/// The entity graph
///
/// Both sources give the same nodes and edges, in the same order.
#[utoipa::path(
    get, path = "/jobs/{job_id}/graph", tag = "jobs", operation_id = "get_graph",
    security(("bearer" = [])), params(JobPath),
    responses((status = 200, description = "The graph", body = GraphView), JobErrors)
)]
pub async fn graph(
    caller: Caller,
    JobPath(id): JobPath,
    State(store): State<Store>,
    State(graphs): State<GraphSource>,
) -> Result<Json<GraphView>, ApiError> {
    let run = {
        let mut tx = store.begin().await?;
        let job = tx.jobs().find(id, caller.user).await?.ok_or(ApiError::NotFound("job"))?;
        let run = tx.runs().find_by_job(id).await?;
        run.filter(|_| has_artifacts(&job)).ok_or(ApiError::NotYet("there is no graph yet"))?.id
    };
    let (source, graph) = graphs.read(run).await?;
    Ok(Json(GraphView::new(source, graph)))
}
