//! The temporal-worker: runs the simulation workflow and its activities, tells Temporal what the outbox
//! holds, and ends pods that nobody owns. See README.md for what a workflow may do.

pub mod activities;
mod config;
pub mod pod_client;
pub mod relay;
mod server;
pub mod sweep;
mod temporal;
pub mod workflows;

pub use config::Settings;
pub use server::{Stores, serve};
