//! A question in the words of `/v1/chat/completions`.

use serde::Serialize;
use serde_json::Value;

use crate::capabilities::{AnswerFormat, Capabilities, Thinking, TokenLimitField, ToolSupport};
use crate::request::{AnswerSchema, ChatRequest, Message, Role, ToolSpec};

/// The body of a question. What it has of the request is borrowed: a schema is as long as a prompt.
#[derive(Debug, Serialize)]
pub(crate) struct Body<'a> {
    model: &'a str,
    messages: Vec<Spoken<'a>>,
    stream: bool,
    #[serde(flatten)]
    limit: TokenLimit,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
    #[serde(flatten)]
    thinking: Option<ThinkingSwitch>,
    #[serde(flatten)]
    form: Option<Form<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tools: Vec<Function<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_choice: Option<&'static str>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Spoken<'a> {
    AsIs(&'a Message),
    Joined { role: Role, content: String },
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum TokenLimit {
    MaxTokens(u32),
    MaxCompletionTokens(u32),
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum ThinkingSwitch {
    ChatTemplateKwargs { enable_thinking: bool },
    ReasoningEffort(&'static str),
    Think(bool),
}

/// How the answer's form is asked for.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Form<'a> {
    ResponseFormat(ResponseFormat<'a>),
    GuidedJson(&'a Value),
    StructuredOutputs { json: &'a Value },
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ResponseFormat<'a> {
    JsonObject,
    JsonSchema { json_schema: JsonSchema<'a> },
}

#[derive(Debug, Serialize)]
struct JsonSchema<'a> {
    name: &'a str,
    schema: &'a Value,
    strict: bool,
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", content = "function", rename_all = "snake_case")]
enum Function<'a> {
    Function(&'a ToolSpec),
}

/// The body that asks `model`, by what its endpoint can do.
pub(crate) fn body<'a>(model: &'a str, able: &Capabilities, request: &'a ChatRequest) -> Body<'a> {
    let schema = request.schema.as_deref();
    let tools = if schema.is_some() { &[] } else { &*request.tools };
    Body {
        model,
        messages: messages(&request.messages),
        stream: false,
        limit: match able.token_limit_field {
            TokenLimitField::MaxTokens => TokenLimit::MaxTokens(request.max_tokens),
            TokenLimitField::MaxCompletionTokens => {
                TokenLimit::MaxCompletionTokens(request.max_tokens)
            }
        },
        temperature: request.temperature.filter(|_| !able.refuses_temperature),
        seed: request.seed.filter(|_| !able.refuses_seed),
        thinking: thinking(able.thinking),
        form: schema.and_then(|schema| form(able.answers, schema)),
        tools: tools.iter().map(Function::Function).collect(),
        tool_choice: (!tools.is_empty()).then(|| tool_choice(able.tools)),
    }
}

/// Many chat templates refuse a second system message, so what comes first is one.
fn messages(messages: &[Message]) -> Vec<Spoken<'_>> {
    let leading = messages.iter().take_while(|message| message.role == Role::System).count();
    if leading < 2 {
        return messages.iter().map(Spoken::AsIs).collect();
    }
    let (system, rest) = messages.split_at(leading);
    let system: Vec<&str> = system.iter().map(|message| message.content.as_str()).collect();
    let system = Spoken::Joined { role: Role::System, content: system.join("\n\n") };
    std::iter::once(system).chain(rest.iter().map(Spoken::AsIs)).collect()
}

fn tool_choice(support: ToolSupport) -> &'static str {
    match support {
        ToolSupport::None | ToolSupport::Auto => "auto",
        ToolSupport::Required => "required",
    }
}

fn thinking(thinking: Thinking) -> Option<ThinkingSwitch> {
    match thinking {
        Thinking::Off | Thinking::Always => None,
        Thinking::TemplateSwitch => {
            Some(ThinkingSwitch::ChatTemplateKwargs { enable_thinking: false })
        }
        Thinking::EffortNone => Some(ThinkingSwitch::ReasoningEffort("none")),
        Thinking::EffortLow => Some(ThinkingSwitch::ReasoningEffort("low")),
        Thinking::Disabled => Some(ThinkingSwitch::Think(false)),
    }
}

fn form(format: AnswerFormat, answer: &AnswerSchema) -> Option<Form<'_>> {
    let AnswerSchema { name, schema } = answer;
    match format {
        AnswerFormat::Text => None,
        AnswerFormat::JsonMode => Some(Form::ResponseFormat(ResponseFormat::JsonObject)),
        AnswerFormat::GuidedJson => Some(Form::GuidedJson(schema)),
        AnswerFormat::StructuredOutputs => Some(Form::StructuredOutputs { json: schema }),
        AnswerFormat::JsonSchema => {
            let json_schema = JsonSchema { name, schema, strict: true };
            Some(Form::ResponseFormat(ResponseFormat::JsonSchema { json_schema }))
        }
    }
}
