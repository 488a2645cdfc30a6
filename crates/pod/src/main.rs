//! `simswarm-pod`: reads its settings, listens, says where, serves.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;

use anyhow::Context;
use simswarm_pod::{Pod, PodConfig, RecentLog, Settings, serve};
use simswarm_runtime::config::Vars;
use simswarm_runtime::shutdown::Shutdown;
use simswarm_runtime::{memory, telemetry, tls};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    memory::refuse_huge_pages();
    tls::install_provider();
    let config = PodConfig::read(&Vars::from_process())?;
    let log = RecentLog::default();
    telemetry::install_with_copy(&config.log, log.clone())?;
    let shutdown = Shutdown::on_signals()?;
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("cannot listen on {}", config.listen))?;
    let address = listener.local_addr()?;
    if let Some(path) = &config.port_file {
        write_address(path, address).with_context(|| format!("cannot write {}", path.display()))?;
    }
    tracing::info!("listening on {address}");
    let pod = Pod::new(Settings { model: config.model, ..Settings::new(config.token, log) })?;
    serve(pod, listener, shutdown.token()).await?;
    tracing::info!("gone");
    Ok(())
}

/// Whoever reads the file reads a whole address.
fn write_address(path: &Path, address: SocketAddr) -> std::io::Result<()> {
    let beside = path.with_extension("tmp");
    fs::write(&beside, address.to_string())?;
    fs::rename(&beside, path)
}
