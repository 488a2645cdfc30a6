//! The language model that the command names: found out what it can do, before anything is played.

use std::io::{self, Write};
use std::num::NonZeroUsize;

use simswarm_core::{Retry, Retryable};
use simswarm_drive::mind::{ModelMind, ModelSettings};
use simswarm_llm::{
    AnswerFormat, Capabilities, Endpoint, EndpointKind, Limits, LlmError, Thinking, ToolSupport,
};
use simswarm_runtime::config::Vars;

use crate::args::{ModelArgs, Protocol};
use crate::failure::Failure;
use crate::plan::ModelPlan;

/// Calls in flight at first: the client finds out by itself whether more are borne.
const FIRST_CONCURRENCY: usize = 16;

/// Where the model is asked; none if the command names no model.
pub(crate) fn endpoint(args: &ModelArgs, vars: &Vars) -> Result<Option<Endpoint>, Failure> {
    let (Some(base_url), Some(model)) = (&args.endpoint, &args.model) else { return Ok(None) };
    let key = args.api_key_env.as_deref().map(|name| vars.secret(name, "the endpoint's key"));
    let key = key.transpose().map_err(|error| Failure::Input(error.to_string()))?;
    let max_concurrency = NonZeroUsize::new(args.concurrency.into()).unwrap_or(NonZeroUsize::MIN);
    let first = NonZeroUsize::new(FIRST_CONCURRENCY).unwrap_or(NonZeroUsize::MIN);
    Ok(Some(Endpoint {
        kind: match args.protocol {
            Protocol::Openai => EndpointKind::OpenAiCompatible,
            Protocol::Anthropic => EndpointKind::Anthropic,
        },
        base_url: base_url.clone(),
        model: model.clone(),
        key,
        limits: Limits {
            concurrency: first.min(max_concurrency),
            max_concurrency,
            ..Limits::default()
        },
    }))
}

/// Probes the endpoint, says in a line what it can do, and answers the mind behind it.
pub(crate) async fn mind(plan: &ModelPlan) -> Result<ModelMind, Failure> {
    let endpoint = &plan.endpoint;
    let settings = ModelSettings { price: plan.price, ..ModelSettings::default() };
    let mind =
        ModelMind::behind(endpoint.clone(), settings).await.map_err(|error| failure(&error))?;
    // Whoever closed standard error did not want to know.
    drop(writeln!(io::stderr(), "{}: {}", endpoint.model, in_words(mind.capabilities())));
    Ok(mind)
}

fn failure(error: &LlmError) -> Failure {
    match error.retry() {
        Retry::Never => Failure::Input(error.to_string()),
        Retry::Again => Failure::Failed(error.to_string()),
    }
}

/// What an endpoint can do, for whoever reads the terminal.
fn in_words(capabilities: &Capabilities) -> String {
    let answers = match capabilities.answers {
        AnswerFormat::Text => "answers in text",
        AnswerFormat::JsonMode => "answers in JSON",
        AnswerFormat::GuidedJson | AnswerFormat::StructuredOutputs | AnswerFormat::JsonSchema => {
            "answers by a schema"
        }
    };
    let tools = match capabilities.tools {
        ToolSupport::None => "calls no tools",
        ToolSupport::Auto | ToolSupport::Required => "calls tools",
    };
    let thinks = matches!(capabilities.thinking, Thinking::EffortLow | Thinking::Always);
    let thinks = if thinks { "thinks before it answers" } else { "does not think first" };
    let reads = capabilities
        .context_tokens
        .map_or_else(String::new, |tokens| format!(", reads {tokens} tokens"));
    format!("{answers}, {tools}, {thinks}{reads}")
}
