//! Jobs that leave another one after a round, with real pods.

use std::time::Duration;

use serde_json::Value;
use simswarm_core::contract::workflow::{JobRef, PURGE_JOB, START_SIMULATION, StartSimulation};
use simswarm_core::document::Seed;
use simswarm_core::exogenous::ExogenousEvent;
use simswarm_core::job::{JobStatus, Size};
use simswarm_core::run_settings::RunSettings;
use simswarm_core::{Ambient, JobId, RunId};
use simswarm_runtime::ambient::System;
use simswarm_store::job::{Change, NewFork};
use simswarm_store::run::NewRun;
use simswarm_testkit::wait;

use crate::simulation::until_pod_gone;
use crate::world::World;

const LONG: Size = Size { agents: 4, rounds: 8 };
const PACE: Duration = Duration::from_millis(500);
const SEED: u64 = 77;

impl World {
    /// A fork as the API would accept it.
    async fn fork(&self, origin: JobId, round: u32, seed: u64, settings: &RunSettings) -> JobId {
        let rounds = self.run(origin).await.size.rounds;
        self.fork_to(rounds, (origin, round), seed, settings).await
    }

    /// One with so many rounds.
    async fn fork_to(
        &self,
        rounds: u32,
        (origin, round): (JobId, u32),
        seed: u64,
        settings: &RunSettings,
    ) -> JobId {
        let now = System.now();
        let seed = Seed::try_from(seed).unwrap();
        let run = self.run(origin).await;
        let mut tx = self.db.store().begin().await.unwrap();
        let new = NewFork { origin, seed, rounds, settings };
        let job = tx.jobs().insert_fork(new, now).await.unwrap();
        let new = NewRun {
            id: RunId::from(System.new_uuid()),
            job_id: job,
            replicate: 0,
            seed,
            size: Size { rounds, ..run.size },
            fork: Some((run.id, round)),
        };
        tx.runs().insert(&new, now).await.unwrap();
        let start = StartSimulation { job_id: job };
        tx.outbox().push(START_SIMULATION, job, &start, &System).await.unwrap();
        tx.commit().await.unwrap();
        self.remember(job);
        job
    }

    /// The log up to a round, and the rest.
    async fn parted(&self, job: JobId, round: u64) -> [Vec<String>; 2] {
        let log = String::from_utf8(self.log(job).await).unwrap();
        let is_before = |line: &&str| {
            serde_json::from_str::<Value>(line).unwrap()["round"].as_u64().unwrap() <= round
        };
        let (before, after): (Vec<&str>, Vec<&str>) = log.lines().partition(is_before);
        [before, after].map(|lines| lines.into_iter().map(str::to_owned).collect())
    }

    async fn purge(&self, job: JobId) {
        let owner = self.job(job).await.user_id;
        let mut tx = self.db.store().begin().await.unwrap();
        tx.jobs().delete(job, owner, System.now()).await.unwrap();
        tx.outbox().push(PURGE_JOB, job, &JobRef { job_id: job }, &System).await.unwrap();
        tx.commit().await.unwrap();
        wait::until("rows to go", async || {
            let mut tx = self.db.store().begin().await.unwrap();
            tx.runs().find_by_job(job).await.unwrap().is_none().then_some(())
        })
        .await;
    }
}

fn storm(round: u32) -> RunSettings {
    let events = vec![ExogenousEvent::plain(round, "A storm closes the bay.".to_owned())];
    RunSettings { events, ..RunSettings::default() }
}

#[tokio::test]
async fn a_fork_has_the_rounds_of_its_origin_and_then_its_own() {
    let world = World::started().await;
    let origin = world.launch(LONG, SEED).await;
    world.until_status(origin, JobStatus::Reporting).await;

    let same = world.fork(origin, 3, SEED, &RunSettings::default()).await;
    let seed = world.fork(origin, 6, 5, &RunSettings::default()).await;
    let event = world.fork(origin, 3, SEED, &storm(4)).await;
    for job in [same, seed, event] {
        world.until_status(job, JobStatus::Reporting).await;
        until_pod_gone(&world, job).await;
    }

    let without_mark = |lines: &[String]| -> Vec<Value> {
        let events = lines.iter().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let mut events: Vec<_> = events.filter(|event| event["type"] != "run_forked").collect();
        for event in &mut events {
            event["seq"] = Value::Null;
        }
        events
    };
    let ([common, own], [before, after]) =
        (world.parted(same, 3).await, world.parted(origin, 3).await);
    assert_eq!((common, own.len()), (before, after.len() + 1));
    assert_eq!(without_mark(&own), without_mark(&after));
    for (job, round) in [(seed, 6), (event, 3)] {
        let ([common, own], [before, after]) =
            (world.parted(job, round).await, world.parted(origin, round).await);
        assert_eq!(common, before);
        assert_ne!(without_mark(&own), without_mark(&after));
    }
    let told = world.parted(event, 3).await[1].iter().any(|line| line.contains("A storm"));
    assert!(told, "the event was not told");
    let run = world.run(event).await;
    assert_eq!((run.forked_from, run.fork_round), (Some(world.run(origin).await.id), Some(3)));
    crate::histories::check("forked_v1", &world.history(event).await).await;

    // A fork of a fork, whose origin's origin is gone.
    world.purge(origin).await;
    let again = world.fork(event, 5, SEED, &storm(4)).await;
    world.until_status(again, JobStatus::Reporting).await;
    until_pod_gone(&world, again).await;
    let ([common, own], [before, after]) =
        (world.parted(again, 5).await, world.parted(event, 5).await);
    assert_eq!((common, own.len()), (before, after.len() + 1));
    world.finish().await;
}

#[tokio::test]
async fn a_fork_of_a_job_that_still_runs_comes_to_the_same_log_whoever_dies() {
    let mut world = World::new().await;
    world.start_worker(PACE);
    let origin = world.launch(LONG, SEED).await;
    world.until_round(origin, 3).await;

    let fork = world.fork_to(10, (origin, 2), 5, &storm(4)).await;
    world.until_round(fork, 4).await;
    world.kill_pod().await;
    world.until_round(fork, 5).await;
    world.kill_worker();
    world.start_worker(Duration::ZERO);
    world.until_status(fork, JobStatus::Reporting).await;
    world.until_status(origin, JobStatus::Reporting).await;

    let undisturbed = world.fork_to(10, (origin, 2), 5, &storm(4)).await;
    world.until_status(undisturbed, JobStatus::Reporting).await;
    assert_eq!(world.log(fork).await, world.log(undisturbed).await);
    let [_, played] = world.parted(fork, 9).await;
    assert!(played.last().unwrap().contains("\"round\":10,\"type\":\"round_ended\""), "{played:?}");
    for job in [origin, fork, undisturbed] {
        until_pod_gone(&world, job).await;
    }
    world.finish().await;
}

#[tokio::test]
async fn a_fork_whose_origin_is_gone_before_it_begins_says_so() {
    let mut world = World::started().await;
    let origin = world.launch(LONG, SEED).await;
    world.until_status(origin, JobStatus::Reporting).await;
    until_pod_gone(&world, origin).await;
    world.kill_worker();
    let fork = world.fork(origin, 3, SEED, &RunSettings::default()).await;
    let owner = world.job(origin).await.user_id;
    let mut tx = world.db.store().begin().await.unwrap();
    tx.jobs().advance(origin, Change::Cancel, System.now()).await.unwrap();
    tx.jobs().delete(origin, owner, System.now()).await.unwrap();
    tx.jobs().purge(origin).await.unwrap();
    tx.commit().await.unwrap();
    world.start_worker(Duration::ZERO);

    let job = world.until_status(fork, JobStatus::Failed).await;

    assert_eq!(job.reason.unwrap(), "The simulation that this one goes on from is gone.");
    world.finish().await;
}
