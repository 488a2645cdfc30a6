//! How a run is executed does not show in its log.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use simswarm_core::operations::Spent;
use simswarm_drive::mind::{Mind, MindError, MindKind, RecordedMind, RuleMind};
use simswarm_drive::{CheckpointStore, Ended, Execution};
use simswarm_engine::action::Decision;
use simswarm_engine::mind::rule;
use simswarm_engine::world::Turn;
use tokio::time::Instant;

use crate::world::{input, log, play, store, undisturbed};

/// The rules, after letting others go first: the later the agent, the sooner it answers.
struct Reversed;

#[async_trait]
impl Mind for Reversed {
    async fn decide(&self, turn: &Turn, _spent: &mut Spent) -> Result<Decision, MindError> {
        for _ in 0..100_u32.saturating_sub(turn.agent.0) {
            tokio::task::yield_now().await;
        }
        Ok(rule::decide(turn))
    }
}

/// The rules, but some agents never answer and some do at their second try.
#[derive(Default)]
struct Moody {
    asked: AtomicU32,
}

#[async_trait]
impl Mind for Moody {
    async fn decide(&self, turn: &Turn, _spent: &mut Spent) -> Result<Decision, MindError> {
        match (turn.agent.0 % 4, self.asked.fetch_add(1, Ordering::SeqCst) % 2) {
            (1, _) => Err(MindError::Lasting { reason: "it makes no sense".to_owned() }),
            (2, 0) => Err(MindError::Passing {
                reason: "it is busy".to_owned(),
                retry_after: Some(Duration::from_millis(1)),
            }),
            _ => Ok(rule::decide(turn)),
        }
    }
}

#[tokio::test]
async fn the_order_in_which_minds_answer_does_not_matter() {
    let input = input(11, 20, 6);
    for concurrency in [1_usize, 3, 64] {
        let directory = tempfile::tempdir().unwrap();
        let store = store(directory.path(), &input);
        let execution =
            Execution { concurrency: concurrency.try_into().unwrap(), ..Execution::default() };

        play(&store, &Reversed, &input, execution).await.unwrap();

        assert_eq!(log(&store), undisturbed(&input).await, "{concurrency} at once");
    }
}

#[tokio::test]
async fn a_mind_that_fails_costs_its_turn_and_not_the_run() {
    let input = input(7, 12, 5);
    let directory = tempfile::tempdir().unwrap();
    let store = store(directory.path(), &input);

    let ended = play(&store, &Moody::default(), &input, Execution::default()).await.unwrap();

    assert!(matches!(ended, Ended::Finished { rounds: 5, .. }));
    let log = String::from_utf8(log(&store)).unwrap();
    assert!(log.contains("\"turn_skipped\""));
    assert!(log.contains("it makes no sense"));
    assert!(!log.contains("it is busy"), "a try that was made good reached the log");
    let folder = store.folder();
    let operations: Vec<_> = folder
        .rounds()
        .unwrap()
        .iter()
        .flat_map(|stored| folder.operations(stored).unwrap())
        .collect();
    assert!(operations.iter().map(|record| record.retries).sum::<u32>() > 0);
    assert!(operations.iter().map(|record| record.skipped).sum::<u32>() > 0);
}

#[tokio::test]
async fn a_run_played_again_from_its_recorded_answers_has_the_same_log() {
    let input = input(7, 12, 4);
    let first = tempfile::tempdir().unwrap();
    let recorded = store(first.path(), &input);
    // No world is kept after the cast, so that the answers of all rounds are loaded.
    let execution = Execution { snapshot_every: 1000.try_into().unwrap(), ..Execution::default() };
    play(&recorded, &Moody::default(), &input, execution).await.unwrap();
    let committed = recorded.load().await.unwrap();
    let mind =
        committed.segments.into_iter().fold(RecordedMind::new(MindKind::Rules), |mind, segment| {
            mind.with_round(segment.round, segment.recorded.answers)
        });

    let second = tempfile::tempdir().unwrap();
    let repeated = store(second.path(), &input);
    play(&repeated, &mind, &input, Execution::default()).await.unwrap();

    assert_eq!(log(&repeated), log(&recorded));
}

#[tokio::test]
async fn a_finished_run_is_finished_again_without_asking_anybody() {
    let input = input(2, 6, 3);
    let directory = tempfile::tempdir().unwrap();
    let store = store(directory.path(), &input);
    let ended = play(&store, &RuleMind, &input, Execution::default()).await.unwrap();

    let again = play(&store, &RecordedMind::new(MindKind::Rules), &input, Execution::default())
        .await
        .unwrap();

    assert_eq!(again, ended);
}

#[tokio::test]
async fn a_paced_round_takes_its_time() {
    let input = input(2, 4, 3);
    let directory = tempfile::tempdir().unwrap();
    let store = store(directory.path(), &input);
    let execution = Execution { pace: Duration::from_millis(20), ..Execution::default() };
    let began = Instant::now();

    play(&store, &RuleMind, &input, execution).await.unwrap();

    assert!(began.elapsed() >= Duration::from_millis(60));
}
