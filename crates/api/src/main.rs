//! `simswarm-api` serves; `simswarm-api openapi` prints the document and touches nothing.
#![expect(clippy::print_stdout, reason = "the document goes to standard output")]

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use clap::{Parser, Subcommand};
use simswarm_api::{Api, Parts, Settings, document};
use simswarm_blob::Blob;
use simswarm_bus::Bus;
use simswarm_graph::Graphs;
use simswarm_runtime::ambient::System;
use simswarm_runtime::config::{self, BusConfig, DatabaseConfig, Vars};
use simswarm_runtime::shutdown::{Finished, Shutdown};
use simswarm_runtime::telemetry::{self, LogConfig};
use simswarm_runtime::tls;
use simswarm_store::Store;
use tokio::net::TcpListener;

/// How long tasks may take to end once the last request is answered.
const GRACE: Duration = Duration::from_secs(5);

#[derive(Parser)]
#[command(version, about = "The HTTP API of SimSwarm")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Print the OpenAPI document.
    Openapi,
}

fn main() -> anyhow::Result<()> {
    tls::install_provider();
    match Arguments::parse().command {
        Some(Command::Openapi) => {
            print!("{}", document()?);
            Ok(())
        }
        None => run(),
    }
}

#[tokio::main]
async fn run() -> anyhow::Result<()> {
    let vars = Vars::from_process();
    telemetry::install(&LogConfig::read(&vars)?)?;
    let settings = Settings::read(&vars)?;
    let shutdown = Shutdown::on_signals().context("signals cannot be listened to")?;
    let listen = settings.listen;
    let parts = connect(&vars, &shutdown)?;
    let store = parts.store.clone();
    let api = Api::new(settings, parts)?;
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("API_LISTEN: {listen} cannot be listened on"))?;
    tracing::info!(address = %listen, "the API listens on {listen}");
    api.serve(listener).await?;
    store.close().await;
    if let Finished::CutOff { tasks } = shutdown.finished(GRACE).await {
        tracing::warn!(tasks, "{tasks} tasks were cut off");
    }
    Ok(())
}

/// Every store, as a client that connects when it is first used: the API starts whatever is away.
fn connect(vars: &Vars, shutdown: &Shutdown) -> anyhow::Result<Parts> {
    let database = DatabaseConfig::read(vars)?;
    Ok(Parts {
        store: Store::open(&database.url, database.max_connections)?,
        blob: Blob::open(&config::blob(vars)?),
        bus: Bus::open(&BusConfig::read(vars)?.url)?,
        graphs: Graphs::open(&config::graph(vars)?)?,
        ambient: Arc::new(System),
        stop: shutdown.token(),
    })
}
