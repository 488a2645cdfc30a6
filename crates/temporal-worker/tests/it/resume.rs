//! Killed processes cost seconds: the log is that of an undisturbed run, and no turn of a committed round
//! is decided twice.

use std::collections::BTreeMap;
use std::time::Duration;

use simswarm_core::job::{JobStatus, Size};
use simswarm_core::{JobId, artifact};

use crate::simulation::until_pod_gone;
use crate::world::World;

const LONG: Size = Size { agents: 4, rounds: 8 };
const PACE: Duration = Duration::from_millis(700);
const SEED: u64 = 77;

/// The log of a run that nothing disturbed.
async fn undisturbed(world: &World) -> Vec<u8> {
    let job = world.launch(LONG, SEED).await;
    world.until_status(job, JobStatus::Reporting).await;
    until_pod_gone(world, job).await;
    world.log(job).await
}

/// (round, agent) of every decided turn in a pod's log, and how often it was decided.
fn decided(log: &str, run: &str) -> BTreeMap<(u32, String), u32> {
    let mut turns = BTreeMap::new();
    for line in log.lines().filter(|line| line.contains("turn decided") && line.contains(run)) {
        let field = |name: &str| {
            let rest = line.split_once(&format!("{name}=")).unwrap().1;
            rest.split_whitespace().next().unwrap().trim_matches('"').to_owned()
        };
        *turns.entry((field("run.round").parse().unwrap(), field("agent.id"))).or_default() += 1;
    }
    turns
}

async fn assert_no_committed_turn_twice(world: &World, job: JobId, committed_before: u32) {
    let run = world.run(job).await.id.to_string();
    let mut all = BTreeMap::new();
    for log in world.pod_logs() {
        for (turn, times) in decided(&log, &run) {
            *all.entry(turn).or_insert(0) += times;
        }
    }
    assert!(!all.is_empty(), "the pods' logs show no turn");
    let twice: Vec<_> = all
        .iter()
        .filter(|((round, _), times)| *round <= committed_before && **times > 1)
        .collect();
    assert!(twice.is_empty(), "decided again: {twice:?}");
}

#[tokio::test]
async fn a_killed_worker_costs_seconds_and_nothing_else() {
    let mut world = World::new().await;
    world.start_worker(PACE);
    let expected = undisturbed(&world).await;
    let job = world.launch(LONG, SEED).await;
    let committed = world.until_round(job, 2).await.rounds_committed;

    world.kill_worker();
    world.start_worker(PACE);
    world.until_status(job, JobStatus::Reporting).await;
    until_pod_gone(&world, job).await;

    assert_eq!(world.log(job).await, expected);
    assert_eq!(world.run(job).await.attempt, 1, "the same pod went on");
    assert_no_committed_turn_twice(&world, job, committed).await;
    world.finish().await;
}

#[tokio::test]
async fn a_killed_pod_is_replaced_and_the_run_goes_on_from_the_checkpoint() {
    let mut world = World::new().await;
    world.start_worker(PACE);
    let expected = undisturbed(&world).await;
    let job = world.launch(LONG, SEED).await;
    let committed = world.until_round(job, 3).await.rounds_committed;

    world.kill_pod().await;
    world.until_status(job, JobStatus::Reporting).await;
    until_pod_gone(&world, job).await;

    assert_eq!(world.log(job).await, expected);
    assert_eq!(world.run(job).await.attempt, 2);
    crate::histories::check("resumed_v1", &world.history(job).await).await;
    assert_no_committed_turn_twice(&world, job, committed).await;
    world.finish().await;
}

#[tokio::test]
async fn what_a_cut_off_attempt_uploads_is_never_read() {
    let mut world = World::new().await;
    world.start_worker(PACE);
    let job = world.launch(LONG, SEED).await;
    let run = world.until_round(job, 2).await;

    world.kill_pod().await;
    // What an unreachable pod would still write: other rounds under its own attempt.
    let blob = world.blob();
    for round in run.rounds_committed + 1..=LONG.rounds {
        for object in artifact::RoundObject::ALL {
            let key = object.key(run.id, 1, round);
            blob.put(&key, "application/zstd", b"stale".to_vec().into()).await.unwrap();
        }
    }
    world.until_status(job, JobStatus::Reporting).await;
    until_pod_gone(&world, job).await;

    let mut tx = world.db.store().begin().await.unwrap();
    let segments = tx.segments().list(run.id).await.unwrap();
    drop(tx);
    let after: Vec<_> =
        segments.iter().filter(|segment| segment.round > run.rounds_committed + 1).collect();
    assert!(!after.is_empty());
    assert!(after.iter().all(|segment| segment.attempt == 2), "{after:?}");
    world.finish().await;
}

#[tokio::test]
async fn a_pod_that_nobody_owns_is_ended_when_the_worker_comes_back() {
    let mut world = World::new().await;
    world.start_worker(Duration::from_secs(1));
    let job = world.launch(LONG, SEED).await;
    world.until_round(job, 1).await;
    world.kill_worker();
    assert_eq!(world.running_pods().await.len(), 1, "a pod outlives its worker");
    let mut tx = world.db.store().begin().await.unwrap();
    let cancel = simswarm_store::job::Change::Cancel;
    tx.jobs().advance(job, cancel, chrono::DateTime::UNIX_EPOCH).await.unwrap();
    tx.commit().await.unwrap();

    world.start_worker(Duration::ZERO);

    until_pod_gone(&world, job).await;
    assert!(world.running_pods().await.is_empty());
    world.finish().await;
}
