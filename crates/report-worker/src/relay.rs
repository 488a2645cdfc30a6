//! From the outbox to the queue: a report that was asked for wakes a worker.

use simswarm_core::contract::job::{GENERATE_REPORT, GenerateReport};
use simswarm_store::outbox::Intent;
use simswarm_store::relay::{Deliver, DeliveryError};

use crate::queue::{self, ReportQueue};

pub(crate) const FAMILY: &str = "report";
pub(crate) const KINDS: &[&str] = &[GENERATE_REPORT];

/// Pushes intents into the queue.
pub(crate) struct ToQueue(pub(crate) ReportQueue);

impl Deliver for ToQueue {
    async fn deliver(&self, intent: &Intent) -> Result<(), DeliveryError> {
        let failed = |reason: String| DeliveryError::backing_off(reason, intent.attempts);
        let task: GenerateReport = serde_json::from_value(intent.payload.clone())
            .map_err(|error| failed(error.to_string()))?;
        queue::push(&self.0, task, &intent.id.to_string()).await.map_err(failed)
    }
}
