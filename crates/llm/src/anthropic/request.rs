//! A question in the words of `/v1/messages`.

use serde::Serialize;
use serde_json::Value;

use crate::capabilities::{Capabilities, Thinking, ToolSupport};
use crate::request::{AnswerSchema, ChatRequest, Message, Role, ToolSpec};

/// The body of a question. What it has of the request is borrowed: a schema is as long as a prompt.
#[derive(Debug, Serialize)]
pub(crate) struct Body<'a> {
    model: &'a str,
    max_tokens: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    system: Vec<TextBlock<'a>>,
    messages: Vec<&'a Message>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thinking: Option<ThinkingSwitch>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tools: Vec<Tool<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_choice: Option<ToolChoice<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "text")]
struct TextBlock<'a> {
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cache_control: Option<CacheControl>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum CacheControl {
    Ephemeral,
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ThinkingSwitch {
    Disabled,
}

#[derive(Debug, Serialize)]
struct Tool<'a> {
    name: &'a str,
    description: &'a str,
    input_schema: &'a Value,
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ToolChoice<'a> {
    Auto,
    Any,
    Tool { name: &'a str },
}

/// The body that asks `model`, by what it can do.
pub(crate) fn body<'a>(model: &'a str, able: &Capabilities, request: &'a ChatRequest) -> Body<'a> {
    let (system, turns): (Vec<&Message>, Vec<&Message>) =
        request.messages.iter().partition(|message| message.role == Role::System);
    let (tools, tool_choice) = tools(able, request);
    Body {
        model,
        max_tokens: request.max_tokens,
        system: system_blocks(&system),
        messages: turns,
        temperature: request
            .temperature
            .filter(|_| !able.refuses_temperature)
            .map(|temperature| temperature.min(1.0)),
        thinking: (able.thinking == Thinking::Disabled).then_some(ThinkingSwitch::Disabled),
        tools,
        tool_choice,
    }
}

/// The cache keeps the tools and all that comes up to the mark: what calls have in common.
fn system_blocks<'a>(system: &[&'a Message]) -> Vec<TextBlock<'a>> {
    let block = |(at, message): (usize, &&'a Message)| TextBlock {
        text: &message.content,
        cache_control: (at == 0).then_some(CacheControl::Ephemeral),
    };
    system.iter().enumerate().map(block).collect()
}

fn tools<'a>(
    able: &Capabilities,
    request: &'a ChatRequest,
) -> (Vec<Tool<'a>>, Option<ToolChoice<'a>>) {
    match request.schema.as_deref() {
        Some(schema) if able.answers.obeys_schema() => {
            (vec![answer_tool(schema)], Some(ToolChoice::Tool { name: &schema.name }))
        }
        Some(_) => (Vec::new(), None),
        None if request.tools.is_empty() => (Vec::new(), None),
        None => (request.tools.iter().map(tool).collect(), Some(tool_choice(able.tools))),
    }
}

fn tool(tool: &ToolSpec) -> Tool<'_> {
    Tool { name: &tool.name, description: &tool.description, input_schema: &tool.parameters }
}

fn answer_tool(answer: &AnswerSchema) -> Tool<'_> {
    Tool { name: &answer.name, description: "Gives the answer.", input_schema: &answer.schema }
}

fn tool_choice<'a>(support: ToolSupport) -> ToolChoice<'a> {
    match support {
        ToolSupport::None | ToolSupport::Auto => ToolChoice::Auto,
        ToolSupport::Required => ToolChoice::Any,
    }
}
