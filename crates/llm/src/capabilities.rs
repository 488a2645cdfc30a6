//! What an endpoint can do: plain data, found by a probe, and kept with whatever was made by the model.

use serde::{Deserialize, Serialize};

/// What is known of an endpoint and its model. The default is what any endpoint can do: text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Capabilities {
    pub tools: ToolSupport,
    pub answers: AnswerFormat,
    pub thinking: Thinking,
    /// What the model can read and write in one call, if the endpoint tells.
    pub context_tokens: Option<u32>,
    /// What the endpoint says the model is.
    pub served_model: Option<String>,
    pub token_limit_field: TokenLimitField,
    /// Whether the model refuses to be told a temperature.
    pub refuses_temperature: bool,
    /// Whether the endpoint refuses to be told a seed.
    pub refuses_seed: bool,
}

/// How far tools are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToolSupport {
    #[default]
    None,
    /// The model calls one when it likes to.
    Auto,
    /// It can be told that it must.
    Required,
}

/// How a JSON answer is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerFormat {
    /// By nothing but the prompt.
    #[default]
    Text,
    /// Some JSON is sure to come, of any form.
    JsonMode,
    /// By the schema, with `guided_json`: vLLM before 0.12.
    GuidedJson,
    /// By the schema, with `structured_outputs`: vLLM.
    StructuredOutputs,
    /// By the schema, in the protocol's own way.
    JsonSchema,
}

impl AnswerFormat {
    /// Whether the endpoint itself sees to it that an answer obeys the schema.
    pub fn obeys_schema(self) -> bool {
        match self {
            Self::Text | Self::JsonMode => false,
            Self::GuidedJson | Self::StructuredOutputs | Self::JsonSchema => true,
        }
    }
}

/// How a model is kept from thinking before it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thinking {
    /// It does not think unless it is told to.
    #[default]
    Off,
    /// By `chat_template_kwargs.enable_thinking = false`: vLLM, `SGLang`, llama.cpp.
    TemplateSwitch,
    /// By `reasoning_effort = "none"`: Ollama, `OpenAI`.
    EffortNone,
    /// By `think = false`, or Anthropic's `thinking = disabled`.
    Disabled,
    /// It thinks as little as it can be told to: `reasoning_effort = "low"`.
    EffortLow,
    /// It thinks whatever it is told: answers need room and time for that.
    Always,
}

/// What the limit of an answer's tokens is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenLimitField {
    #[default]
    MaxTokens,
    /// `OpenAI` since it has models that think.
    MaxCompletionTokens,
}
