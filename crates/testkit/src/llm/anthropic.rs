//! `/v1/messages` from the endpoint's side, which is stricter than most.

use serde_json::{Value, json};

use super::Asked;
use super::fault::Fault;
use super::question::{Question, Said};
use super::serve::Answering;

/// The body of an answer, or why the question is refused.
pub(super) fn answer(answering: &Answering<'_>, asked: &Asked) -> Result<Value, &'static str> {
    if asked.header("anthropic-version").is_none() {
        return Err("anthropic-version: header is required");
    }
    let forced = forced_tool(answering.body);
    let question = question(answering.body, forced)?;
    let voice = answering.script.voice();
    let said = voice.and_then(|voice| voice(&question));
    let said = said.unwrap_or_else(|| question.made_up(answering.script.abilities.tools));
    let said = answering.traced(as_call(said, forced));
    let content = if answering.fault == Some(&Fault::NoChoices) {
        Value::Null
    } else {
        blocks(&said, answering.thinks())
    };
    let stop_reason = if said.calls.is_empty() { "end_turn" } else { "tool_use" };
    Ok(json!({
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": question.model,
        "content": content,
        "stop_reason": stop_reason,
        "usage": usage(answering, &question, &said),
    }))
}

fn forced_tool(body: &Value) -> Option<&str> {
    if body.pointer("/tool_choice/type") != Some(&json!("tool")) {
        return None;
    }
    body.pointer("/tool_choice/name")?.as_str()
}

fn question(body: &Value, forced: Option<&str>) -> Result<Question, &'static str> {
    let max_tokens = body.get("max_tokens").and_then(Value::as_u64);
    if max_tokens.is_none() {
        return Err("max_tokens: field required");
    }
    let messages = body.get("messages").and_then(Value::as_array).ok_or("messages are missing")?;
    if messages.is_empty() {
        return Err("messages: at least one message is required");
    }
    if messages.iter().any(|message| message.get("role") == Some(&json!("system"))) {
        return Err("messages: unexpected role system");
    }
    let system = body.get("system").and_then(Value::as_array).into_iter().flatten();
    let system = system.map(|block| ("system".to_owned(), text(block, "text")));
    let turns = messages.iter().map(|message| (text(message, "role"), text(message, "content")));
    let tools: Vec<(String, Value)> =
        body.get("tools").and_then(Value::as_array).into_iter().flatten().map(tool).collect();
    let schema = tools.iter().find(|(name, _)| forced == Some(name)).map(|(_, it)| it.clone());
    Ok(Question {
        model: text(body, "model"),
        messages: system.chain(turns).collect(),
        must_call: body.pointer("/tool_choice/type") == Some(&json!("any")),
        tools,
        schema,
        max_tokens,
    })
}

fn text(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn tool(tool: &Value) -> (String, Value) {
    (text(tool, "name"), tool.get("input_schema").cloned().unwrap_or_default())
}

/// A JSON answer comes as the forced tool's arguments.
fn as_call(said: Said, forced: Option<&str>) -> Said {
    let answer = said.text.as_deref().and_then(|text| serde_json::from_str(text).ok());
    match (forced, answer) {
        (Some(tool), Some(answer)) => Said::call(tool, &answer),
        (None, _) | (_, None) => said,
    }
}

fn blocks(said: &Said, thinks: bool) -> Value {
    let thoughts = thinks.then(|| json!({ "type": "thinking", "thinking": "Well." }));
    let texts = said.text.iter().map(|text| json!({ "type": "text", "text": text }));
    let calls = said.calls.iter().enumerate().map(|(at, call)| {
        // What is no JSON comes as the text it is.
        let input = serde_json::from_str(&call.arguments).unwrap_or(json!(call.arguments));
        let id = format!("toolu_{at}");
        json!({ "type": "tool_use", "id": id, "name": call.name, "input": input })
    });
    thoughts.into_iter().chain(texts).chain(calls).collect()
}

fn usage(answering: &Answering<'_>, question: &Question, said: &Said) -> Value {
    let is_marked = answering.body.pointer("/system/0/cache_control").is_some();
    let prefix = question.messages.first().map_or(0, |(_, text)| Question::tokens(text));
    let read = if is_marked { answering.script.cached_tokens(question) } else { 0 };
    let written = if is_marked { prefix - read } else { 0 };
    let answer = said.text.as_deref().unwrap_or_default().len()
        + said.calls.iter().map(|call| call.arguments.len()).sum::<usize>();
    json!({
        "input_tokens": question.prompt_tokens() - read - written,
        "cache_read_input_tokens": read,
        "cache_creation_input_tokens": written,
        "output_tokens": answer.div_ceil(4),
    })
}
