//! The one way to ask a model.

use crate::capabilities::Capabilities;
use crate::endpoint::Endpoint;
use crate::error::LlmError;
use crate::reply::ChatReply;
use crate::request::ChatRequest;

/// Asks the model of one endpoint. Clones share the connections and the limit of calls in flight.
#[derive(Debug, Clone)]
pub struct ChatClient {
    endpoint: Endpoint,
    capabilities: Capabilities,
}

impl ChatClient {
    /// A client that asks by what a probe found.
    pub fn new(endpoint: Endpoint, capabilities: Capabilities) -> Result<Self, LlmError> {
        Ok(Self { endpoint, capabilities })
    }

    pub fn model(&self) -> &str {
        &self.endpoint.model
    }

    pub fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    /// Asks once: it is up to the caller to ask again. Waits for a free place first.
    pub async fn complete(&self, _request: &ChatRequest) -> Result<ChatReply, LlmError> {
        Err(LlmError::Unreachable)
    }
}
