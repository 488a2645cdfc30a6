//! A question in the words of `/v1/messages`.

use serde_json::{Map, Value, json};

use crate::capabilities::{Capabilities, Thinking, ToolSupport};
use crate::request::{AnswerSchema, ChatRequest, Message, Role, ToolSpec};

/// The body that asks `model`, by what it can do.
pub(crate) fn body(model: &str, able: &Capabilities, request: &ChatRequest) -> Value {
    let (system, turns): (Vec<&Message>, Vec<&Message>) =
        request.messages.iter().partition(|message| message.role == Role::System);
    let mut body = Map::new();
    body.insert("model".to_owned(), json!(model));
    body.insert("max_tokens".to_owned(), json!(request.max_tokens));
    if !system.is_empty() {
        body.insert("system".to_owned(), system_blocks(&system));
    }
    body.insert("messages".to_owned(), json!(turns));
    if let Some(temperature) = request.temperature.filter(|_| !able.refuses_temperature) {
        body.insert("temperature".to_owned(), json!(temperature.min(1.0)));
    }
    if able.thinking == Thinking::Disabled {
        body.insert("thinking".to_owned(), json!({ "type": "disabled" }));
    }
    if let Some(schema) = &request.schema {
        if able.answers.obeys_schema() {
            body.insert("tools".to_owned(), json!([answer_tool(schema)]));
            body.insert("tool_choice".to_owned(), json!({ "type": "tool", "name": schema.name }));
        }
    } else if !request.tools.is_empty() {
        body.insert("tools".to_owned(), request.tools.iter().map(tool).collect());
        body.insert("tool_choice".to_owned(), tool_choice(able.tools));
    }
    Value::Object(body)
}

/// The cache keeps the tools and all that comes up to the mark: what calls have in common.
fn system_blocks(system: &[&Message]) -> Value {
    let block = |(at, message): (usize, &&Message)| {
        let mut block = json!({ "type": "text", "text": message.content });
        if at == 0 {
            block["cache_control"] = json!({ "type": "ephemeral" });
        }
        block
    };
    system.iter().enumerate().map(block).collect()
}

fn tool(tool: &ToolSpec) -> Value {
    json!({
        "name": tool.name,
        "description": tool.description,
        "input_schema": tool.parameters,
    })
}

fn answer_tool(answer: &AnswerSchema) -> Value {
    json!({
        "name": answer.name,
        "description": "Gives the answer.",
        "input_schema": answer.schema,
    })
}

fn tool_choice(support: ToolSupport) -> Value {
    match support {
        ToolSupport::None | ToolSupport::Auto => json!({ "type": "auto" }),
        ToolSupport::Required => json!({ "type": "any" }),
    }
}
