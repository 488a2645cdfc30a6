//! Neo4j: the entity graph of each run, a projection that can always be made again from the artifact.

mod error;
mod read;
mod write;

use std::future::Future;
use std::time::Duration;

use neo4rs::{ConfigBuilder, Query};
use secrecy::ExposeSecret;

pub use error::Error;
pub use simswarm_core::stores::GraphSettings as Settings;

/// neo4rs tries a failed call again for up to a minute by itself: whoever waits is told sooner.
const CALL_TIMEOUT: Duration = Duration::from_secs(20);
const HEALTH_TIMEOUT: Duration = Duration::from_secs(3);
const CONNECTIONS: usize = 8;
const FETCH_SIZE: usize = 1_000;

/// An entity is found by its run and its slug; a run's own node says that its graph is whole.
const CONSTRAINTS: [&str; 2] = [
    "create constraint entity_run_id if not exists
     for (e:Entity) require (e.run, e.id) is unique",
    "create constraint graph_run if not exists for (g:Graph) require g.run is unique",
];

/// The graphs of all runs. Cheap to clone.
#[derive(Clone)]
pub struct Graphs {
    neo4j: neo4rs::Graph,
}

impl std::fmt::Debug for Graphs {
    /// The driver knows its password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Graphs").finish_non_exhaustive()
    }
}

impl Graphs {
    /// It connects when it is first used.
    pub fn open(settings: &Settings) -> Result<Self, Error> {
        let config = ConfigBuilder::new()
            .uri(settings.uri.as_str())
            .user(settings.user.as_str())
            .password(settings.password.expose_secret())
            .max_connections(CONNECTIONS)
            .fetch_size(FETCH_SIZE)
            .build()?;
        Ok(Self { neo4j: neo4rs::Graph::connect(config)? })
    }

    /// Makes the constraints that writing and reading lean on: safe to call at any time.
    pub async fn ensure_constraints(&self) -> Result<(), Error> {
        for constraint in CONSTRAINTS {
            self.run(neo4rs::query(constraint)).await?;
        }
        Ok(())
    }

    /// Whether Neo4j answers.
    pub async fn health(&self) -> Result<(), Error> {
        bounded(HEALTH_TIMEOUT, self.neo4j.run(neo4rs::query("return 1"))).await?;
        Ok(())
    }

    /// One statement in a transaction of its own.
    async fn run(&self, query: Query) -> Result<(), Error> {
        bounded(CALL_TIMEOUT, self.neo4j.run(query)).await?;
        Ok(())
    }
}

/// The driver's futures are large: on the heap they do not swell those of every caller.
fn bounded<T>(
    limit: Duration,
    call: impl Future<Output = Result<T, neo4rs::Error>>,
) -> impl Future<Output = Result<T, Error>> {
    let call = tokio::time::timeout(limit, Box::pin(call));
    async move {
        match call.await {
            Ok(done) => Ok(done?),
            Err(_) => Err(Error::TimedOut { limit }),
        }
    }
}
