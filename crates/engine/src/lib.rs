//! The simulation: a synchronous library without any I/O. It asks, it never does.
//!
//! [`cast`] makes actors, issues and markets out of a document and a question; a [`world`] holds the whole
//! state of a run; a round is `think` (what each active agent is shown) and `apply` (what its answers do);
//! everything that happens is an [`event`]. What is made of the events is the crate `projection`'s.

pub mod action;
pub mod belief;
pub mod calendar;
pub mod cast;
pub mod ensemble;
pub mod env;
pub mod event;
pub mod feed;
pub mod id;
pub mod mind;
mod number;
pub mod quote;
pub mod stream;
pub mod text;
pub mod world;

pub use event::{Event, EventBody};
pub use id::{AgentId, IssueId, MarketId, PostId};

/// The version of the engine, written into every run: another version may give another log.
pub const ENGINE_VERSION: &str = env!("CARGO_PKG_VERSION");
