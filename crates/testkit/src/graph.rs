//! The test servers' Neo4j. Tests keep apart by their runs.

use simswarm_core::RunId;
use simswarm_graph::{Graphs, Settings};
use simswarm_runtime::config;
use uuid::Uuid;

use crate::services;

/// Its settings.
///
/// # Panics
/// If the test servers are not running.
#[expect(clippy::expect_used, reason = "a test without its servers cannot go on")]
pub fn settings() -> Settings {
    config::graph(&services::vars()).expect("the test settings are valid")
}

/// The graphs, with their constraints made.
///
/// # Panics
/// If the test servers are not running.
pub async fn open() -> Graphs {
    match Graphs::open(&settings()) {
        Ok(graphs) if graphs.ensure_constraints().await.is_ok() => graphs,
        Ok(_) | Err(_) => services::not_running(),
    }
}

/// A run that no other test has.
#[expect(clippy::disallowed_methods, reason = "tests of several processes share the server")]
pub fn run() -> RunId {
    RunId::from(Uuid::new_v4())
}
