//! What a model answered.

use crate::error::LlmError;
use crate::usage::Usage;

/// One answer: there is a text or at least one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatReply {
    /// Without what the model thought before it. JSON where a schema was asked for, and not yet checked.
    pub text: Option<String>,
    pub tool_calls: Vec<ToolCall>,
    pub finish: Finish,
    /// Whether the model thought before it answered.
    pub thought: bool,
    pub usage: Usage,
    /// What the endpoint says the model is; what was asked for if it says nothing.
    pub model: String,
}

impl ChatReply {
    /// The reply, if there is anything in it.
    pub(crate) fn said_something(self) -> Result<Self, LlmError> {
        if self.text.is_some() || !self.tool_calls.is_empty() {
            return Ok(self);
        }
        Err(match self.finish {
            Finish::Length => LlmError::SpentThinking,
            Finish::Filtered => LlmError::Withheld,
            Finish::Stop | Finish::ToolCalls | Finish::Other => LlmError::Empty,
        })
    }
}

/// A call as the model wrote it: neither its name nor its arguments are checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolCall {
    pub name: String,
    /// Meant to be the JSON text of an object; `{}` if the model gave none.
    pub arguments: String,
}

/// Why the model ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finish {
    /// It said what it had to say.
    Stop,
    /// It calls tools.
    ToolCalls,
    /// It reached `max_tokens`: a text or the last call's arguments may be cut.
    Length,
    /// It was kept from answering, or would not.
    Filtered,
    /// Another word, or none.
    Other,
}
