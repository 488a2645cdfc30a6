//! The API over real HTTP, against real stores.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on should panic"
)]

mod app;
mod auth;
mod bad_input;
mod cancel;
mod client;
mod create;
mod document;
mod ensemble;
mod fork;
mod inject;
mod limits;
mod progress;
mod read;
mod results;
mod run;
