//! An answer in the words of `/v1/chat/completions`, read as leniently as endpoints differ.

use serde_json::Value;

use crate::error::LlmError;
use crate::reply::{ChatReply, Finish, ToolCall};
use crate::thoughts::spoken;
use crate::usage::Usage;

/// The answer in a body. `model` is whom it was asked of.
pub(crate) fn reply(body: &Value, model: &str) -> Result<ChatReply, LlmError> {
    let choices = body.get("choices").and_then(Value::as_array);
    let choice = choices.and_then(|choices| choices.first());
    let choice = choice.ok_or(LlmError::Malformed("a choice"))?;
    let message = choice.get("message").filter(|message| message.is_object());
    let message = message.ok_or(LlmError::Malformed("a message"))?;
    let content = text(message.get("content"));
    let spoken = spoken(&content);
    let refusal = message.get("refusal").and_then(Value::as_str).is_some_and(|it| !it.is_empty());
    ChatReply {
        text: Some(spoken.text).filter(|text| !text.is_empty()).map(str::to_owned),
        tool_calls: tool_calls(message.get("tool_calls")),
        finish: if refusal { Finish::Filtered } else { finish(choice.get("finish_reason")) },
        thought: spoken.thought || has_thoughts(message) || thinking_tokens(body) > 0,
        usage: usage(body),
        model: body.get("model").and_then(Value::as_str).unwrap_or(model).to_owned(),
    }
    .said_something()
}

/// A text, or the texts among several parts.
fn text(content: Option<&Value>) -> String {
    match content {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => {
            parts.iter().filter_map(|part| part.get("text")?.as_str()).collect()
        }
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => {
            String::new()
        }
    }
}

fn tool_calls(calls: Option<&Value>) -> Vec<ToolCall> {
    let calls = calls.and_then(Value::as_array).into_iter().flatten();
    calls.filter_map(|call| tool_call(call.get("function")?)).collect()
}

fn tool_call(function: &Value) -> Option<ToolCall> {
    let name = function.get("name")?.as_str()?.trim().to_owned();
    let arguments = match function.get("arguments") {
        Some(Value::String(text)) if !text.trim().is_empty() => text.clone(),
        Some(Value::String(_) | Value::Null) | None => "{}".to_owned(),
        // Some endpoints have read the arguments already.
        Some(read @ (Value::Object(_) | Value::Array(_) | Value::Bool(_) | Value::Number(_))) => {
            read.to_string()
        }
    };
    Some(ToolCall { name, arguments })
}

fn finish(reason: Option<&Value>) -> Finish {
    match reason.and_then(Value::as_str) {
        Some("stop") => Finish::Stop,
        Some("tool_calls" | "function_call") => Finish::ToolCalls,
        Some("length") => Finish::Length,
        Some("content_filter") => Finish::Filtered,
        Some(_) | None => Finish::Other,
    }
}

/// Thoughts come apart from the answer under either name.
fn has_thoughts(message: &Value) -> bool {
    ["reasoning_content", "reasoning"]
        .into_iter()
        .filter_map(|name| message.get(name)?.as_str())
        .any(|thoughts| !thoughts.trim().is_empty())
}

fn thinking_tokens(body: &Value) -> u64 {
    number(body, "/usage/completion_tokens_details/reasoning_tokens")
}

fn usage(body: &Value) -> Usage {
    Usage {
        prompt_tokens: number(body, "/usage/prompt_tokens"),
        cached_tokens: number(body, "/usage/prompt_tokens_details/cached_tokens"),
        completion_tokens: number(body, "/usage/completion_tokens"),
    }
}

fn number(body: &Value, pointer: &str) -> u64 {
    body.pointer(pointer).and_then(Value::as_u64).unwrap_or_default()
}
