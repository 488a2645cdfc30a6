//! The relay's loop: what hangs holds up nobody else.

use std::future::pending;
use std::sync::Arc;

use simswarm_core::JobId;
use simswarm_core::contract::workflow::{CANCEL_SIMULATION, JobRef, START_SIMULATION};
use simswarm_store::outbox::Intent;
use simswarm_store::relay::{Deliver, DeliveryError, Relay};
use simswarm_testkit::{FrozenAmbient, wait};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::world::World;

const HANGS: i64 = 1;
const KINDS: &[&str] = &[START_SIMULATION, CANCEL_SIMULATION];

/// Says what it was given. What concerns one job never arrives.
struct Desk(UnboundedSender<(JobId, String)>);

impl Deliver for Desk {
    async fn deliver(&self, intent: &Intent) -> Result<(), DeliveryError> {
        self.0.send((intent.job_id, intent.kind.clone())).unwrap();
        if intent.job_id == JobId::from(HANGS) { pending().await } else { Ok(()) }
    }
}

async fn push(world: &World, kind: &'static str, job: i64) {
    let job_id = JobId::from(job);
    let mut tx = world.begin().await;
    tx.outbox().push(kind, job_id, &JobRef { job_id }, &world.ambient).await.unwrap();
    tx.commit().await.unwrap();
}

async fn next(told: &mut UnboundedReceiver<(JobId, String)>) -> (i64, String) {
    let (job, kind) = wait::until("an intent is told", async || told.try_recv().ok()).await;
    (job.into(), kind)
}

#[tokio::test]
async fn a_delivery_that_hangs_holds_up_no_other_job() {
    let world = World::new().await;
    let (desk, mut told) = unbounded_channel();
    let relay = Relay {
        store: world.store(),
        ambient: Arc::new(FrozenAmbient::default()),
        family: "workflow",
        kinds: KINDS,
    };
    let mut relays = JoinSet::new();
    relays.spawn(relay.run(Desk(desk), CancellationToken::new()));
    push(&world, START_SIMULATION, HANGS).await;
    assert_eq!(next(&mut told).await, (HANGS, START_SIMULATION.to_owned()));

    push(&world, START_SIMULATION, 2).await;
    push(&world, CANCEL_SIMULATION, 2).await;
    push(&world, CANCEL_SIMULATION, HANGS).await;

    assert_eq!(next(&mut told).await, (2, START_SIMULATION.to_owned()));
    assert_eq!(next(&mut told).await, (2, CANCEL_SIMULATION.to_owned()));
    relays.shutdown().await;
    assert!(told.try_recv().is_err(), "what concerns the same job waits for its turn");
    world.db.finish().await;
}
