//! How well a language model's endpoint is used: `cargo bench -p simswarm-drive --bench model -- [AGENTS [ROUNDS]]`.
//!
//! A fake endpoint answers after 200 ms. Printed are the time of the run against what it must take with 64 calls in
//! flight, and the prompt's tokens that a prefix cache misses, over the prefix tree of all calls in their order.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on should panic")]
#![expect(clippy::cast_precision_loss, reason = "nothing here is counted beyond 2^53")]

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::time::Duration;

use serde_json::{Value, json};
use simswarm_core::cast_by::CastBy;
use simswarm_core::contract::pod::RunInput;
use simswarm_core::document::Seed;
use simswarm_core::recommender::Recommender;
use simswarm_core::run_settings::BeliefOptions;
use simswarm_drive::directory::{DirectoryStore, RunIdentity};
use simswarm_drive::mind::{ModelMind, ModelSettings};
use simswarm_drive::{Drive, Execution, Inbox, Operations, Unwatched};
use simswarm_llm::{Endpoint, EndpointKind, Limits};
use simswarm_runtime::memory;
use simswarm_testkit::FakeChat;
use simswarm_testkit::llm::{Abilities, Asked, Question, Said};
use tiktoken_rs::o200k_base_singleton;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

const LATENCY: Duration = Duration::from_millis(200);
const IN_FLIGHT: u32 = 64;
/// What a run may take: of the time that the endpoint's latency alone costs, and of prompt tokens a turn.
const MOST_WALL: f64 = 1.03;
const MOST_TOKENS: f64 = 800.0;
const DOCUMENT: &str = include_str!("../../../examples/harbour-strike/document.md");

#[tokio::main]
async fn main() {
    // As the programs do that play runs.
    memory::refuse_huge_pages();
    let mut numbers = std::env::args().skip(1).filter_map(|word| word.parse::<u32>().ok());
    let input = RunInput {
        document: DOCUMENT.to_owned(),
        goal: "Will the Kelmouth port strike end before the holiday season?".to_owned(),
        seed: Seed::try_from(7).unwrap(),
        agents: numbers.next().unwrap_or(1000),
        rounds: numbers.next().unwrap_or(10),
        horizon_days: 30,
        events: Vec::new(),
        economy: false,
        recommender: Recommender::default(),
        cast: CastBy::Rules,
        forked_at: None,
        beliefs: BeliefOptions::default(),
    };
    let fake = FakeChat::start().await;
    fake.take(LATENCY);
    fake.say(answer);
    let mind = mind(&fake).await;
    let probed = fake.asked().len();
    let (wall, records) = play(&mind, &input).await;
    let turns: u32 = records.iter().map(|round| round.turns).sum();
    let seconds = |ms: fn(&Operations) -> u64| records.iter().map(ms).sum::<u64>() as f64 / 1000.0;
    let (asking, rounds) = (seconds(|round| round.ask_ms), seconds(|round| round.round_ms));
    let waves: u32 = records.iter().map(|round| round.turns.div_ceil(IN_FLIGHT)).sum();
    let least = f64::from(waves) * LATENCY.as_secs_f64();
    println!(
        "{} agents x {} rounds, {turns} turns in {wall:.2} s, {least:.2} s at best: {:.3} of it (limit \
         {MOST_WALL}); {:.3} of it asking, {:.3} recording and applying the answers, {:.3} between rounds",
        input.agents,
        input.rounds,
        wall / least,
        asking / least,
        (rounds - asking) / least,
        (wall - rounds) / least
    );
    let (whole, missed) = tokens(&fake.asked()[probed..]);
    println!(
        "prompt tokens a turn: {whole:.0}, of which a prefix cache misses {missed:.0}: {:.2} of the \
         limit of {MOST_TOKENS}",
        missed / MOST_TOKENS
    );
}

/// A model behind the fake.
async fn mind(fake: &FakeChat) -> ModelMind {
    let in_flight = NonZeroUsize::new(IN_FLIGHT as usize).unwrap();
    let endpoint = Endpoint {
        kind: EndpointKind::OpenAiCompatible,
        base_url: fake.base_url(),
        model: Abilities::MODEL.to_owned(),
        key: None,
        limits: Limits { concurrency: in_flight, max_concurrency: in_flight, ..Limits::default() },
    };
    ModelMind::behind(endpoint, ModelSettings::default()).await.unwrap()
}

/// Plays the run: the seconds that it took from its start to its last round, kept, and how each round was executed.
async fn play(mind: &ModelMind, input: &RunInput) -> (f64, Vec<Operations>) {
    let directory = tempfile::tempdir().unwrap();
    let store = DirectoryStore::open(directory.path(), &RunIdentity::of(input)).unwrap();
    let cancel = CancellationToken::new();
    let in_flight = NonZeroUsize::new(IN_FLIGHT as usize).unwrap();
    let execution = Execution { concurrency: in_flight, ..Execution::default() };
    let drive = Drive {
        mind,
        store: &store,
        observer: &Unwatched,
        cancel: &cancel,
        inbox: &Inbox::default(),
        execution,
    };
    let began = Instant::now();
    drive.run(input).await.unwrap();
    let seconds = began.elapsed().as_secs_f64();
    let folder = store.folder();
    let rounds = folder.rounds().unwrap();
    (seconds, rounds.iter().flat_map(|stored| folder.operations(stored).unwrap()).collect())
}

/// A post of usual length, unlike others, and the poll where it is asked; nothing to the questions of a probe.
fn answer(question: &Question) -> Option<Said> {
    let (_, own) = question.messages.get(1)?;
    let me = own.split("You are ").nth(1)?.split('.').next()?;
    let text = format!(
        "Speaking for {me}: every week that the berths lie idle costs this town more than the rise \
         would, and nobody at the table has said how the second shift is to be paid after the winter."
    );
    let post =
        json!({"tool": "create_post", "text": text, "stances": [{"issue": "i0", "position": 0.3}]});
    let issues = question.messages[0].1.lines().filter(|line| {
        line.starts_with('i') && line.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
    });
    let poll = |issue: usize| json!({"issue": format!("i{issue}"), "probability": 0.4, "reason": "So far."});
    let poll: Vec<Value> = (0..issues.count()).map(poll).collect();
    Some(Said::text(json!({"actions": [post], "poll": poll}).to_string()))
}

/// Prompt tokens of a call: all, and those after the longest beginning that an earlier call had, too.
fn tokens(calls_in_order: &[Asked]) -> (f64, f64) {
    let mut known: BTreeSet<Vec<u32>> = BTreeSet::new();
    let (mut calls, mut whole, mut missed) = (0_usize, 0_usize, 0_usize);
    for asked in calls_in_order {
        let Some(messages) = asked.body["messages"].as_array() else { continue };
        let text = |message: &Value| {
            format!("{}: {}\n", message["role"], message["content"].as_str().unwrap_or_default())
        };
        let prompt: Vec<u32> = messages
            .iter()
            .flat_map(|message| o200k_base_singleton().encode_ordinary(&text(message)))
            .collect();
        let before = known.range(..=prompt.clone()).next_back();
        let after = known.range(prompt.clone()..).next();
        let shared = before.into_iter().chain(after).map(|other| common(other, &prompt)).max();
        calls += 1;
        whole += prompt.len();
        missed += prompt.len() - shared.unwrap_or_default();
        known.insert(prompt);
    }
    let calls = calls.max(1) as f64;
    (whole as f64 / calls, missed as f64 / calls)
}

fn common(one: &[u32], other: &[u32]) -> usize {
    one.iter().zip(other).take_while(|(one, other)| one == other).count()
}
