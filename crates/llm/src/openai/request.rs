//! A question in the words of `/v1/chat/completions`.

use serde_json::{Map, Value, json};

use crate::capabilities::{AnswerFormat, Capabilities, Thinking, TokenLimitField, ToolSupport};
use crate::request::{AnswerSchema, ChatRequest, Message, Role, ToolSpec};

/// The body that asks `model`, by what its endpoint can do.
pub(crate) fn body(model: &str, able: &Capabilities, request: &ChatRequest) -> Value {
    let mut body = Map::new();
    body.insert("model".to_owned(), json!(model));
    body.insert("messages".to_owned(), messages(&request.messages));
    body.insert("stream".to_owned(), json!(false));
    let limit = match able.token_limit_field {
        TokenLimitField::MaxTokens => "max_tokens",
        TokenLimitField::MaxCompletionTokens => "max_completion_tokens",
    };
    body.insert(limit.to_owned(), json!(request.max_tokens));
    if let Some(temperature) = request.temperature.filter(|_| !able.refuses_temperature) {
        body.insert("temperature".to_owned(), json!(temperature));
    }
    if let Some(seed) = request.seed.filter(|_| !able.refuses_seed) {
        body.insert("seed".to_owned(), json!(seed));
    }
    body.extend(thinking(able.thinking));
    if let Some(schema) = &request.schema {
        body.extend(answer_format(able.answers, schema));
    } else if !request.tools.is_empty() {
        body.insert("tools".to_owned(), request.tools.iter().map(tool).collect());
        body.insert("tool_choice".to_owned(), tool_choice(able.tools));
    }
    Value::Object(body)
}

/// Many chat templates refuse a second system message, so what comes first is one.
fn messages(messages: &[Message]) -> Value {
    let leading = messages.iter().take_while(|message| message.role == Role::System).count();
    let (system, rest) = messages.split_at(leading);
    let system: Vec<&str> = system.iter().map(|message| message.content.as_str()).collect();
    let system = (!system.is_empty())
        .then(|| json!({ "role": Role::System, "content": system.join("\n\n") }));
    system.into_iter().chain(rest.iter().map(|message| json!(message))).collect()
}

fn tool(tool: &ToolSpec) -> Value {
    json!({ "type": "function", "function": tool })
}

fn tool_choice(support: ToolSupport) -> Value {
    match support {
        ToolSupport::None | ToolSupport::Auto => json!("auto"),
        ToolSupport::Required => json!("required"),
    }
}

fn thinking(thinking: Thinking) -> Option<(String, Value)> {
    let (field, value) = match thinking {
        Thinking::Off | Thinking::Always => return None,
        Thinking::TemplateSwitch => ("chat_template_kwargs", json!({ "enable_thinking": false })),
        Thinking::EffortNone => ("reasoning_effort", json!("none")),
        Thinking::EffortLow => ("reasoning_effort", json!("low")),
        Thinking::Disabled => ("think", json!(false)),
    };
    Some((field.to_owned(), value))
}

fn answer_format(format: AnswerFormat, answer: &AnswerSchema) -> Option<(String, Value)> {
    let (field, value) = match format {
        AnswerFormat::Text => return None,
        AnswerFormat::JsonMode => ("response_format", json!({ "type": "json_object" })),
        AnswerFormat::GuidedJson => ("guided_json", answer.schema.clone()),
        AnswerFormat::StructuredOutputs => ("structured_outputs", json!({ "json": answer.schema })),
        AnswerFormat::JsonSchema => {
            let schema = json!({ "name": answer.name, "schema": answer.schema, "strict": true });
            ("response_format", json!({ "type": "json_schema", "json_schema": schema }))
        }
    };
    Some((field.to_owned(), value))
}
