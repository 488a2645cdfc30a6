//! The pod over real HTTP, with an object store that fails on demand.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
#![expect(clippy::expect_used, reason = "a wait that is over its bound says what it waited for")]

mod control;
mod door;
mod model;
mod object_server;
mod program;
mod resume;
mod run;
mod trouble;
