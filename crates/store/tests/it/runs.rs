//! Runs and segments: only the current attempt is believed, in order.

use simswarm_core::contract::pod::{Stored, StoredObject};
use simswarm_core::{Ambient, RunId};
use simswarm_store::StoreError;
use simswarm_store::segment::Commit;

use crate::world::World;

fn object(name: &str, digit: char) -> StoredObject {
    StoredObject { object: name.to_owned(), sha256: String::from(digit).repeat(64), length: 1_000 }
}

fn stored(round: u32, digit: char) -> Stored {
    let seq_from = u64::from(round) * 10 + 1;
    Stored {
        round,
        seq_from,
        seq_to: seq_from + 9,
        events: object("events", digit),
        answers: object("answers", digit),
        snapshot: Some(object("world", digit)),
        operations: object("ops", digit),
        injected: Vec::new(),
    }
}

async fn start(world: &World, run: RunId, attempt: u32) -> Result<(), StoreError> {
    let mut tx = world.begin().await;
    tx.runs().start_attempt(run, attempt, world.ambient.now()).await?;
    tx.commit().await
}

async fn commit(
    world: &World,
    run: RunId,
    attempt: u32,
    stored: &Stored,
) -> Result<Commit, StoreError> {
    let mut tx = world.begin().await;
    let done = tx.segments().commit(run, attempt, stored, world.ambient.now()).await?;
    tx.commit().await?;
    Ok(done)
}

async fn started_run(world: &World) -> RunId {
    let job = world.add_job().await;
    let run = world.add_run(job).await;
    start(world, run, 1).await.unwrap();
    run
}

#[tokio::test]
async fn rounds_are_committed_in_order_under_keys_of_their_attempt() {
    let world = World::new().await;
    let run = started_run(&world).await;

    for round in 0..=3 {
        let done = commit(&world, run, 1, &stored(round, 'a')).await.unwrap();
        assert_eq!(done, Commit::Committed);
    }

    let mut tx = world.begin().await;
    let state = tx.runs().get(run).await.unwrap();
    assert_eq!((state.rounds_committed, state.last_seq, state.attempt), (3, 40, 1));
    let segments = tx.segments().list(run).await.unwrap();
    assert_eq!(segments[1].events.key, format!("runs/{run}/a1/r1.events.zst"));
    let page = tx.segments().list_after_seq(run, 10, 1).await.unwrap();
    assert_eq!(page[0].round, 1);
    let newest = tx.segments().find_newest_snapshot(run).await.unwrap().unwrap();
    assert_eq!(newest.round, 3);
    drop(tx);
    world.db.finish().await;
}

#[tokio::test]
async fn a_stale_attempt_commits_nothing() {
    let world = World::new().await;
    let run = started_run(&world).await;
    commit(&world, run, 1, &stored(0, 'a')).await.unwrap();
    start(&world, run, 2).await.unwrap();

    let error = commit(&world, run, 1, &stored(1, 'a')).await.unwrap_err();

    assert!(matches!(error, StoreError::StaleAttempt { attempt: 1, current: 2 }));
    assert_eq!(commit(&world, run, 2, &stored(1, 'b')).await.unwrap(), Commit::Committed);
    let segments = world.begin().await.segments().list(run).await.unwrap();
    let attempts: Vec<_> = segments.iter().map(|segment| segment.attempt).collect();
    assert_eq!(attempts, [1, 2]);
    world.db.finish().await;
}

#[tokio::test]
async fn a_repeated_commit_is_fine_and_another_content_is_not() {
    let world = World::new().await;
    let run = started_run(&world).await;
    commit(&world, run, 1, &stored(0, 'a')).await.unwrap();

    assert_eq!(commit(&world, run, 1, &stored(0, 'a')).await.unwrap(), Commit::Repeated);
    let error = commit(&world, run, 1, &stored(0, 'b')).await.unwrap_err();

    assert!(matches!(error, StoreError::RoundDiffers { round: 0 }));
    world.db.finish().await;
}

#[tokio::test]
async fn a_gap_and_a_round_past_the_end_are_refused() {
    let world = World::new().await;
    let run = started_run(&world).await;

    let gap = commit(&world, run, 1, &stored(1, 'a')).await.unwrap_err();
    assert!(matches!(gap, StoreError::NotNext { round: 1, expected: 0 }));
    for round in 0..=3 {
        commit(&world, run, 1, &stored(round, 'a')).await.unwrap();
    }
    let past = commit(&world, run, 1, &stored(4, 'a')).await.unwrap_err();
    assert!(matches!(past, StoreError::NotNext { round: 4, .. }));

    let events_missing = Stored { seq_from: 12, ..stored(1, 'a') };
    let other = started_run(&world).await;
    commit(&world, other, 1, &stored(0, 'a')).await.unwrap();
    let error = commit(&world, other, 1, &events_missing).await.unwrap_err();
    assert!(matches!(error, StoreError::NotNext { .. }));
    world.db.finish().await;
}

#[tokio::test]
async fn one_round_sent_twice_at_once_is_committed_once() {
    let world = World::new().await;
    let run = started_run(&world).await;
    let round = stored(0, 'a');

    let (one, two) = tokio::join!(commit(&world, run, 1, &round), commit(&world, run, 1, &round));

    let mut outcomes = [one.unwrap(), two.unwrap()];
    outcomes.sort_by_key(|commit| *commit == Commit::Repeated);
    assert_eq!(outcomes, [Commit::Committed, Commit::Repeated]);
    world.db.finish().await;
}

#[tokio::test]
async fn attempts_are_taken_in_order() {
    let world = World::new().await;
    let run = started_run(&world).await;

    start(&world, run, 1).await.unwrap();
    let error = start(&world, run, 3).await.unwrap_err();

    assert!(matches!(error, StoreError::StaleAttempt { attempt: 3, current: 1 }));
    start(&world, run, 2).await.unwrap();
    assert!(start(&world, run, 1).await.is_err());
    world.db.finish().await;
}

#[tokio::test]
async fn what_a_run_began_with_stays() {
    let world = World::new().await;
    let run = started_run(&world).await;
    let mut tx = world.begin().await;
    tx.runs().set_versions(run, "0.1.0", Some("pod:1")).await.unwrap();
    tx.runs().set_versions(run, "0.2.0", Some("pod:2")).await.unwrap();

    let state = tx.runs().get(run).await.unwrap();

    assert_eq!(state.engine_version.as_deref(), Some("0.1.0"));
    assert_eq!(state.image.as_deref(), Some("pod:1"));
    drop(tx);
    world.db.finish().await;
}
