//! The pod's program: the protocol between the control plane and one run, around engine and drive.
//! It holds no key of its own; whatever it stores goes through URLs that were granted to it.

mod auth;
mod config;
mod error;
mod extract;
mod grants;
mod job;
mod journal;
mod lease;
mod log;
mod mind;
mod play;
mod pod;
mod routes;
mod serve;
mod storage;

pub use config::PodConfig;
pub use log::RecentLog;
pub use pod::{Pod, Settings};
pub use serve::serve;
pub use storage::Patience;
