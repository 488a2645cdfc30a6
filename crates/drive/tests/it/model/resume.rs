//! A model is asked for a turn once, whatever happens to its host; and what asking it took is known afterwards.

use std::collections::BTreeSet;

use simswarm_drive::mind::{Mind, RecordedMind};
use simswarm_drive::{CheckpointStore, Execution};
use simswarm_testkit::FakeChat;

use super::{by_schema, endpoint, mind, play, sensible};
use crate::kill::{Death, Dying};
use crate::world::{self, input, log, store};

/// The turns that a model was asked for in rounds 1 to `last`: each says who it is and which round it is.
fn asked(fake: &FakeChat, last: u32) -> Vec<String> {
    let turns = fake.asked().into_iter().map(|it| it.body["messages"][1]["content"].to_string());
    turns
        .filter(|turn| (1..=last).any(|round| turn.contains(&format!("Round {round} of"))))
        .collect()
}

#[tokio::test]
async fn recorded_answers_are_never_asked_for_again() {
    let input = input(7, 8, 4);
    let undisturbed = {
        let fake = sensible().await;
        play(&mind(endpoint(&fake), by_schema()), &input).await
    };
    let fake = sensible().await;
    let model = mind(endpoint(&fake), by_schema());
    let directory = tempfile::tempdir().unwrap();
    // The answers of round 2 are recorded by then; round 3 is asked meanwhile.
    let dying = Dying::new(store(directory.path(), &input), Death::BeforeKeeping(2));
    world::play_until_death(&dying, &model, &input, Execution::default()).await;
    drop(dying);
    let before = fake.asked().len();

    let survivor = store(directory.path(), &input);
    world::play(&survivor, &model, &input, Execution::default()).await.unwrap();

    assert!(fake.asked().len() > before, "nothing was left to ask");
    let asked = asked(&fake, 2);
    assert!(!asked.is_empty());
    let once: BTreeSet<&String> = asked.iter().collect();
    assert_eq!(once.len(), asked.len(), "a turn was asked for twice");
    let folder = survivor.folder();
    let rounds = folder.rounds().unwrap();
    let operations = rounds[1..=2].iter().flat_map(|stored| folder.operations(stored).unwrap());
    let paid: u64 = operations.map(|round| round.spent.unwrap().calls).sum();
    assert_eq!(paid, asked.len() as u64, "what the lost host paid is not accounted for");
    assert_eq!(log(&survivor), log(&undisturbed.store));
}

#[tokio::test]
async fn a_run_is_played_again_from_its_answers_without_the_model() {
    let fake = sensible().await;
    let model = mind(endpoint(&fake), by_schema());
    let input = input(3, 6, 3);
    let directory = tempfile::tempdir().unwrap();
    let first = store(directory.path(), &input);
    let execution = Execution { snapshot_every: 1000.try_into().unwrap(), ..Execution::default() };
    world::play(&first, &model, &input, execution).await.unwrap();
    let segments = first.load().await.unwrap().segments.into_iter();
    let recorded = segments.fold(RecordedMind::new(model.kind()), |mind, segment| {
        mind.with_round(segment.round, segment.recorded.answers)
    });
    let elsewhere = tempfile::tempdir().unwrap();
    let second = store(elsewhere.path(), &input);

    world::play(&second, &recorded, &input, Execution::default()).await.unwrap();

    assert_eq!(log(&second), log(&first));
    let log = String::from_utf8(log(&first)).unwrap();
    assert!(!log.contains("rule_based_minds"), "the log says that rules decide");
    assert!(log.contains("rule_based_casting"));
}

#[tokio::test]
async fn the_operations_tell_the_model_its_tokens_and_their_cost_and_the_log_does_not() {
    let fake = sensible().await;

    let run = play(&mind(endpoint(&fake), by_schema()), &input(7, 6, 3)).await;

    let operations = run.operations();
    assert_eq!(operations.model.unwrap().name, "fake-8b");
    assert_eq!(operations.calls, Some(fake.asked().len() as u64));
    assert!(operations.prompt_hashes.contains_key("turn"));
    assert!(operations.sampling.contains_key("temperature"));
    let tokens = operations.tokens.unwrap();
    assert!(tokens.prompt > 1000 && tokens.completion > 0);
    let cost = operations.cost_usd.unwrap();
    let tokens = f64::from(u32::try_from(tokens.prompt + tokens.completion).unwrap());
    assert!((cost - tokens / 1e6).abs() < 1e-6, "{cost} for {tokens} tokens");
    let log = String::from_utf8(log(&run.store)).unwrap();
    assert!(!log.contains("fake-8b") && !log.contains("temperature"));
}
