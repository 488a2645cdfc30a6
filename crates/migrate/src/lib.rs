//! Prepares every store: the schema, then the bucket, then Neo4j's constraints. Safe to run at any time,
//! and by several at once.

mod wait;

use std::time::Duration;

use anyhow::Context;
use simswarm_blob::Blob;
use simswarm_graph::Graphs;
use simswarm_runtime::config::{BlobConfig, ConfigError, DatabaseConfig, GraphConfig, Vars};
use simswarm_store::migrate;

use crate::wait::until_available;

/// How long each store may take to come up, unless `MIGRATE_WAIT_S` says otherwise.
const DEFAULT_WAIT_S: u64 = 120;

/// Everything that has to be known to prepare the stores.
#[derive(Debug)]
pub struct Config {
    pub database: DatabaseConfig,
    pub blob: BlobConfig,
    pub graph: GraphConfig,
    pub wait: Duration,
}

impl Config {
    pub fn read(vars: &Vars) -> Result<Self, ConfigError> {
        Ok(Self {
            database: DatabaseConfig::read(vars)?,
            blob: BlobConfig::read(vars)?,
            graph: GraphConfig::read(vars)?,
            wait: Duration::from_secs(vars.parse_or(
                "MIGRATE_WAIT_S",
                "a number of seconds",
                DEFAULT_WAIT_S,
            )?),
        })
    }
}

/// Prepares one store after the other. The first one that cannot be prepared ends it.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let url = config.database.url;
    let applied = until_available("Postgres", config.wait, || migrate::run(&url))
        .await
        .context("Postgres")?;
    match applied.as_slice() {
        [] => tracing::info!("Postgres: the schema is up to date"),
        names => tracing::info!(migrations = names.len(), "Postgres: applied {}", names.join(", ")),
    }

    let bucket = config.blob.bucket.clone();
    let blob = Blob::open(&blob_settings(config.blob));
    until_available("The object store", config.wait, || blob.ensure_bucket())
        .await
        .context("the object store")?;
    tracing::info!("Object store: the bucket {bucket} is there");

    let graphs = Graphs::open(&graph_settings(config.graph)).context("Neo4j")?;
    until_available("Neo4j", config.wait, || graphs.ensure_constraints()).await.context("Neo4j")?;
    tracing::info!("Neo4j: the constraints are there");
    Ok(())
}

fn blob_settings(config: BlobConfig) -> simswarm_blob::Settings {
    simswarm_blob::Settings {
        endpoint: config.endpoint,
        pod_endpoint: config.pod_endpoint,
        public_endpoint: config.public_endpoint,
        region: config.region,
        bucket: config.bucket,
        access_key: config.access_key,
        secret_key: config.secret_key,
    }
}

fn graph_settings(config: GraphConfig) -> simswarm_graph::Settings {
    simswarm_graph::Settings { uri: config.uri, user: config.user, password: config.password }
}
