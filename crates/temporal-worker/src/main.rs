//! The program `simswarm-temporal-worker`.

use std::process::ExitCode;
use std::sync::Arc;

use simswarm_blob::Blob;
use simswarm_bus::Bus;
use simswarm_gpu::Local;
use simswarm_graph::Graphs;
use simswarm_runtime::ambient::System;
use simswarm_runtime::config::Vars;
use simswarm_runtime::shutdown::Shutdown;
use simswarm_runtime::telemetry::{self, LogConfig};
use simswarm_runtime::tls;
use simswarm_store::Store;
use simswarm_temporal_worker::{Settings, Stores, serve};

#[tokio::main]
async fn main() -> ExitCode {
    tls::install_provider();
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("temporal-worker stopped: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> anyhow::Result<()> {
    let vars = Vars::from_process();
    telemetry::install(&LogConfig::read(&vars)?)?;
    let settings = Settings::read(&vars)?;
    let shutdown = Shutdown::on_signals()?;
    let stores = Stores {
        store: Store::open(&settings.database.url, settings.database.max_connections)?,
        blob: Blob::open(&settings.blob),
        bus: Bus::open(&settings.bus.url)?,
        graph: Graphs::open(&settings.graph)?,
        provider: Arc::new(Local::new(settings.pods)),
        ambient: Arc::new(System),
    };
    serve(stores, settings.run, &settings.temporal, shutdown).await
}
