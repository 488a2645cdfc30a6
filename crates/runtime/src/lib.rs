//! What every program of ours needs at its start: memory, settings, logs, shutdown, time, TLS.

mod allocator;
pub mod ambient;
pub mod config;
#[cfg(feature = "http")]
pub mod http_client;
pub mod shutdown;
pub mod telemetry;
#[cfg(feature = "http")]
pub mod tls;
