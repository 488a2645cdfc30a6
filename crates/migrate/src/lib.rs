//! Prepares every store: the schema, then the bucket, then Neo4j's constraints. Safe to run at any time,
//! and by several at once.

mod wait;

use std::time::Duration;

use anyhow::Context;
use simswarm_blob::Blob;
use simswarm_graph::Graphs;
use simswarm_runtime::config::{self, ConfigError, DatabaseConfig, Vars};
use simswarm_store::migrate;

use crate::wait::until_available;

/// How long each store may take to come up, unless `MIGRATE_WAIT_S` says otherwise.
const DEFAULT_WAIT_S: u64 = 120;

/// Everything that has to be known to prepare the stores.
#[derive(Debug)]
pub struct Config {
    pub database: DatabaseConfig,
    pub blob: simswarm_blob::Settings,
    pub graph: simswarm_graph::Settings,
    pub wait: Duration,
}

impl Config {
    pub fn read(vars: &Vars) -> Result<Self, ConfigError> {
        Ok(Self {
            database: DatabaseConfig::read(vars)?,
            blob: config::blob(vars)?,
            graph: config::graph(vars)?,
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
    let blob = Blob::open(&config.blob);
    until_available("The object store", config.wait, || blob.ensure_bucket())
        .await
        .context("the object store")?;
    tracing::info!("Object store: the bucket {bucket} is there");

    let graphs = Graphs::open(&config.graph).context("Neo4j")?;
    until_available("Neo4j", config.wait, || graphs.ensure_constraints()).await.context("Neo4j")?;
    tracing::info!("Neo4j: the constraints are there");
    Ok(())
}
