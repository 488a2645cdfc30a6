//! The real program, told where this test's stores are.

use std::path::Path;

use secrecy::ExposeSecret;
use simswarm_testkit::{OwnRedis, Program, services};
use tempfile::TempDir;

use crate::world::World;

const STORES: [&str; 5] =
    ["S3_ENDPOINT", "S3_REGION", "S3_BUCKET", "S3_ACCESS_KEY", "S3_SECRET_KEY"];

/// Killed when it is dropped, as a host that fails would.
pub(crate) struct Worker {
    program: Program,
    _logs: TempDir,
}

impl Worker {
    pub(crate) fn start(world: &World, redis: &OwnRedis) -> Self {
        Self::start_with_pace(world, redis, 0)
    }

    /// One that takes at least `pace_ms` for a report.
    pub(crate) fn start_with_pace(world: &World, redis: &OwnRedis, pace_ms: u64) -> Self {
        let logs = TempDir::new().unwrap();
        let path = Path::new(env!("CARGO_BIN_EXE_simswarm-report-worker"));
        let mut program = Program::new(path, &logs.path().join("report-worker.log"));
        for (name, value) in services::settings(&STORES) {
            program.set(name, &value);
        }
        program.set("DATABASE_URL", world.db.url().expose_secret());
        program.set("REDIS_URL", &redis.url());
        program.set("REPORT_PACE_MS", &pace_ms.to_string());
        program.start();
        Self { program, _logs: logs }
    }

    /// SIGKILL: no line of its own runs any more.
    pub(crate) fn kill(mut self) {
        self.program.kill();
    }
}
