//! The one way to ask a model.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::anthropic;
use crate::capabilities::Capabilities;
use crate::endpoint::{Endpoint, EndpointKind};
use crate::error::LlmError;
use crate::limiter::{Limiter, Outcome};
use crate::models::{ServedModel, served};
use crate::openai;
use crate::refusal::{Refusal, refusal};
use crate::reply::ChatReply;
use crate::request::ChatRequest;
use crate::transport::{Answer, Transport};

/// Asks the model of one endpoint. Clones share the connections and the limit of calls in flight.
#[derive(Clone)]
pub struct ChatClient {
    line: Arc<Line>,
    capabilities: Capabilities,
}

struct Line {
    endpoint: Endpoint,
    transport: Transport,
    limiter: Limiter,
}

impl fmt::Debug for ChatClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChatClient")
            .field("endpoint", &self.line.endpoint)
            .field("capabilities", &self.capabilities)
            .finish_non_exhaustive()
    }
}

impl ChatClient {
    /// A client that asks by what a probe found.
    pub fn new(endpoint: Endpoint, capabilities: Capabilities) -> Result<Self, LlmError> {
        let transport = Transport::new(&endpoint)?;
        let limits = &endpoint.limits;
        let limiter = Limiter::new(limits.concurrency, limits.max_concurrency);
        Ok(Self { line: Arc::new(Line { endpoint, transport, limiter }), capabilities })
    }

    /// The same line, asked as if the endpoint had other capabilities.
    pub(crate) fn asking_by(&self, capabilities: Capabilities) -> Self {
        Self { line: Arc::clone(&self.line), capabilities }
    }

    pub fn model(&self) -> &str {
        &self.line.endpoint.model
    }

    pub fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    /// Calls that the endpoint is thought to bear at the moment.
    pub fn concurrency(&self) -> usize {
        self.line.limiter.limit()
    }

    pub(crate) fn kind(&self) -> EndpointKind {
        self.line.endpoint.kind
    }

    /// Asks once, as soon as there is a free place: it is up to the caller to ask again.
    pub async fn complete(&self, request: &ChatRequest) -> Result<ChatReply, LlmError> {
        let place = self.line.limiter.enter().await;
        let result = self.ask(request).await;
        place.leave(outcome(result.as_ref().err()));
        result
    }

    async fn ask(&self, request: &ChatRequest) -> Result<ChatReply, LlmError> {
        let (model, able) = (self.model(), &self.capabilities);
        match self.kind() {
            EndpointKind::OpenAiCompatible => {
                let question = openai::body(model, able, request);
                let body = self.post(openai::PATH, &question).await?;
                openai::reply(&body, model)
            }
            EndpointKind::Anthropic => {
                let question = anthropic::body(model, able, request);
                let body = self.post(anthropic::PATH, &question).await?;
                let answer_tool = request.schema.as_deref().map(|schema| schema.name.as_str());
                anthropic::reply(&body, model, answer_tool)
            }
        }
    }

    async fn post(&self, path: &str, question: &impl Serialize) -> Result<Value, LlmError> {
        let answer = self.line.transport.post(path, question).await?.with_inner_status();
        if (200..300).contains(&answer.status) {
            return answer.body.ok_or(LlmError::NotJson);
        }
        Err(self.refusal(&answer).await)
    }

    async fn refusal(&self, answer: &Answer) -> LlmError {
        let error = match refusal(answer, self.line.endpoint.key.is_some()) {
            Refusal::Error(error) => return error,
            Refusal::PerhapsModel(error) => error,
        };
        let Ok(served) = self.served().await else {
            return error;
        };
        if served.iter().any(|model| model.id == self.model()) {
            return error;
        }
        let served = served.into_iter().map(|model| model.id).collect();
        LlmError::UnknownModel { model: self.model().to_owned(), served }
    }

    /// What the endpoint says it serves; nothing if it has no such list.
    pub(crate) async fn served(&self) -> Result<Vec<ServedModel>, LlmError> {
        let answer = self.line.transport.get_models().await?;
        match answer.status {
            200..=299 => Ok(served(answer.body.as_ref())),
            404 | 405 => Err(LlmError::NotFound),
            _ => match refusal(&answer, self.line.endpoint.key.is_some()) {
                Refusal::Error(error) | Refusal::PerhapsModel(error) => Err(error),
            },
        }
    }
}

/// An answer that does not come in time is a complaint, too.
fn outcome(error: Option<&LlmError>) -> Outcome {
    match error {
        None => Outcome::Answered,
        Some(LlmError::Overloaded { retry_after, .. }) => {
            Outcome::Overloaded { retry_after: *retry_after }
        }
        Some(LlmError::TimedOut(_)) => Outcome::Overloaded { retry_after: None },
        Some(_) => Outcome::Else,
    }
}
