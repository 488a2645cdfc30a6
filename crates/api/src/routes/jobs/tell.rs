//! Tells those who watch a job that its status changed here. They find out by themselves too, only later.

use std::time::Duration;

use axum::extract::FromRef;
use simswarm_bus::Bus;
use simswarm_core::JobId;
use simswarm_core::contract::live::{LiveMessage, StatusSnapshot};
use simswarm_core::job::JobStatus;
use tokio::time::timeout;

use crate::presence::RedisPresence;
use crate::state::AppState;

/// Nobody's request waits longer for Redis.
const PATIENCE: Duration = Duration::from_millis(500);

/// The way to the watchers.
#[derive(Clone)]
pub struct Watchers {
    bus: Bus,
    redis: RedisPresence,
}

impl FromRef<AppState> for Watchers {
    fn from_ref(state: &AppState) -> Self {
        Self { bus: state.bus.clone(), redis: state.redis.clone() }
    }
}

impl Watchers {
    /// After the commit: whoever hears of it looks at the database.
    pub(super) async fn tell(&self, job: JobId, status: JobStatus, stage: Option<i16>) {
        if !self.redis.is_there() {
            return;
        }
        let snapshot = StatusSnapshot { status, pipeline_stage: stage, reason: None };
        let messages = [LiveMessage::Status(snapshot)];
        match timeout(PATIENCE, self.bus.publish(job, &messages)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(job.id = %job, %error, "watchers were not told"),
            Err(elapsed) => tracing::warn!(job.id = %job, %elapsed, "watchers were not told"),
        }
    }
}
