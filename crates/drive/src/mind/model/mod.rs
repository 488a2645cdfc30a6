//! The mind that a language model makes: a turn becomes a question, its answer a decision.
//!
//! What is wrong with an answer is said to the model once. What is sound after that is taken and the rest is written
//! down; an answer with nothing sound in it is an error, never a decision to do nothing.

mod answer;
mod cast;
mod form;
mod json;
mod prompt;
mod tokens;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use simswarm_core::operations::{Model, ModelMinds, Spent};
use simswarm_core::{Retry, Retryable};
use simswarm_engine::AgentId;
use simswarm_engine::action::Decision;
use simswarm_engine::cast::{Brief, Issue};
use simswarm_engine::world::Turn;
use simswarm_llm::{
    AnswerSchema, Capabilities, ChatClient, ChatReply, ChatRequest, Endpoint, LlmError, Message,
    Price, Thinking, ToolSpec, probe,
};

use self::answer::{Reading, read};
use self::form::Form;
use super::{Caster, Mind, MindError, MindKind};

/// Tokens of an answer: three texts with what is around them, and a poll.
const ANSWER_TOKENS: u32 = 900;
/// Room for the thoughts of a model that cannot be kept from thinking.
const THINKING_TOKENS: u32 = 4000;
/// Seeds stay within what every endpoint takes for an integer.
const SEED_MASK: u64 = 0x7fff_ffff;

/// How a model is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ModelSettings {
    pub temperature: f64,
    /// What its tokens cost, if that is known.
    pub price: Option<Price>,
}

impl Default for ModelSettings {
    fn default() -> Self {
        Self { temperature: 0.7, price: None }
    }
}

/// Asks a language model. One mind serves one run.
pub struct ModelMind {
    client: ChatClient,
    settings: ModelSettings,
    form: Form,
    shared: Mutex<Option<Arc<Shared>>>,
    /// Questions of turns that are asked before long.
    ready: Mutex<BTreeMap<(u32, AgentId), ChatRequest>>,
}

/// The part of the questions that all turns of a run share, and what it was made of.
struct Shared {
    brief: Arc<Brief>,
    issues: Arc<Vec<Issue>>,
    text: String,
    tools: Arc<[ToolSpec]>,
    schema: Option<Arc<AnswerSchema>>,
}

impl Shared {
    fn of(turn: &Turn, form: Form, context_tokens: Option<u32>) -> Self {
        let economy = turn.economy.is_some();
        let (tools, schema) = match form {
            Form::Json => (Arc::default(), Some(Arc::new(form::schema(economy)))),
            Form::Tools => (form::tool_specs(economy).into(), None),
        };
        Self {
            brief: Arc::clone(&turn.brief),
            issues: Arc::clone(&turn.issues),
            text: prompt::shared(turn, form, context_tokens),
            tools,
            schema,
        }
    }

    fn is_of(&self, turn: &Turn) -> bool {
        Arc::ptr_eq(&self.brief, &turn.brief) && Arc::ptr_eq(&self.issues, &turn.issues)
    }
}

impl ModelMind {
    /// A mind behind this endpoint, once it is found out what that can do. Meanwhile the vocabulary is read that prompts are
    /// measured by.
    pub async fn behind(endpoint: Endpoint, settings: ModelSettings) -> Result<Self, LlmError> {
        let vocabulary = tokio::task::spawn_blocking(tokens::read_vocabulary);
        let (capabilities, _read) = tokio::join!(probe(&endpoint), vocabulary);
        let client = ChatClient::new(endpoint, capabilities?)?;
        Ok(Self::new(client, settings))
    }

    /// What was found out about its endpoint.
    pub fn capabilities(&self) -> &Capabilities {
        self.client.capabilities()
    }

    /// A mind behind this client, asked in the surest form that its endpoint offers.
    pub fn new(client: ChatClient, settings: ModelSettings) -> Self {
        let form = Form::of(client.capabilities());
        Self { client, settings, form, shared: Mutex::default(), ready: Mutex::default() }
    }

    /// What the model is asked in a turn, at the first try.
    pub fn question(&self, turn: &Turn) -> ChatRequest {
        let shared = self.shared(turn);
        ChatRequest {
            messages: vec![
                Message::system(&*shared.text),
                Message::user(prompt::own_part(turn, self.form)),
            ],
            tools: Arc::clone(&shared.tools),
            schema: shared.schema.clone(),
            max_tokens: self.max_tokens(ANSWER_TOKENS),
            temperature: Some(self.settings.temperature),
            seed: Some(turn.seed & SEED_MASK),
        }
    }

    fn shared(&self, turn: &Turn) -> Arc<Shared> {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shared) = shared.as_ref().filter(|shared| shared.is_of(turn)) {
            return Arc::clone(shared);
        }
        let context = self.client.capabilities().context_tokens;
        let made = Arc::new(Shared::of(turn, self.form, context));
        *shared = Some(Arc::clone(&made));
        made
    }

    fn ready(&self) -> MutexGuard<'_, BTreeMap<(u32, AgentId), ChatRequest>> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Room for an answer of that many tokens, and for what the model thinks before it.
    fn max_tokens(&self, answer: u32) -> u32 {
        let thinking = self.client.capabilities().thinking;
        let thinks = matches!(thinking, Thinking::EffortLow | Thinking::Always);
        if thinks { answer + THINKING_TOKENS } else { answer }
    }

    async fn ask(
        &self,
        request: &mut ChatRequest,
        spent: &mut Spent,
    ) -> Result<ChatReply, LlmError> {
        // Asked again with the same seed, a model would say the same again.
        request.seed = request.seed.map(|seed| (seed + spent.calls) & SEED_MASK);
        spent.calls += 1;
        let reply = self.client.complete(request).await?;
        let usage = reply.usage;
        spent.prompt_tokens += usage.prompt_tokens;
        spent.cached_tokens += usage.cached_tokens;
        spent.completion_tokens += usage.completion_tokens;
        if let Some(price) = self.settings.price {
            *spent.nano_usd.get_or_insert_default() += price.cost(&usage).nano_usd;
        }
        Ok(reply)
    }

    /// Tells the model what is wrong with its answer, and reads what it says then.
    async fn repair(
        &self,
        mut request: ChatRequest,
        reply: &ChatReply,
        reading: &Reading,
        asked: (&Turn, &mut Spent),
    ) -> Result<Reading, LlmError> {
        let (turn, spent) = asked;
        spent.repairs += 1;
        request.messages.push(Message::assistant(written(reply)));
        request.messages.push(Message::user(prompt::repair(&reading.problems)));
        let reply = self.ask(&mut request, spent).await?;
        Ok(read(&reply, turn))
    }
}

#[async_trait]
impl Mind for ModelMind {
    async fn decide(&self, turn: &Turn, spent: &mut Spent) -> Result<Decision, MindError> {
        let ready = self.ready().remove(&(turn.round, turn.agent));
        let mut request = ready.unwrap_or_else(|| self.question(turn));
        let reply = self.ask(&mut request, spent).await?;
        let first = read(&reply, turn);
        if first.problems.is_empty() {
            return Ok(first.into_decision());
        }
        match self.repair(request, &reply, &first, (turn, spent)).await {
            Ok(second) if second.is_usable() => Ok(second.into_decision()),
            Ok(_) | Err(_) if first.is_usable() => Ok(first.into_decision()),
            Ok(second) => Err(unusable(&second)),
            Err(error) => Err(error.into()),
        }
    }

    fn prepare(&self, turn: &Turn) {
        self.ready().insert((turn.round, turn.agent), self.question(turn));
    }

    fn kind(&self) -> MindKind {
        let capabilities = self.client.capabilities();
        let name = self.client.model().to_owned();
        let revision = capabilities.served_model.clone().filter(|served| *served != name);
        MindKind::Model(ModelMinds {
            model: Model { name, revision },
            sampling: BTreeMap::from([
                ("temperature".to_owned(), self.settings.temperature),
                ("max_tokens".to_owned(), f64::from(self.max_tokens(ANSWER_TOKENS))),
            ]),
            prompt_hashes: prompt::hashes(self.form),
        })
    }

    fn caster(&self) -> Option<&dyn Caster> {
        Some(self)
    }
}

/// An answer as the model finds it again before it is asked to put it right.
fn written(reply: &ChatReply) -> String {
    if reply.tool_calls.is_empty() {
        return tokens::cut(reply.text.as_deref().unwrap_or_default(), ANSWER_TOKENS as usize)
            .into_owned();
    }
    let call = |call: &simswarm_llm::ToolCall| format!("{}({})\n", call.name, call.arguments);
    let calls: String = reply.tool_calls.iter().map(call).collect();
    tokens::cut(&calls, ANSWER_TOKENS as usize).into_owned()
}

/// Asked twice, and nothing sound came of it.
fn unusable(reading: &Reading) -> MindError {
    let first = reading.problems.first();
    let problem = first.map_or_else(String::new, |it| format!(": {}: {}", it.action, it.reason));
    MindError::Lasting { reason: format!("the model's answer could not be used{problem}") }
}

impl From<LlmError> for MindError {
    fn from(error: LlmError) -> Self {
        let reason = error.to_string();
        match error.retry() {
            Retry::Again => Self::Passing { reason, retry_after: error.retry_after() },
            Retry::Never => Self::Lasting { reason },
        }
    }
}
