//! The settings of this program, read once from the environment.

use std::time::Duration;

use simswarm_runtime::config::{self, BusConfig, ConfigError, DatabaseConfig, Vars};

/// Everything that this program is told.
#[derive(Debug, Clone)]
pub struct Settings {
    pub database: DatabaseConfig,
    pub bus: BusConfig,
    pub blob: simswarm_blob::Settings,
    /// How many reports are written at once.
    pub concurrency: usize,
    /// Least time that writing one takes: for demonstrations and tests.
    pub pace: Duration,
}

impl Settings {
    /// The stores', `REPORT_CONCURRENCY` and `REPORT_PACE_MS`.
    pub fn read(vars: &Vars) -> Result<Self, ConfigError> {
        let concurrency = vars.parse_or("REPORT_CONCURRENCY", "a number", 2)?;
        if concurrency == 0 {
            return Err(ConfigError::invalid("REPORT_CONCURRENCY", "must be at least 1"));
        }
        Ok(Self {
            database: DatabaseConfig::read(vars)?,
            bus: BusConfig::read(vars)?,
            blob: config::blob(vars)?,
            concurrency,
            pace: Duration::from_millis(vars.parse_or("REPORT_PACE_MS", "milliseconds", 0)?),
        })
    }
}
