//! The program over real servers: Postgres, Temporal, MinIO, Redis, Neo4j, and real pods.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod cancel;
mod ensemble;
mod finalize;
mod fork;
mod histories;
mod inject;
mod model;
mod relay;
mod resume;
mod simulation;
mod world;
