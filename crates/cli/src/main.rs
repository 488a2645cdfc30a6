//! `simswarm`: reads the command line, does it, says in one sentence why it could not.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use simswarm_cli::args::{Cli, Command, RunArgs};
use simswarm_cli::failure::Failure;
use simswarm_cli::plan::Plan;
use simswarm_cli::run;
use simswarm_runtime::ambient::System;
use simswarm_runtime::config::Vars;
use simswarm_runtime::shutdown::Shutdown;
use simswarm_runtime::{memory, tls};

#[tokio::main]
async fn main() -> ExitCode {
    memory::refuse_huge_pages();
    tls::install_provider();
    let Cli { command } = Cli::parse();
    let Command::Run(args) = command;
    match execute(&args).await {
        Ok(summary) => {
            // Whoever closed standard output did not want the summary.
            drop(io::stdout().write_all(summary.as_bytes()));
            ExitCode::SUCCESS
        }
        Err(failure) => {
            drop(writeln!(io::stderr(), "simswarm: {failure}"));
            failure.exit_code()
        }
    }
}

async fn execute(args: &RunArgs) -> Result<String, Failure> {
    // Before signals are caught: a document that never comes can still be interrupted.
    let plan = Plan::read(args, &Vars::from_process(), &System)?;
    let shutdown = Shutdown::on_signals()
        .map_err(|error| Failure::Failed(format!("signals cannot be heard: {error}")))?;
    run::run(&plan, Duration::from_millis(args.pace_ms), &shutdown.token()).await
}
