//! The HTTP API: it checks, commits a row and an intent, and shows what is there. It never calls Temporal
//! or a queue. Conventions, and how to add a route: README.md of this crate.

pub mod app;
pub mod auth;
pub mod client_address;
pub mod docs;
pub mod error;
pub mod event_log;
pub mod extract;
pub mod limit;
pub mod middleware;
pub mod openapi;
pub mod presence;
pub mod routes;
pub mod settings;
pub mod state;
pub mod words;

pub use app::{Api, document};
pub use settings::Settings;
pub use state::Parts;
