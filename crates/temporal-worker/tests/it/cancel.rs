//! A wish to stop is fulfilled within five seconds, wherever the run is, and no pod is left.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use simswarm_core::contract::workflow::{JobRef, PURGE_JOB};
use simswarm_core::job::{JobStatus, Size};
use simswarm_core::pod::PodState;
use simswarm_core::{Ambient, JobId};
use simswarm_runtime::ambient::System;
use simswarm_testkit::wait;

use crate::simulation::until_pod_gone;
use crate::world::{SIZE, World};

const LIMIT: Duration = Duration::from_secs(5);
const LONG: Size = Size { agents: 4, rounds: 30 };

async fn is_cancelled_in_time(world: &World, job: JobId) {
    let asked = Instant::now();
    world.cancel(job).await;
    world.until_status(job, JobStatus::Cancelled).await;
    assert!(asked.elapsed() < LIMIT, "it took {:?}", asked.elapsed());
    assert!(world.running_pods().await.is_empty(), "a pod outlived its job");
}

#[tokio::test]
async fn a_running_job_is_cancelled_at_once() {
    let mut world = World::new().await;
    world.start_worker(Duration::from_millis(500));
    let job = world.launch(LONG, 1).await;
    world.until_round(job, 1).await;

    is_cancelled_in_time(&world, job).await;

    let ledger = world.db.store().begin().await.unwrap().pods().list_by_job(job).await.unwrap();
    assert_eq!(ledger.iter().map(|pod| pod.state).collect::<Vec<_>>(), [PodState::Gone]);
    crate::histories::check("cancelled_v1", &world.history(job).await).await;
    world.finish().await;
}

#[tokio::test]
async fn a_job_that_waits_for_its_pod_is_cancelled_at_once() {
    let mut world = World::new().await;
    // A pod that listens and never becomes ready.
    let program = tempfile::NamedTempFile::new().unwrap().into_temp_path();
    fs::write(&program, "#!/bin/sh\necho 127.0.0.1:9 > $POD_PORT_FILE\nexec /bin/sleep 1000\n")
        .unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    world.set("POD_PROGRAM", &program.display().to_string());
    world.start_worker(Duration::ZERO);
    let job = world.launch(SIZE, 2).await;
    wait::until("pod to be started", async || {
        (world.running_pods().await.len() == 1).then_some(())
    })
    .await;

    is_cancelled_in_time(&world, job).await;

    world.finish().await;
}

#[tokio::test]
async fn a_job_that_waits_for_stock_says_so_and_is_cancelled_at_once() {
    let mut world = World::new().await;
    world.set("MAX_PODS", "0");
    world.start_worker(Duration::ZERO);
    let job = world.launch(SIZE, 3).await;
    wait::until("job to say what it waits for", async || {
        let reason = world.job(job).await.waiting_reason?;
        (reason == "No host is free at the moment; waiting for one.").then_some(())
    })
    .await;

    is_cancelled_in_time(&world, job).await;

    world.finish().await;
}

#[tokio::test]
async fn a_deleted_live_job_is_stopped_and_leaves_nothing_but_the_ledger() {
    let mut world = World::new().await;
    world.start_worker(Duration::from_millis(300));
    let job = world.launch(LONG, 4).await;
    let run = world.until_round(job, 2).await;
    let owner = world.job(job).await.user_id;

    let mut tx = world.db.store().begin().await.unwrap();
    tx.jobs().delete(job, owner, System.now()).await.unwrap();
    tx.outbox().push(PURGE_JOB, job, &JobRef { job_id: job }, &System).await.unwrap();
    tx.commit().await.unwrap();

    wait::until("rows to go", async || {
        let mut tx = world.db.store().begin().await.unwrap();
        tx.runs().find_by_job(job).await.unwrap().is_none().then_some(())
    })
    .await;
    assert!(world.blob().list(&format!("runs/{}/", run.id)).await.unwrap().is_empty());
    let ledger = world.db.store().begin().await.unwrap().pods().list_by_job(job).await.unwrap();
    assert_eq!(ledger.len(), 1);
    until_pod_gone(&world, job).await;
    world.finish().await;
}
