//! Hosts for pods behind one trait: found by name, so that an answer that got lost costs a look and
//! never a second host.

pub mod local;
mod provider;

pub use local::{Local, LocalSettings};
pub use provider::{Error, Host, HostState, PodRequest, Provider};
