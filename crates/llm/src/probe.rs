//! What an endpoint can do, found out by trying: what its documentation says holds for some version and some model.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use simswarm_core::{Retry, Retryable};
use tokio::time::{Instant, sleep, timeout_at};

use crate::capabilities::{AnswerFormat, Capabilities, Thinking, TokenLimitField, ToolSupport};
use crate::client::ChatClient;
use crate::endpoint::{Endpoint, EndpointKind};
use crate::error::LlmError;
use crate::models::meant;
use crate::reply::ChatReply;
use crate::request::{AnswerSchema, ChatRequest, Message, ToolSpec};

/// From the first question to the result.
const TIME: Duration = Duration::from_secs(30);
/// How often one question is asked, if the failure may pass.
const TRIES: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(200);
/// Room for a model that cannot be kept from thinking.
const MAX_TOKENS: u32 = 512;

/// Words that no model says unless it is made to.
const CODES: [&str; 2] = ["k17", "q42"];

/// Asks the model a few short questions, for 30 s at the most. An ability that does not show in time counts as
/// lacking; the error is why there was no answer at all.
pub async fn probe(endpoint: &Endpoint) -> Result<Capabilities, LlmError> {
    let client = ChatClient::new(endpoint.clone(), Capabilities::default())?;
    let probe = Probe { client, deadline: Instant::now() + TIME };
    let plain = timeout_at(probe.deadline, probe.plain()).await;
    let able = plain.unwrap_or(Err(LlmError::TimedOut(TIME)))?;
    let (tools, answers) = tokio::join!(probe.tools(&able), probe.answers(&able));
    Ok(Capabilities { tools, answers, ..able })
}

struct Probe {
    client: ChatClient,
    deadline: Instant,
}

impl Probe {
    /// What holds for every question: how the model is told its limits, and how it is kept from thinking.
    async fn plain(&self) -> Result<Capabilities, LlmError> {
        let served = match self.client.served().await {
            Err(error @ (LlmError::KeyRefused { .. } | LlmError::KeyMissing { .. })) => {
                return Err(error);
            }
            // The list is a courtesy: not every endpoint has one.
            other => other.unwrap_or_default(),
        };
        let (mut able, thought, served_model) = self.dialect().await?;
        able.served_model = served_model;
        able.context_tokens =
            meant(&served, self.client.model()).and_then(|model| model.context_tokens);
        if thought {
            able.thinking = self.thinking(&able).await;
        }
        Ok(able)
    }

    /// The first way of asking that is not refused; whether the model thought; who it says it is.
    async fn dialect(&self) -> Result<(Capabilities, bool, Option<String>), LlmError> {
        let mut refused = LlmError::Refused { status: 400 };
        for able in dialects() {
            match self.ask(&able, &sum()).await {
                Ok(reply) => return Ok((able, reply.thought, Some(reply.model))),
                Err(LlmError::SpentThinking) => return Ok((able, true, None)),
                Err(error @ LlmError::Refused { .. }) => refused = error,
                Err(error) => return Err(error),
            }
        }
        Err(refused)
    }

    async fn thinking(&self, able: &Capabilities) -> Thinking {
        let switches: &[Thinking] = match self.client.kind() {
            EndpointKind::OpenAiCompatible => {
                &[Thinking::TemplateSwitch, Thinking::EffortNone, Thinking::Disabled]
            }
            EndpointKind::Anthropic => return Thinking::Disabled,
        };
        for &thinking in switches {
            let able = Capabilities { thinking, ..able.clone() };
            if self.ask(&able, &sum()).await.is_ok_and(|reply| !reply.thought) {
                return thinking;
            }
        }
        let thinking = Thinking::EffortLow;
        let able = Capabilities { thinking, ..able.clone() };
        if self.ask(&able, &sum()).await.is_ok() { thinking } else { Thinking::Always }
    }

    async fn tools(&self, able: &Capabilities) -> ToolSupport {
        for tools in [ToolSupport::Required, ToolSupport::Auto] {
            let able = Capabilities { tools, ..able.clone() };
            if self.shows(&able, &call(), has_called).await {
                return tools;
            }
        }
        ToolSupport::None
    }

    async fn answers(&self, able: &Capabilities) -> AnswerFormat {
        let formats: &[AnswerFormat] = match self.client.kind() {
            EndpointKind::OpenAiCompatible => &[
                AnswerFormat::JsonSchema,
                AnswerFormat::StructuredOutputs,
                AnswerFormat::GuidedJson,
                AnswerFormat::JsonMode,
            ],
            EndpointKind::Anthropic => &[AnswerFormat::JsonSchema],
        };
        for &answers in formats {
            let able = Capabilities { answers, ..able.clone() };
            let is_good = if answers.obeys_schema() { obeys } else { is_object };
            if self.shows(&able, &code(), is_good).await {
                return answers;
            }
        }
        AnswerFormat::Text
    }

    /// Whether the model answers as wanted, before the time is over.
    async fn shows(
        &self,
        able: &Capabilities,
        request: &ChatRequest,
        wanted: fn(&ChatReply) -> bool,
    ) -> bool {
        let asked = timeout_at(self.deadline, self.ask(able, request)).await;
        asked.is_ok_and(|reply| reply.is_ok_and(|reply| wanted(&reply)))
    }

    async fn ask(&self, able: &Capabilities, request: &ChatRequest) -> Result<ChatReply, LlmError> {
        let client = self.client.asking_by(able.clone());
        let mut tries = 1;
        loop {
            let error = match client.complete(request).await {
                Ok(reply) => return Ok(reply),
                Err(error) => error,
            };
            // Thinking without an end is an answer of its own.
            let is_lasting = error.retry() == Retry::Never || error == LlmError::SpentThinking;
            if is_lasting || tries == TRIES {
                return Err(error);
            }
            sleep(error.retry_after().unwrap_or(FIRST_PAUSE * tries)).await;
            tries += 1;
        }
    }
}

/// Ways to tell a model its limits, the commonest first.
fn dialects() -> impl Iterator<Item = Capabilities> {
    let refusals = [(false, false), (false, true), (true, false), (true, true)];
    refusals.into_iter().flat_map(|(refuses_temperature, refuses_seed)| {
        [TokenLimitField::MaxTokens, TokenLimitField::MaxCompletionTokens].map(
            |token_limit_field| Capabilities {
                token_limit_field,
                refuses_temperature,
                refuses_seed,
                ..Capabilities::default()
            },
        )
    })
}

fn question(text: &str) -> ChatRequest {
    ChatRequest {
        messages: vec![Message::system("You answer in few words."), Message::user(text)],
        tools: Arc::default(),
        schema: None,
        max_tokens: MAX_TOKENS,
        temperature: Some(0.2),
        seed: Some(1),
    }
}

/// Easy, and worth a thought to a model that thinks.
fn sum() -> ChatRequest {
    question("What is 17 times 23? Answer with the number alone.")
}

fn call() -> ChatRequest {
    let spec = ToolSpec {
        name: "write_number".to_owned(),
        description: "Writes a number down.".to_owned(),
        parameters: json!({
            "type": "object",
            "properties": { "number": { "type": "integer" } },
            "required": ["number"],
            "additionalProperties": false,
        }),
    };
    let request = question("Write the number 7 down: call the tool write_number.");
    ChatRequest { tools: Arc::new([spec]), ..request }
}

/// The question has an answer of its own, so that obeying the schema is no chance.
fn code() -> ChatRequest {
    let schema = json!({
        "type": "object",
        "properties": { "code": { "type": "string", "enum": CODES } },
        "required": ["code"],
        "additionalProperties": false,
    });
    ChatRequest {
        schema: Some(Arc::new(AnswerSchema { name: "code".to_owned(), schema })),
        ..question("Name a colour of the sea. Answer in JSON.")
    }
}

fn has_called(reply: &ChatReply) -> bool {
    reply.tool_calls.iter().any(|call| {
        let arguments: Option<Value> = serde_json::from_str(&call.arguments).ok();
        call.name == "write_number" && arguments.is_some_and(|it| it.get("number").is_some())
    })
}

fn obeys(reply: &ChatReply) -> bool {
    let code = json_of(reply).and_then(|answer| Some(answer.get("code")?.as_str()?.to_owned()));
    code.is_some_and(|code| CODES.contains(&code.as_str()))
}

fn is_object(reply: &ChatReply) -> bool {
    json_of(reply).is_some_and(|answer| answer.is_object())
}

fn json_of(reply: &ChatReply) -> Option<Value> {
    serde_json::from_str(reply.text.as_deref()?).ok()
}
