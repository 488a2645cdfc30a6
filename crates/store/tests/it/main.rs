//! The repositories against a real PostgreSQL, each test in a database of its own.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod accounts;
mod jobs;
mod migrations;
mod outbox;
mod pods;
mod queries;
mod relay;
mod reports;
mod runs;
mod world;
