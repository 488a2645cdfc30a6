//! Runs that a language model decides, over real HTTP against a fake endpoint.

mod budget;
mod casting;
mod faults;
mod prompts;
mod repairs;
mod resume;

use serde_json::{Value, json};
use simswarm_core::contract::pod::RunInput;
use simswarm_core::operations::OperationsSummary;
use simswarm_drive::directory::{DirectoryStore, RunIdentity};
use simswarm_drive::mind::{ModelMind, ModelSettings};
use simswarm_drive::{DriveError, Ended, Execution};
use simswarm_engine::{Event, EventBody};
use simswarm_llm::{
    AnswerFormat, Capabilities, ChatClient, Endpoint, EndpointKind, Limits, Price, ToolSupport,
};
use simswarm_testkit::FakeChat;
use simswarm_testkit::llm::{Abilities, Question, Said, SaidCall};
use tempfile::TempDir;

use crate::world;

/// How the fake is asked.
pub(crate) fn by_schema() -> Capabilities {
    Capabilities { answers: AnswerFormat::JsonSchema, ..Capabilities::default() }
}

pub(crate) fn by_tools() -> Capabilities {
    Capabilities { tools: ToolSupport::Required, ..Capabilities::default() }
}

pub(crate) fn endpoint(fake: &FakeChat) -> Endpoint {
    Endpoint {
        kind: EndpointKind::OpenAiCompatible,
        base_url: fake.base_url(),
        model: Abilities::MODEL.to_owned(),
        key: None,
        limits: Limits::default(),
    }
}

/// A million tokens of it cost a dollar. It decides turns and casts nobody.
pub(crate) fn mind(endpoint: Endpoint, capabilities: Capabilities) -> ModelMind {
    let price = Price {
        prompt_micro_usd: 1_000_000,
        cached_micro_usd: 1_000_000,
        completion_micro_usd: 1_000_000,
    };
    let settings = ModelSettings { price: Some(price), ..ModelSettings::default() };
    ModelMind::new(ChatClient::new(endpoint, capabilities).unwrap(), settings)
}

/// An endpoint whose model answers each turn as it should: a post, and the poll where it is asked.
pub(crate) async fn sensible() -> FakeChat {
    let fake = FakeChat::start().await;
    fake.say(|question| Some(sensible_answer(question)));
    fake
}

pub(crate) fn sensible_answer(question: &Question) -> Said {
    let own = own_part(question);
    let me = own.split("You are ").nth(1).unwrap().split('.').next().unwrap();
    let round = own.split("Round ").nth(1).unwrap().split(' ').next().unwrap();
    let post = json!({
        "text": format!("{me} says in round {round} that the ferry has to stay."),
        "stances": [{"issue": "i0", "position": -0.5}],
    });
    let poll = json!([{"issue": "i0", "probability": 0.25, "reason": "Too dear."}]);
    let acts = !own.contains("do not act");
    let polled = own.contains("You are polled") || own.contains("also polled");
    if question.tools.is_empty() {
        let mut action = post;
        action["tool"] = json!("create_post");
        let actions = if acts { json!([action]) } else { json!([]) };
        let poll = if polled { poll } else { json!([]) };
        return Said::text(json!({"actions": actions, "poll": poll}).to_string());
    }
    let mut calls = Vec::new();
    let mut call = |name: &str, arguments: &Value| {
        calls.push(SaidCall { name: name.to_owned(), arguments: arguments.to_string() });
    };
    if acts {
        call("create_post", &post);
    }
    if polled {
        call("answer_poll", &json!({"answers": poll}));
    }
    Said { text: None, calls }
}

/// The message of a turn that is its own.
pub(crate) fn own_part(question: &Question) -> &str {
    &question.messages[1].1
}

/// A run in a directory of its own.
pub(crate) struct Run {
    _directory: TempDir,
    pub(crate) store: DirectoryStore,
    pub(crate) ended: Result<Ended, DriveError>,
}

impl Run {
    pub(crate) fn events(&self) -> Vec<Event> {
        let log = world::log(&self.store);
        let lines = log.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        lines.map(|line| serde_json::from_slice(line).unwrap()).collect()
    }

    pub(crate) fn operations(&self) -> OperationsSummary {
        let folder = self.store.folder();
        let rounds = folder.rounds().unwrap();
        let records: Vec<_> =
            rounds.iter().flat_map(|stored| folder.operations(stored).unwrap()).collect();
        OperationsSummary::of(&records)
    }

    /// Why turns were skipped.
    pub(crate) fn skipped(&self) -> Vec<String> {
        let reason = |event: Event| {
            let EventBody::TurnSkipped { reason, .. } = event.body else { return None };
            Some(reason)
        };
        self.events().into_iter().filter_map(reason).collect()
    }

    /// How many events of this type there are.
    pub(crate) fn count(&self, kind: &str) -> usize {
        let is = |event: &Event| serde_json::to_value(event).unwrap()["type"] == kind;
        self.events().iter().filter(|event| is(event)).count()
    }
}

/// Plays one turn at a time, so that it is known which question meets which fault.
pub(crate) async fn play(mind: &ModelMind, input: &RunInput) -> Run {
    let directory = tempfile::tempdir().unwrap();
    let identity = RunIdentity::of(input).with_model(Some(Abilities::MODEL.to_owned()));
    let store = DirectoryStore::open(directory.path(), &identity).unwrap();
    let execution = Execution { concurrency: 1.try_into().unwrap(), ..Execution::default() };
    let ended = world::play(&store, mind, input, execution).await;
    Run { _directory: directory, store, ended }
}
