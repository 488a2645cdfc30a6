//! The entity graph of a finished run into Neo4j: a projection of the artifact, made again as a whole.

use simswarm_blob::Error;
use simswarm_core::JobId;
use simswarm_core::artifact::{Artifact, artifact_key};
use simswarm_core::failure::FailureKind;
use simswarm_core::graph::Graph;

use super::Context;
use super::fault::Fault;

/// Larger graphs are not drawn by anybody.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

pub(super) async fn project_graph(context: &Context, job: JobId) -> Result<(), Fault> {
    let mut tx = context.store.begin().await?;
    let deleted = tx.jobs().get(job).await?.deleted_at.is_some();
    let run = tx.runs().find_by_job(job).await?;
    tx.commit().await?;
    let (Some(run), false) = (run, deleted) else {
        return Err(Fault::decided(FailureKind::JobOver));
    };
    let key = artifact_key(run.id, Artifact::GraphData);
    let bytes = match Box::pin(context.blob.get(&key, MAX_BYTES)).await {
        Ok(bytes) => bytes,
        Err(Error::NotFound { .. }) => return Err(Fault::decided(FailureKind::Internal)),
        Err(error) => return Err(Fault::of_store(&error, "the object store")),
    };
    let graph: Graph = serde_json::from_slice(&bytes).map_err(|error| {
        tracing::error!(job.id = %job, %error, "the graph's artifact cannot be read");
        Fault::decided(FailureKind::Internal)
    })?;
    let written = context.graph.replace(run.id, &graph).await;
    written.map_err(|error| Fault::of_store(&error, "the graph database"))
}
