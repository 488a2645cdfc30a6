//! What decides the turns of this pod: rules, or the model of its host, once that answers.

use std::time::Duration;

use simswarm_core::{Retry, Retryable};
use simswarm_drive::mind::{Mind, ModelMind, ModelSettings, RuleMind};
use simswarm_llm::{Endpoint, LlmError};
use tokio::time::{Instant, sleep};

/// How long a model may take to be loaded.
const LOADING: Duration = Duration::from_mins(15);
const PAUSE: Duration = Duration::from_secs(2);

/// The mind of a run. A model that is being loaded is waited for; the error is why it will not answer.
pub(crate) async fn mind(model: Option<Endpoint>) -> Result<Box<dyn Mind>, LlmError> {
    let Some(endpoint) = model else { return Ok(Box::new(RuleMind)) };
    let began = Instant::now();
    loop {
        let error = match ModelMind::behind(endpoint.clone(), ModelSettings::default()).await {
            Ok(mind) => {
                tracing::info!(capabilities = ?mind.capabilities(), "the model answers");
                return Ok(Box::new(mind));
            }
            Err(error) => error,
        };
        if error.retry() == Retry::Never || began.elapsed() > LOADING {
            return Err(error);
        }
        tracing::info!("waiting for the model: {error}");
        sleep(PAUSE).await;
    }
}
