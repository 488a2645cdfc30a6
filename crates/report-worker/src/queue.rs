//! The apalis queue of reports to write. Losing it loses nothing: the sweep pushes again what waits.

use std::time::Duration;

use apalis::prelude::*;
use apalis_redis::{Config, RedisStorage};
use secrecy::{ExposeSecret, SecretString};
use simswarm_core::contract::job::{GENERATE_REPORT, GenerateReport};

pub(crate) type ReportQueue = RedisStorage<GenerateReport>;

/// A worker that says nothing for three of these is dead, and its tasks are given to another.
const HEARTBEAT: Duration = Duration::from_secs(2);
const MISSED_HEARTBEATS: usize = 3;
/// Without a time to live, apalis-redis deletes the key at once and deduplicates nothing.
const IDEMPOTENCY_TTL: Duration = Duration::from_hours(24);
const BATCH: usize = 4;

/// Connects to the queue. Its name is a constant: by default apalis would name it after the Rust type.
pub(crate) async fn open(url: &SecretString) -> Result<ReportQueue, apalis_redis::RedisError> {
    let connection = apalis_redis::connect(url.expose_secret()).await?;
    let config = Config::default()
        .queue(GENERATE_REPORT)
        .batch_size(BATCH)
        .heartbeat_interval(HEARTBEAT)
        .missed_heartbeats(MISSED_HEARTBEATS)
        .idempotency_ttl(Some(IDEMPOTENCY_TTL));
    Ok(RedisStorage::new(connection).with_config(config))
}

/// Wakes a worker for a report. `push` tells pushes of one report apart: deduplication swallows the same
/// push made twice, and neither a retry nor a push after Redis has lost its data.
pub(crate) async fn push(
    queue: &ReportQueue,
    task: GenerateReport,
    push: &str,
) -> Result<(), String> {
    let key = format!("{}:{}:{push}", task.job_id, task.generation);
    let task = TaskBuilder::new(task).idempotency_key(key).build();
    queue.clone().push_task(task).await.map_err(|error| error.to_string())
}
