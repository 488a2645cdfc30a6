//! The settings of this program, read once from the environment.

use std::path::PathBuf;
use std::time::Duration;

use simswarm_gpu::LocalSettings;
use simswarm_runtime::config::{
    self, BusConfig, ConfigError, DatabaseConfig, TemporalConfig, Vars, installation, model_server,
    secret_key,
};

use crate::activities::RunSettings;

const POD_PROGRAM: &str = "simswarm-pod";
/// The friendly signal is answered at the next turn; a job is cancelled within five seconds in all.
const GRACE: Duration = Duration::from_secs(2);
const LEASE: Duration = Duration::from_mins(10);

/// Everything that this program is told.
#[derive(Debug, Clone)]
pub struct Settings {
    pub database: DatabaseConfig,
    pub bus: BusConfig,
    pub blob: simswarm_blob::Settings,
    pub graph: simswarm_graph::Settings,
    pub temporal: TemporalConfig,
    pub pods: LocalSettings,
    pub run: RunSettings,
}

impl Settings {
    /// Besides the stores': `INSTALLATION`, `SECRET_KEY`, `PODS_DIR` (where local pods keep their state),
    /// `POD_PROGRAM` (beside this program unless it says otherwise), `MAX_PODS`, `MODEL_ENDPOINT` and `MODEL_NAME` (what
    /// decides in local pods; none where rules do) and `PACE_MS`.
    pub fn read(vars: &Vars) -> Result<Self, ConfigError> {
        Ok(Self {
            database: DatabaseConfig::read(vars)?,
            bus: BusConfig::read(vars)?,
            blob: config::blob(vars)?,
            graph: config::graph(vars)?,
            temporal: TemporalConfig::read(vars)?,
            pods: LocalSettings {
                dir: absolute("PODS_DIR", vars.required("PODS_DIR", "a folder for local pods")?)?,
                program: pod_program(vars)?,
                max_pods: vars.parse_or("MAX_PODS", "a number", 8)?,
                model: model_server(vars)?,
                grace: GRACE,
            },
            run: RunSettings {
                installation: installation(vars)?,
                server_key: secret_key(vars)?,
                pace: Duration::from_millis(vars.parse_or("PACE_MS", "milliseconds", 0)?),
                lease: LEASE,
            },
        })
    }
}

fn pod_program(vars: &Vars) -> Result<PathBuf, ConfigError> {
    if let Some(path) = vars.optional("POD_PROGRAM")? {
        return absolute("POD_PROGRAM", path);
    }
    let own =
        std::env::current_exe().map_err(|error| ConfigError::invalid("POD_PROGRAM", error))?;
    Ok(own.with_file_name(POD_PROGRAM))
}

/// A pod runs somewhere else, and outlives this process: relative paths would mean something else there.
fn absolute(name: &str, path: String) -> Result<PathBuf, ConfigError> {
    std::path::absolute(path).map_err(|error| ConfigError::invalid(name, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    const VARS: [(&str, &str); 11] = [
        ("DATABASE_URL", "postgres://localhost/x"),
        ("REDIS_URL", "redis://localhost"),
        ("S3_ENDPOINT", "http://localhost:9000"),
        ("S3_ACCESS_KEY", "a"),
        ("S3_SECRET_KEY", "b"),
        ("NEO4J_URI", "bolt://localhost"),
        ("NEO4J_PASSWORD", "c"),
        ("TEMPORAL_ADDRESS", "localhost:7233"),
        ("INSTALLATION", "dev1"),
        ("SECRET_KEY", "0123456789012345678901234567890123456789"),
        ("PODS_DIR", "pods"),
    ];

    #[test]
    fn the_pod_lies_beside_this_program_and_folders_are_absolute() {
        let settings = Settings::read(&Vars::from(VARS)).unwrap();

        assert_eq!(settings.pods.program.file_name().unwrap(), "simswarm-pod");
        assert!(settings.pods.dir.is_absolute());
        assert_eq!(settings.run.pace, Duration::ZERO);
    }

    #[test]
    fn a_secret_is_never_printed() {
        let printed = format!("{:?}", Settings::read(&Vars::from(VARS)).unwrap());

        assert!(!printed.contains("01234567890"), "{printed}");
    }
}
