//! `simswarm-migrate`: prepares every store, once, and ends.

use simswarm_migrate::Config;
use simswarm_runtime::config::Vars;
use simswarm_runtime::telemetry::{self, LogConfig};
use simswarm_runtime::tls;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    tls::install_provider();
    let vars = Vars::from_process();
    telemetry::install(&LogConfig::read(&vars)?)?;
    simswarm_migrate::run(Config::read(&vars)?).await
}
