//! Whether Redis answers, asked once for the whole process: while it does not, streams look at the database.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use simswarm_bus::Bus;
use tokio::time::sleep;

const PERIOD: Duration = Duration::from_secs(1);

/// Whether Redis answered when it was last asked.
#[derive(Debug, Clone, Default)]
pub struct RedisPresence(Arc<AtomicBool>);

impl RedisPresence {
    pub fn is_there(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Keeps asking.
    pub async fn watch(&self, bus: &Bus) -> ! {
        loop {
            let there = bus.health().await.is_ok();
            if self.0.swap(there, Ordering::Relaxed) != there {
                if there {
                    tracing::info!("Redis answers");
                } else {
                    tracing::warn!("Redis is away: live streams read what is committed");
                }
            }
            sleep(PERIOD).await;
        }
    }
}
