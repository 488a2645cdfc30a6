//! Chat clients: language models behind OpenAI-compatible endpoints (vLLM, Ollama, llama.cpp, `OpenAI`…) and
//! behind Anthropic's. A [`probe()`] finds out what an endpoint can do, a [`ChatClient`] asks it accordingly.
//!
//! Written on `reqwest`: the ready clients (`async-openai` and its like) are typed after one vendor's API, and
//! stumble over what compatible endpoints add, leave out and answer when they fail.

mod anthropic;
mod capabilities;
mod client;
mod endpoint;
mod error;
mod limiter;
mod models;
mod openai;
mod probe;
mod refusal;
mod reply;
mod request;
mod retry_after;
mod thoughts;
mod transport;
mod usage;

pub use capabilities::{AnswerFormat, Capabilities, Thinking, TokenLimitField, ToolSupport};
pub use client::ChatClient;
pub use endpoint::{Endpoint, EndpointKind, Limits};
pub use error::LlmError;
pub use probe::probe;
pub use reply::{ChatReply, Finish, ToolCall};
pub use request::{AnswerSchema, ChatRequest, Message, Role, ToolSpec};
pub use usage::{Cost, Price, Usage};
