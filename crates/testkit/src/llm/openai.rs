//! `/v1/chat/completions` from the endpoint's side.

use serde_json::{Value, json};

use super::abilities::{Abilities, Format, Tools};
use super::fault::Fault;
use super::question::{Question, Said, SaidCall};
use super::serve::Answering;

/// The body of an answer, or why the question is refused.
pub(super) fn answer(answering: &Answering<'_>) -> Result<Value, &'static str> {
    let abilities = &answering.script.abilities;
    let question = question(answering.body, abilities)?;
    let voice = answering.script.voice();
    let said = voice.and_then(|voice| voice(&question));
    let said = answering.traced(said.unwrap_or_else(|| question.made_up(abilities.tools)));
    let choices = if answering.fault == Some(&Fault::NoChoices) {
        json!([])
    } else {
        let finish = if said.calls.is_empty() { "stop" } else { "tool_calls" };
        let message = message(&said, answering.thinks());
        json!([{ "index": 0, "message": message, "finish_reason": finish }])
    };
    Ok(json!({
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": question.model,
        "choices": choices,
        "usage": usage(answering, &question, &said),
    }))
}

fn question(body: &Value, abilities: &Abilities) -> Result<Question, &'static str> {
    let messages = body.get("messages").and_then(Value::as_array).ok_or("messages are missing")?;
    let tools: Vec<(String, Value)> =
        body.get("tools").and_then(Value::as_array).into_iter().flatten().map(tool).collect();
    let must_call = body.get("tool_choice") == Some(&json!("required"));
    if abilities.is_strict && abilities.tools == Tools::None && !tools.is_empty() {
        return Err("tools are not supported");
    }
    if abilities.tools == Tools::Auto && must_call {
        return Err("tool_choice must be auto or none");
    }
    Ok(Question {
        model: body.get("model").and_then(Value::as_str).unwrap_or_default().to_owned(),
        messages: messages.iter().map(role_and_text).collect(),
        tools,
        must_call,
        schema: schema(body, abilities)?,
        max_tokens: ["max_tokens", "max_completion_tokens"]
            .into_iter()
            .find_map(|name| body.get(name)?.as_u64()),
    })
}

fn role_and_text(message: &Value) -> (String, String) {
    let text = |name| message.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    (text("role"), text("content"))
}

fn tool(tool: &Value) -> (String, Value) {
    let name = tool.pointer("/function/name").and_then(Value::as_str).unwrap_or_default();
    let parameters = tool.pointer("/function/parameters").cloned().unwrap_or_default();
    (name.to_owned(), parameters)
}

/// The schema that an answer has to obey, if it is asked for in a way that the endpoint knows.
fn schema(body: &Value, abilities: &Abilities) -> Result<Option<Value>, &'static str> {
    let any_object = json!({ "type": "object", "properties": { "answer": { "type": "string" } } });
    let is_json_mode = body.pointer("/response_format/type") == Some(&json!("json_object"));
    let asked = [
        (Format::JsonSchema, body.pointer("/response_format/json_schema/schema")),
        (Format::StructuredOutputs, body.pointer("/structured_outputs/json")),
        (Format::GuidedJson, body.get("guided_json")),
        (Format::JsonMode, is_json_mode.then_some(&any_object)),
    ];
    let Some((format, schema)) =
        asked.into_iter().find_map(|(format, schema)| Some((format, schema?)))
    else {
        return Ok(None);
    };
    if abilities.formats.contains(&format) {
        return Ok(Some(schema.clone()));
    }
    if abilities.is_strict { Err("this format is not supported") } else { Ok(None) }
}

fn message(said: &Said, thinks: bool) -> Value {
    let calls: Vec<Value> = said.calls.iter().enumerate().map(call).collect();
    let mut message = json!({ "role": "assistant", "content": said.text });
    if thinks {
        let text = said.text.as_deref().unwrap_or_default();
        message["content"] = json!(format!("<think>\nWell.\n</think>\n\n{text}"));
    }
    message["tool_calls"] = if calls.is_empty() { Value::Null } else { Value::Array(calls) };
    message
}

fn call((at, call): (usize, &SaidCall)) -> Value {
    let arguments = if call.arguments == "null" { Value::Null } else { json!(call.arguments) };
    let function = json!({ "name": call.name, "arguments": arguments });
    json!({ "id": format!("call_{at}"), "type": "function", "function": function })
}

fn usage(answering: &Answering<'_>, question: &Question, said: &Said) -> Value {
    let answer = said.text.as_deref().unwrap_or_default().len()
        + said.calls.iter().map(|call| call.arguments.len()).sum::<usize>();
    let cached = answering.script.cached_tokens(question);
    json!({
        "prompt_tokens": question.prompt_tokens(),
        "completion_tokens": answer.div_ceil(4),
        "prompt_tokens_details": { "cached_tokens": cached },
    })
}
