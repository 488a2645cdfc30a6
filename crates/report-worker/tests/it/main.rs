//! The report-worker as a process: on a database, objects and a Redis of the test's own.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod crashes;
mod reports;
mod worker;
mod world;
