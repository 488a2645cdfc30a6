//! Logs to standard error: text for people, JSON for machines. Secrets stay out because they are
//! `SecretString`s, and because libraries that would print requests are held at warnings.

use std::io::{self, Write};
use std::sync::Arc;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

use crate::config::{ConfigError, Vars};

/// What is logged when `LOG_FILTER` says nothing. At a lower level the HTTP and database libraries print
/// addresses and parameters.
const DEFAULT_FILTER: &str = "info,sqlx=warn,hyper=warn,hyper_util=warn,reqwest=warn,h2=warn,\
    aws_config=warn,aws_sdk_s3=warn,aws_smithy_runtime=warn,neo4rs=warn,tokio_postgres=warn,\
    refinery_core=warn";

/// How lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// What to log, and how.
#[derive(Debug, Clone)]
pub struct LogConfig {
    pub format: LogFormat,
    pub filter: String,
}

impl LogConfig {
    /// `LOG_FORMAT` (`text` or `json`) and `LOG_FILTER` (directives of `tracing`).
    pub fn read(vars: &Vars) -> Result<Self, ConfigError> {
        let format = match vars.optional("LOG_FORMAT")?.as_deref() {
            None | Some("text") => LogFormat::Text,
            Some("json") => LogFormat::Json,
            Some(_) => return Err(ConfigError::invalid("LOG_FORMAT", "must be text or json")),
        };
        let filter = vars.optional("LOG_FILTER")?.unwrap_or_else(|| DEFAULT_FILTER.to_owned());
        if EnvFilter::try_new(&filter).is_err() {
            return Err(ConfigError::invalid(
                "LOG_FILTER",
                "must be a list of directives like info,simswarm_api=debug",
            ));
        }
        Ok(Self { format, filter })
    }
}

/// Starts logging for the whole process; once.
pub fn install(config: &LogConfig) -> Result<(), TryInitError> {
    install_to(config, io::stderr)
}

/// Is told each line of the log as it is written.
pub trait LineSink: Send + Sync + 'static {
    fn line(&self, line: &str);
}

/// Starts logging for the whole process; once. `copy` is told every line too.
pub fn install_with_copy(config: &LogConfig, copy: impl LineSink) -> Result<(), TryInitError> {
    install_to(config, Copying(Arc::new(copy)))
}

fn install_to<W>(config: &LogConfig, writer: W) -> Result<(), TryInitError>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let builder = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(&config.filter))
        .with_writer(writer);
    match config.format {
        LogFormat::Text => builder.with_ansi(false).finish().try_init(),
        LogFormat::Json => builder.json().flatten_event(true).finish().try_init(),
    }
}

/// Writes to standard error and tells a sink the same lines.
struct Copying<S>(Arc<S>);

impl<S: LineSink> MakeWriter<'_> for Copying<S> {
    type Writer = Self;

    fn make_writer(&self) -> Self::Writer {
        Self(Arc::clone(&self.0))
    }
}

impl<S: LineSink> Write for Copying<S> {
    /// An event comes as one write, its line end included.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        io::stderr().write_all(bytes)?;
        String::from_utf8_lossy(bytes).lines().for_each(|line| self.0.line(line));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
