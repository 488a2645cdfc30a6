//! The pod ledger.

use chrono::TimeDelta;
use simswarm_core::pod::{PodName, PodState};
use simswarm_core::{Ambient, JobId, PodId, RunId};
use simswarm_store::job::Change;
use simswarm_store::pod::{Created, End, NewPod, Pod};

use crate::world::World;

const CREATED: Created<'_> = Created {
    provider_id: "p-1",
    endpoint: "http://127.0.0.1:5000",
    host: Some("h-9"),
    gpu_type: Some("NVIDIA L40S"),
    price_micro_usd_per_hour: 3_600_000,
};

async fn intend(world: &World, job_id: JobId, run_id: RunId, nonce: &str) -> Pod {
    let name = PodName::new("dev1", run_id, 1, nonce);
    let new = NewPod {
        id: PodId::from(world.ambient.new_uuid()),
        job_id,
        run_id,
        attempt: 1,
        installation: "dev1",
        name: &name,
        provider: "local",
    };
    let mut tx = world.begin().await;
    let pod = tx.pods().intend(&new, world.ambient.now()).await.unwrap();
    tx.commit().await.unwrap();
    pod
}

#[tokio::test]
async fn an_attempt_has_one_row_and_keeps_its_name() {
    let world = World::new().await;
    let job = world.add_job().await;
    let run = world.add_run(job).await;

    let first = intend(&world, job, run, "x1").await;
    let second = intend(&world, job, run, "x2").await;

    assert_eq!(first, second);
    assert_eq!(first.state, PodState::Intended);
    world.db.finish().await;
}

#[tokio::test]
async fn a_pods_time_is_paid_once() {
    let world = World::new().await;
    let job = world.add_job().await;
    let run = world.add_run(job).await;
    let pod = intend(&world, job, run, "x1").await;
    let mut tx = world.begin().await;
    tx.pods().created(pod.id, CREATED, world.ambient.now()).await.unwrap();
    tx.pods().ready(pod.id, world.ambient.now()).await.unwrap();
    world.ambient.advance(TimeDelta::seconds(90));
    tx.pods().terminating(pod.id, None, world.ambient.now()).await.unwrap();
    tx.pods().settle(pod.id, End::Gone, world.ambient.now()).await.unwrap();
    world.ambient.advance(TimeDelta::hours(1));
    tx.pods().settle(pod.id, End::Lost, world.ambient.now()).await.unwrap();

    let settled = tx.pods().get(pod.id).await.unwrap();
    assert_eq!((settled.state, settled.cost_micro_usd), (PodState::Gone, 90_000));
    assert_eq!(tx.jobs().get(job).await.unwrap().cost_micro_usd, 90_000);
    assert!(tx.pods().list_unsettled("dev1").await.unwrap().is_empty());
    drop(tx);
    world.db.finish().await;
}

#[tokio::test]
async fn a_late_id_does_not_turn_a_terminating_pod_back() {
    let world = World::new().await;
    let job = world.add_job().await;
    let run = world.add_run(job).await;
    let pod = intend(&world, job, run, "x1").await;
    let mut tx = world.begin().await;
    tx.pods().terminating(pod.id, Some("cancelled"), world.ambient.now()).await.unwrap();

    tx.pods().created(pod.id, CREATED, world.ambient.now()).await.unwrap();
    tx.pods().ready(pod.id, world.ambient.now()).await.unwrap();

    let unsettled = tx.pods().list_unsettled("dev1").await.unwrap();
    assert_eq!(unsettled[0].state, PodState::Terminating);
    assert_eq!(unsettled[0].provider_id.as_deref(), Some("p-1"));
    assert!(tx.pods().list_unsettled("dev2").await.unwrap().is_empty());
    drop(tx);
    world.db.finish().await;
}

#[tokio::test]
async fn the_ledger_outlives_its_job() {
    let world = World::new().await;
    let job = world.add_job_after(&[Change::Cancel]).await;
    let run = world.add_run(job).await;
    let pod = intend(&world, job, run, "x1").await;
    let mut tx = world.begin().await;
    tx.jobs().delete(job, world.user, world.ambient.now()).await.unwrap();

    tx.jobs().purge(job).await.unwrap();

    assert_eq!(tx.pods().list_by_job(job).await.unwrap(), [pod]);
    drop(tx);
    world.db.finish().await;
}

#[tokio::test]
async fn what_a_pod_says_of_its_failure_is_kept_whatever_it_says() {
    let world = World::new().await;
    let job = world.add_job().await;
    let run = world.add_run(job).await;
    let pod = intend(&world, job, run, "x1").await;
    let said = format!("the\0 engine{}", "!".repeat(5_000));

    let mut tx = world.begin().await;
    tx.pods().terminating(pod.id, Some(&said), world.ambient.now()).await.unwrap();
    let failure = tx.pods().get(pod.id).await.unwrap().failure.unwrap();
    drop(tx);

    assert!(failure.starts_with("the engine!"));
    assert_eq!(failure.chars().count(), 4_096);
    world.db.finish().await;
}
