//! What every program of ours needs at its start: memory, settings, logs, shutdown, time, TLS.

pub mod ambient;
pub mod config;
#[cfg(feature = "http")]
pub mod http_client;
pub mod memory;
pub mod shutdown;
pub mod telemetry;
#[cfg(feature = "http")]
pub mod tls;
