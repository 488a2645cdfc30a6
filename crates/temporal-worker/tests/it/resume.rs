//! Attempts that end before their run does. That the log of a run is the same whatever is killed is tested
//! with all programs together, in `tests/chaos`.

use std::time::Duration;

use simswarm_core::artifact;
use simswarm_core::job::{JobStatus, Size};

use crate::simulation::until_pod_gone;
use crate::world::World;

const LONG: Size = Size { agents: 4, rounds: 8 };
const PACE: Duration = Duration::from_millis(700);
const SEED: u64 = 77;

#[tokio::test]
async fn a_killed_pod_is_replaced() {
    let mut world = World::new().await;
    world.start_worker(PACE);
    let job = world.launch(LONG, SEED).await;
    world.until_round(job, 3).await;

    world.kill_pod().await;
    world.until_status(job, JobStatus::Reporting).await;
    until_pod_gone(&world, job).await;

    assert_eq!(world.run(job).await.attempt, 2);
    crate::histories::check("resumed_v1", &world.history(job).await).await;
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
