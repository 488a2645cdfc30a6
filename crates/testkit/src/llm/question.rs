//! A question and its answer, whatever the protocol.

use serde_json::Value;

use super::abilities::{Abilities, Thinks, Tools};
use super::casting;
use super::sample::Sample;

/// A question as the model sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    pub model: String,
    /// Role and text of each message, in order.
    pub messages: Vec<(String, String)>,
    /// Name and schema of each tool.
    pub tools: Vec<(String, Value)>,
    /// Whether it must call one.
    pub must_call: bool,
    /// The form of the answer, where the endpoint enforces one.
    pub schema: Option<Value>,
    pub max_tokens: Option<u64>,
}

/// What the model says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    pub text: Option<String>,
    pub calls: Vec<SaidCall>,
}

/// A call; its arguments as the model writes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidCall {
    pub name: String,
    pub arguments: String,
}

impl Said {
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), calls: Vec::new() }
    }

    /// The same, with other words in its text or its calls.
    pub(super) fn with(mut self, other: impl Fn(&str) -> String) -> Self {
        self.text = self.text.map(|text| other(&text));
        for call in &mut self.calls {
            call.arguments = other(&call.arguments);
        }
        self
    }

    pub fn call(name: impl Into<String>, arguments: &Value) -> Self {
        let call = SaidCall { name: name.into(), arguments: arguments.to_string() };
        Self { text: None, calls: vec![call] }
    }
}

impl Question {
    /// A valid answer, the same to the same question.
    pub(super) fn made_up(&self, tools: Tools) -> Said {
        let mut sample = Sample::of(self);
        if let Some(answer) = casting::answer(self) {
            let tool = self.tools.first().filter(|_| tools != Tools::None);
            return tool.map_or_else(
                || Said::text(answer.to_string()),
                |(tool, _)| Said::call(tool, &answer),
            );
        }
        if let Some(schema) = &self.schema {
            return Said::text(sample.value(schema).to_string());
        }
        if tools == Tools::None || self.tools.is_empty() {
            return Said::text(sample.sentence());
        }
        let (name, parameters) = &self.tools[sample.below(self.tools.len())];
        Said::call(name, &sample.value(parameters))
    }

    /// What the caller's first words come to, counted as a quarter of their bytes.
    pub(super) fn tokens(text: &str) -> usize {
        text.len().div_ceil(4)
    }

    pub(super) fn prompt_tokens(&self) -> usize {
        self.messages.iter().map(|(_, text)| Self::tokens(text)).sum()
    }
}

/// Whether the model thinks about a question with that body.
pub(super) fn thinks(abilities: &Abilities, body: &Value) -> bool {
    use super::abilities::Switch;
    let is = |pointer: &str, wanted: Value| body.pointer(pointer) == Some(&wanted);
    match abilities.thinks {
        Thinks::Never => false,
        Thinks::Always => true,
        Thinks::Unless(Switch::Template) => {
            !is("/chat_template_kwargs/enable_thinking", false.into())
        }
        Thinks::Unless(Switch::EffortNone) => !is("/reasoning_effort", "none".into()),
        Thinks::Unless(Switch::Disabled) => {
            !is("/think", false.into()) && !is("/thinking/type", "disabled".into())
        }
    }
}
