//! From the outbox to Temporal: nothing lost, nothing twice, and whoever waits is told why.

use std::time::Duration;

use simswarm_core::contract::workflow::{START_SIMULATION, StartSimulation};
use simswarm_core::job::JobStatus;
use simswarm_runtime::ambient::System;
use simswarm_testkit::{Door, wait};

use crate::simulation::until_pod_gone;
use crate::world::{SIZE, World};

#[tokio::test]
async fn with_temporal_away_a_job_waits_visibly_and_starts_when_it_is_back() {
    let mut world = World::new().await;
    let door = Door::before(&world.settings().temporal.address).await;
    door.shut();
    world.set("TEMPORAL_ADDRESS", door.address());
    let job = world.launch(SIZE, 20).await;
    world.start_worker(Duration::ZERO);

    let reason = wait::until("job to wait", async || world.job(job).await.waiting_reason).await;
    assert_eq!(reason, "The scheduler is not available; the simulation starts when it is back.");
    door.open();

    let done = world.until_status(job, JobStatus::Reporting).await;
    assert_eq!(done.waiting_reason, None);
    until_pod_gone(&world, job).await;
    world.finish().await;
}

#[tokio::test]
async fn an_intent_that_is_told_twice_starts_one_workflow() {
    let world = World::started().await;
    let job = world.launch(SIZE, 21).await;
    for _ in 0..2 {
        let mut tx = world.db.store().begin().await.unwrap();
        let start = StartSimulation { job_id: job };
        tx.outbox().push(START_SIMULATION, job, &start, &System).await.unwrap();
        tx.commit().await.unwrap();
    }

    world.until_status(job, JobStatus::Reporting).await;
    until_pod_gone(&world, job).await;

    assert_eq!(world.pod_folders().len(), 1);
    assert_eq!(world.run(job).await.attempt, 1);
    world.finish().await;
}

#[tokio::test]
async fn a_job_that_was_cancelled_before_its_start_is_never_started() {
    let mut world = World::new().await;
    let job = world.launch(SIZE, 22).await;
    let mut tx = world.db.store().begin().await.unwrap();
    let cancel = simswarm_store::job::Change::Cancel;
    tx.jobs().advance(job, cancel, chrono::DateTime::UNIX_EPOCH).await.unwrap();
    tx.commit().await.unwrap();
    world.start_worker(Duration::ZERO);
    let other = world.launch(SIZE, 23).await;

    world.until_status(other, JobStatus::Reporting).await;
    until_pod_gone(&world, other).await;

    assert_eq!(world.run(job).await.attempt, 0);
    assert_eq!(world.pod_folders().len(), 1);
    world.finish().await;
}
