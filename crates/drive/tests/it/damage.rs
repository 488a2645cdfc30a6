//! What lies on the disk is trusted only as far as its hashes go.

use std::fs;

use simswarm_core::contract::pod::Stored;
use simswarm_drive::directory::{DirectoryStore, OpenError, RunIdentity};
use simswarm_drive::mind::RuleMind;
use simswarm_drive::packed::{Packed, decompress, to_lines};
use simswarm_drive::{DriveError, Execution, StoreError, read_recorded};
use simswarm_engine::action::{AnswerOutcome, Decision};
use tempfile::TempDir;

use crate::world::{input, play, store};

/// A run of three rounds, worlds kept after rounds 0 and 2, its last round's manifest taken away.
async fn two_rounds() -> TempDir {
    let input = input(3, 6, 3);
    let directory = tempfile::tempdir().unwrap();
    let store = store(directory.path(), &input);
    let execution = Execution { snapshot_every: 2.try_into().unwrap(), ..Execution::default() };
    play(&store, &RuleMind, &input, execution).await.unwrap();
    fs::remove_file(directory.path().join("r3.json")).unwrap();
    directory
}

async fn resumed(directory: &TempDir) -> Result<(), DriveError> {
    let input = input(3, 6, 3);
    play(&store(directory.path(), &input), &RuleMind, &input, Execution::default()).await.map(drop)
}

fn without_snapshots(directory: &TempDir) {
    for round in 0..=2 {
        let path = directory.path().join(format!("r{round}.json"));
        let mut stored: Stored = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        stored.snapshot = None;
        fs::write(&path, serde_json::to_vec(&stored).unwrap()).unwrap();
    }
}

#[tokio::test]
async fn a_damaged_world_is_refused() {
    let directory = two_rounds().await;
    fs::write(directory.path().join("r2.world.zst"), Packed::new(b"nonsense").unwrap().bytes)
        .unwrap();

    let error = resumed(&directory).await.unwrap_err();

    assert!(matches!(error, DriveError::Store(StoreError::Corrupt { .. })));
    assert!(error.to_string().starts_with("r2.world.zst is not what was committed: its hash is"));
}

#[tokio::test]
async fn a_damaged_log_is_refused() {
    let directory = two_rounds().await;
    without_snapshots(&directory);
    fs::write(directory.path().join("r1.events.zst"), b"cut off").unwrap();

    let error = resumed(&directory).await.unwrap_err();

    assert!(error.to_string().starts_with("r1.events.zst is not what was committed"), "{error}");
}

#[tokio::test]
async fn a_run_without_any_kept_world_is_replayed_from_its_cast() {
    let directory = two_rounds().await;
    without_snapshots(&directory);

    resumed(&directory).await.unwrap();
}

#[tokio::test]
async fn answers_that_replay_to_another_log_are_refused() {
    let directory = two_rounds().await;
    without_snapshots(&directory);
    let path = directory.path().join("r1.answers.zst");
    let lines = decompress(&fs::read(&path).unwrap()).unwrap();
    let mut answers = read_recorded("r1.answers.zst", &lines).unwrap().answers;
    for answer in &mut answers {
        answer.outcome = match &answer.outcome {
            AnswerOutcome::Decided(_) => AnswerOutcome::Skipped("forged".to_owned()),
            AnswerOutcome::Skipped(_) => AnswerOutcome::Decided(Decision::default()),
        };
    }
    let forged = Packed::new(&to_lines(&answers).unwrap()).unwrap();
    fs::write(&path, &forged.bytes).unwrap();
    let manifest = directory.path().join("r1.json");
    let mut stored: Stored = serde_json::from_slice(&fs::read(&manifest).unwrap()).unwrap();
    stored.answers = forged.describe(simswarm_core::artifact::RoundObject::Answers, 1);
    fs::write(&manifest, serde_json::to_vec(&stored).unwrap()).unwrap();

    let error = resumed(&directory).await.unwrap_err();

    assert!(matches!(error, DriveError::ReplayDiffers { round: 1, .. }), "{error}");
}

#[tokio::test]
async fn another_input_does_not_get_into_the_directory() {
    let directory = two_rounds().await;

    let error =
        DirectoryStore::open(directory.path(), &RunIdentity::of(&input(4, 6, 3))).unwrap_err();

    assert_eq!(error.to_string(), "it holds a run with another seed");
}

#[tokio::test]
async fn two_processes_do_not_share_a_directory() {
    let input = input(3, 6, 3);
    let directory = tempfile::tempdir().unwrap();
    let first = store(directory.path(), &input);

    let second = DirectoryStore::open(directory.path(), &RunIdentity::of(&input));

    assert!(matches!(second, Err(OpenError::Busy)));
    drop(first);
    store(directory.path(), &input);
}
