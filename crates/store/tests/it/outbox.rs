//! The outbox: in order per job, leased once, never lost.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use simswarm_core::contract::job::GENERATE_REPORT;
use simswarm_core::contract::workflow::{CANCEL_SIMULATION, JobRef, START_SIMULATION};
use simswarm_core::{Ambient, JobId};
use simswarm_store::outbox::{self, Intent};
use tokio::task::JoinSet;

use crate::world::World;

const KINDS: [&str; 2] = [START_SIMULATION, CANCEL_SIMULATION];

async fn push(world: &World, kind: &'static str, job: i64) {
    let job_id = JobId::from(job);
    let mut tx = world.begin().await;
    tx.outbox().push(kind, job_id, &JobRef { job_id }, &world.ambient).await.unwrap();
    tx.commit().await.unwrap();
}

async fn lease(world: &World) -> Vec<Intent> {
    let at = world.ambient.now();
    let mut tx = world.begin().await;
    let leased = tx.outbox().lease(&KINDS, 10, at, at + TimeDelta::seconds(30)).await.unwrap();
    tx.commit().await.unwrap();
    leased
}

#[tokio::test]
async fn intents_of_one_job_are_told_in_order() {
    let world = World::new().await;
    push(&world, START_SIMULATION, 1).await;
    push(&world, CANCEL_SIMULATION, 1).await;

    let first = lease(&world).await;
    assert_eq!(first.len(), 1);
    assert_eq!((first[0].kind.as_str(), first[0].attempts), (START_SIMULATION, 1));
    assert_eq!(first[0].payload, serde_json::json!({ "job_id": 1 }));
    assert!(lease(&world).await.is_empty(), "the second waits for the first");

    let mut tx = world.begin().await;
    tx.outbox().done(first[0].id, world.ambient.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(lease(&world).await[0].kind, CANCEL_SIMULATION);
    world.db.finish().await;
}

#[tokio::test]
async fn an_intent_of_another_family_is_left_alone() {
    let world = World::new().await;
    push(&world, GENERATE_REPORT, 1).await;
    push(&world, START_SIMULATION, 1).await;

    let leased = lease(&world).await;

    assert_eq!(leased.len(), 1);
    assert_eq!(leased[0].kind, START_SIMULATION);
    world.db.finish().await;
}

#[tokio::test]
async fn relays_side_by_side_never_lease_the_same_intent() {
    const JOBS: i64 = 60;
    let world = World::new().await;
    for job in 0..JOBS {
        push(&world, START_SIMULATION, job).await;
    }
    let mut relays = JoinSet::new();
    for _ in 0..4 {
        let (store, at) = (world.store(), world.ambient.now());
        relays.spawn(async move {
            let mut ids = Vec::new();
            loop {
                let mut tx = store.begin().await.unwrap();
                let until = at + TimeDelta::seconds(30);
                let leased = tx.outbox().lease(&KINDS, 3, at, until).await.unwrap();
                tx.commit().await.unwrap();
                if leased.is_empty() {
                    return ids;
                }
                ids.extend(leased.into_iter().map(|intent| intent.id));
            }
        });
    }

    let mut ids = relays.join_all().await.concat();
    // What a relay skipped because another one held it may be left when all have gone home.
    ids.extend(lease(&world).await.into_iter().map(|intent| intent.id));

    let distinct: BTreeSet<_> = ids.iter().copied().collect();
    assert_eq!(ids.len(), distinct.len(), "one was leased twice");
    assert_eq!(i64::try_from(ids.len()).unwrap(), JOBS);
    world.db.finish().await;
}

#[tokio::test]
async fn a_lease_that_ran_out_is_taken_over() {
    let world = World::new().await;
    push(&world, START_SIMULATION, 1).await;
    let first = lease(&world).await;
    world.ambient.advance(TimeDelta::seconds(30));

    let second = lease(&world).await;

    assert_eq!((second[0].id, second[0].attempts), (first[0].id, 2));
    world.db.finish().await;
}

#[tokio::test]
async fn what_could_not_be_told_waits_for_its_time() {
    let world = World::new().await;
    push(&world, START_SIMULATION, 1).await;
    let intent = lease(&world).await.remove(0);
    let due = world.ambient.now() + TimeDelta::seconds(90);
    let mut tx = world.begin().await;
    tx.outbox().retry_later(intent.id, due, "Temporal is away").await.unwrap();
    tx.commit().await.unwrap();

    world.ambient.advance(TimeDelta::seconds(60));
    assert!(lease(&world).await.is_empty());
    world.ambient.advance(TimeDelta::seconds(30));
    assert_eq!(lease(&world).await[0].id, intent.id);
    world.db.finish().await;
}

#[tokio::test]
async fn a_commit_wakes_the_relay_of_its_family_alone() {
    let world = World::new().await;
    let mut wakeups = outbox::listen(world.db.store(), "workflow").await.unwrap();
    push(&world, GENERATE_REPORT, 1).await;
    push(&world, START_SIMULATION, 2).await;

    wakeups.next().await.unwrap();

    assert_eq!(lease(&world).await.len(), 1);
    drop(wakeups);
    world.db.finish().await;
}
