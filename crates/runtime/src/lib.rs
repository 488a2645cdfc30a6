//! What every program of ours needs at its start: settings, logs, shutdown, time, TLS.

pub mod ambient;
pub mod config;
#[cfg(feature = "http")]
pub mod http_client;
pub mod shutdown;
pub mod telemetry;
#[cfg(feature = "http")]
pub mod tls;
