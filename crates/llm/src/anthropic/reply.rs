//! An answer in the words of `/v1/messages`.

use serde_json::Value;

use crate::error::LlmError;
use crate::reply::{ChatReply, Finish, ToolCall};
use crate::thoughts::spoken;
use crate::usage::Usage;

/// The answer in a body. `model` is whom it was asked of, `answer_tool` the tool whose arguments are the answer.
pub(crate) fn reply(
    body: &Value,
    model: &str,
    answer_tool: Option<&str>,
) -> Result<ChatReply, LlmError> {
    let blocks = body.get("content").and_then(Value::as_array);
    let blocks = blocks.ok_or(LlmError::Malformed("a message"))?;
    let kind = |block: &Value, kind: &str| block.get("type").and_then(Value::as_str) == Some(kind);
    let said: String = blocks
        .iter()
        .filter(|block| kind(block, "text"))
        .filter_map(|block| block.get("text")?.as_str())
        .collect();
    let spoken = spoken(&said);
    let calls = blocks.iter().filter(|block| kind(block, "tool_use")).filter_map(tool_call);
    let (answers, tool_calls): (Vec<_>, Vec<_>) =
        calls.partition(|call| answer_tool == Some(call.name.as_str()));
    let thoughts = |block| kind(block, "thinking") || kind(block, "redacted_thinking");
    let answer = answers.into_iter().next().map(|call| call.arguments);
    let reason = finish(body.get("stop_reason"));
    let is_answer = reason == Finish::ToolCalls && answer.is_some();
    let text = answer.unwrap_or_else(|| spoken.text.to_owned());
    ChatReply {
        text: Some(text).filter(|text| !text.is_empty()),
        tool_calls,
        finish: if is_answer { Finish::Stop } else { reason },
        thought: spoken.thought || blocks.iter().any(thoughts),
        usage: usage(body),
        model: body.get("model").and_then(Value::as_str).unwrap_or(model).to_owned(),
    }
    .said_something()
}

fn tool_call(block: &Value) -> Option<ToolCall> {
    let name = block.get("name")?.as_str()?.to_owned();
    let arguments = match block.get("input") {
        Some(Value::Null) | None => "{}".to_owned(),
        Some(input) => input.to_string(),
    };
    Some(ToolCall { name, arguments })
}

fn finish(reason: Option<&Value>) -> Finish {
    match reason.and_then(Value::as_str) {
        Some("end_turn" | "stop_sequence") => Finish::Stop,
        Some("tool_use") => Finish::ToolCalls,
        Some("max_tokens" | "model_context_window_exceeded") => Finish::Length,
        Some("refusal") => Finish::Filtered,
        Some(_) | None => Finish::Other,
    }
}

/// What is read from the cache and what is written to it are counted apart from the rest of the prompt.
fn usage(body: &Value) -> Usage {
    let usage = body.get("usage");
    let number = |name| usage.and_then(|usage| usage.get(name)?.as_u64()).unwrap_or_default();
    let cached_tokens = number("cache_read_input_tokens");
    let written = number("cache_creation_input_tokens");
    Usage {
        prompt_tokens: number("input_tokens").saturating_add(cached_tokens).saturating_add(written),
        cached_tokens,
        completion_tokens: number("output_tokens"),
    }
}
