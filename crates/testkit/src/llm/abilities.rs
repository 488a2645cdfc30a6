//! What a fake endpoint can do.

/// An endpoint's abilities. What it does not know it ignores, as most do, unless it is strict.
#[derive(Debug, Clone)]
pub struct Abilities {
    /// What it serves; anything else is not found.
    pub models: Vec<String>,
    /// The key it wants, if any.
    pub key: Option<String>,
    pub tools: Tools,
    /// The ways to ask for JSON that it knows.
    pub formats: Vec<Format>,
    pub thinks: Thinks,
    /// Fields of a question's body that it refuses with 400.
    pub refuses: Vec<&'static str>,
    /// Whether it refuses tools and formats that it does not know.
    pub is_strict: bool,
    /// What the list of models says a model can read.
    pub context_tokens: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tools {
    /// It answers with a text.
    None,
    /// It calls one, and does not know that it could be made to.
    Auto,
    Required,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    JsonSchema,
    StructuredOutputs,
    GuidedJson,
    JsonMode,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thinks {
    Never,
    /// Unless it is told not to, in that way.
    Unless(Switch),
    Always,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// `chat_template_kwargs.enable_thinking = false`
    Template,
    /// `reasoning_effort = "none"`
    EffortNone,
    /// `think = false`, `thinking = disabled`
    Disabled,
}

impl Abilities {
    /// The model that is served by default.
    pub const MODEL: &'static str = "fake-8b";
}

impl Default for Abilities {
    fn default() -> Self {
        Self {
            models: vec![Self::MODEL.to_owned()],
            key: None,
            tools: Tools::Required,
            formats: vec![
                Format::JsonSchema,
                Format::StructuredOutputs,
                Format::GuidedJson,
                Format::JsonMode,
            ],
            thinks: Thinks::Never,
            refuses: Vec::new(),
            is_strict: false,
            context_tokens: Some(32_768),
        }
    }
}
