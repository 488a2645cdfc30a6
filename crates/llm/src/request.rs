//! What a model is asked.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One question. It asks for text, for calls of `tools`, or for JSON by a `schema`: for one of them.
#[derive(Debug, Clone, PartialEq)]
pub struct ChatRequest {
    /// System messages come first. The first one is what calls have in common, and is kept in a cache where an
    /// endpoint wants to be told what to keep.
    pub messages: Vec<Message>,
    /// Sent only if there is no `schema`. With [`ToolSupport::Required`](crate::ToolSupport) one of them is called.
    pub tools: Arc<[ToolSpec]>,
    /// How far it is enforced is told by [`AnswerFormat`](crate::AnswerFormat); the prompt should describe it, too.
    pub schema: Option<Arc<AnswerSchema>>,
    /// Tokens of the answer at the most.
    pub max_tokens: u32,
    /// None: the endpoint's own. Left out where the endpoint refuses any.
    pub temperature: Option<f64>,
    /// Left out where the endpoint refuses any.
    pub seed: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub role: Role,
    pub content: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    System,
    User,
    Assistant,
}

impl Message {
    pub fn system(content: impl Into<String>) -> Self {
        Self { role: Role::System, content: content.into() }
    }

    pub fn user(content: impl Into<String>) -> Self {
        Self { role: Role::User, content: content.into() }
    }

    pub fn assistant(content: impl Into<String>) -> Self {
        Self { role: Role::Assistant, content: content.into() }
    }
}

/// A tool the model may call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToolSpec {
    pub name: String,
    pub description: String,
    /// A JSON Schema of type object.
    pub parameters: Value,
}

/// The form of a JSON answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnswerSchema {
    /// Letters, digits, `_` and `-`.
    pub name: String,
    /// A JSON Schema of type object. Strict endpoints want every property required and none additional. A model that
    /// is held to it writes the properties in the order of their names.
    pub schema: Value,
}
