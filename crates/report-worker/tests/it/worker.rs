//! The real program, told where this test's stores are.

use std::process::{Child, Command, Stdio};

use secrecy::ExposeSecret;

use crate::redis::Redis;
use crate::world::World;

/// Killed when it is dropped, as a host that fails would.
pub(crate) struct Worker(Child);

impl Worker {
    pub(crate) fn start(world: &World, redis: &Redis) -> Self {
        Self::start_with_pace(world, redis, 0)
    }

    /// One that takes at least `pace_ms` for a report.
    pub(crate) fn start_with_pace(world: &World, redis: &Redis, pace_ms: u64) -> Self {
        let blob = simswarm_testkit::blob::settings();
        let child = Command::new(env!("CARGO_BIN_EXE_simswarm-report-worker"))
            .env_clear()
            .env("DATABASE_URL", world.db.url().expose_secret())
            .env("REDIS_URL", redis.url())
            .env("S3_ENDPOINT", blob.endpoint)
            .env("S3_REGION", blob.region)
            .env("S3_BUCKET", blob.bucket)
            .env("S3_ACCESS_KEY", blob.access_key.expose_secret())
            .env("S3_SECRET_KEY", blob.secret_key.expose_secret())
            .env("REPORT_PACE_MS", pace_ms.to_string())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self(child)
    }

    /// SIGKILL: no line of its own runs any more.
    pub(crate) fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
