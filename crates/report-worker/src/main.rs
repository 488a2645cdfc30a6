//! The program `simswarm-report-worker`.

use std::sync::Arc;

use simswarm_blob::Blob;
use simswarm_bus::Bus;
use simswarm_report_worker::{Settings, Stores, serve};
use simswarm_runtime::ambient::System;
use simswarm_runtime::config::Vars;
use simswarm_runtime::shutdown::Shutdown;
use simswarm_runtime::telemetry::{self, LogConfig};
use simswarm_runtime::tls;
use simswarm_store::Store;

fn main() -> anyhow::Result<()> {
    tls::install_provider();
    run()
}

#[tokio::main]
async fn run() -> anyhow::Result<()> {
    let vars = Vars::from_process();
    telemetry::install(&LogConfig::read(&vars)?)?;
    let settings = Settings::read(&vars)?;
    let shutdown = Shutdown::on_signals()?;
    let stores = Stores {
        store: Store::open(&settings.database.url, settings.database.max_connections)?,
        blob: Blob::open(&settings.blob),
        bus: Bus::open(&settings.bus.url)?,
        ambient: Arc::new(System),
    };
    serve(stores, &settings, shutdown).await
}
