//! Where a model is asked, as the operator configured it.

use std::fmt;
use std::num::NonZeroUsize;
use std::time::Duration;

use secrecy::SecretString;

/// The protocol an endpoint speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndpointKind {
    /// `/v1/chat/completions` and `/v1/models`.
    OpenAiCompatible,
    /// Anthropic's `/v1/messages`.
    Anthropic,
}

/// An endpoint and the model that is asked there.
#[derive(Clone)]
pub struct Endpoint {
    pub kind: EndpointKind,
    /// `http` or `https`, up to and with the version: `http://127.0.0.1:8000/v1`. Without any path `/v1` is meant.
    pub base_url: String,
    pub model: String,
    pub key: Option<SecretString>,
    pub limits: Limits,
}

/// The address may hold a password or a host that is nobody's business, so it is not shown.
impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("kind", &self.kind)
            .field("model", &self.model)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// What is borne of an endpoint and asked of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// From the request to the last byte of its answer; waiting for a free place is not counted.
    pub timeout: Duration,
    /// A longer body is refused.
    pub max_answer_bytes: usize,
    /// Calls in flight at first.
    pub concurrency: NonZeroUsize,
    /// Calls in flight at the most.
    pub max_concurrency: NonZeroUsize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            timeout: Duration::from_mins(2),
            max_answer_bytes: 128 * 1024,
            concurrency: NonZeroUsize::MIN.saturating_add(15),
            max_concurrency: NonZeroUsize::MIN.saturating_add(63),
        }
    }
}
