//! Jobs with several runs that differ in their seed alone: one after the other, each played once, pooled, handed over once.

use std::time::Duration;

use simswarm_bus::{Bus, EntryId};
use simswarm_core::JobId;
use simswarm_core::artifact::{Artifact, artifact_key, ensemble_key, manifest_key};
use simswarm_core::contract::live::LiveMessage;
use simswarm_core::job::{FailedRun, JobStatus, Size};
use simswarm_core::report::ReportStatus;
use simswarm_graph::Graphs;
use simswarm_projection::ensemble::{Ended, Pool};
use simswarm_projection::forecast::Forecast;
use simswarm_store::run::Run;
use simswarm_testkit::wait;

use crate::simulation::until_pod_gone;
use crate::world::{SIZE, World};

const CAP: u64 = 1 << 26;
/// Long enough for a pod to be in the middle of it when a worker has come back.
const LONG: Size = Size { agents: 4, rounds: 8 };
const PACE: Duration = Duration::from_millis(500);

async fn forecasts(world: &World, runs: &[Run]) -> Vec<Forecast> {
    let mut forecasts = Vec::new();
    for run in runs {
        let key = artifact_key(run.id, Artifact::Forecast);
        let bytes = world.blob().get(&key, CAP).await.unwrap();
        forecasts.push(serde_json::from_slice(&bytes).unwrap());
    }
    forecasts
}

async fn pool(world: &World, job: JobId) -> Pool {
    let bytes = world.blob().get(&ensemble_key(job), CAP).await.unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// Each run is the one that its seed gives to a job of its own.
async fn are_the_runs_of_their_seeds(world: &World, runs: &[Run], size: Size) {
    for run in runs {
        let alone = world.launch(size, run.seed.into()).await;
        world.until_status(alone, JobStatus::Reporting).await;
        assert_eq!(world.log_of(run).await, world.log(alone).await, "seed {:?}", run.seed);
        until_pod_gone(world, alone).await;
    }
}

#[tokio::test]
async fn the_runs_of_a_job_are_pooled_and_handed_over_once() {
    let world = World::started().await;
    let job = world.launch_ensemble(SIZE, 7, 3).await;

    let row = world.until_status(job, JobStatus::Reporting).await;

    let runs = world.runs(job).await;
    let seeds: Vec<u64> = runs.iter().map(|run| run.seed.into()).collect();
    assert_eq!(seeds, [7, 8, 9]);
    assert!(runs.iter().all(|run| run.finished_at.is_some() && run.attempt == 1), "{runs:?}");
    for run in &runs {
        assert!(world.blob().exists(&manifest_key(run.id)).await.unwrap());
    }
    let pooled = pool(&world, job).await;
    assert_eq!(pooled, Pool::of(&forecasts(&world, &runs).await, 3));
    assert_eq!(pooled.ended, Some(Ended::AllPlayed));
    let told = row.ensemble.unwrap();
    let forecast = told.forecast.unwrap();
    let interval = pooled.issues[0].forecast.as_ref().unwrap().interval.unwrap();
    assert_eq!((told.planned, told.replicates), (3, 3));
    assert_eq!((forecast.low, forecast.high), (interval.low, interval.high));

    let mut tx = world.db.store().begin().await.unwrap();
    let report = tx.reports().find_newest(job).await.unwrap().unwrap();
    drop(tx);
    assert_eq!((report.run_id, report.generation), (runs[0].id, 1));
    assert_eq!(report.state, ReportStatus::Pending);
    let graphs = Graphs::open(&world.settings().graph).unwrap();
    wait::until("graph", async || graphs.read(runs[0].id).await.unwrap()).await;
    until_pod_gone(&world, job).await;
    are_what_watchers_saw(&world, job, &runs).await;
    crate::histories::check("ensemble_v1", &world.history(job).await).await;
    are_the_runs_of_their_seeds(&world, &runs, SIZE).await;
    world.finish().await;
}

/// One log without a gap, and how far each run was.
async fn are_what_watchers_saw(world: &World, job: JobId, runs: &[Run]) {
    let bus = Bus::open(&world.settings().bus.url).unwrap();
    let (mut seqs, mut rounds) = (Vec::new(), Vec::new());
    for entry in bus.read(job, EntryId::START, 10_000).await.unwrap() {
        match entry.message {
            LiveMessage::Event(event) => seqs.push(event.seq),
            LiveMessage::Progress(progress) => {
                assert_eq!(progress.replicates, 3);
                assert!(progress.seq <= runs[0].last_seq);
                rounds.push((progress.replicate, progress.round));
            }
            LiveMessage::Status(_) => {}
        }
    }
    assert_eq!(seqs, (1..=runs[0].last_seq).collect::<Vec<_>>());
    let expected = (1..=3).flat_map(|run| (0..=SIZE.rounds).map(move |round| (run, round)));
    assert_eq!(rounds, expected.collect::<Vec<_>>());
    bus.delete(job).await.unwrap();
}

#[tokio::test]
async fn a_finished_run_is_not_played_again_whoever_dies() {
    let mut world = World::new().await;
    world.start_worker(PACE);
    let job = world.launch_ensemble(LONG, 20, 3).await;
    let first = world.until_replicate(job, 1, 1).await;
    assert_eq!(first.attempt, 1);
    let finished = world.runs(job).await.swap_remove(0);

    world.kill_worker();
    world.start_worker(PACE);
    world.until_replicate(job, 1, 2).await;
    world.kill_pod().await;
    world.until_status(job, JobStatus::Reporting).await;

    until_pod_gone(&world, job).await;
    let runs = world.runs(job).await;
    assert_eq!(runs[0], finished);
    assert_eq!(runs.iter().map(|run| run.attempt).collect::<Vec<_>>(), [1, 2, 1]);
    world.kill_worker();
    world.start_worker(Duration::ZERO);
    are_the_runs_of_their_seeds(&world, &runs, LONG).await;
    assert_eq!(pool(&world, job).await, Pool::of(&forecasts(&world, &runs).await, 3));
    world.finish().await;
}

/// Kills every pod until that run of the job, counted from 0, is given up or the job is.
async fn fail(world: &World, job: JobId, replicate: usize) {
    world.until_replicate(job, replicate, 1).await;
    wait::until("run to be given up", async || {
        world.kill_pod().await;
        let failure = world.runs(job).await.swap_remove(replicate).failure;
        (failure.is_some() || world.job(job).await.status.is_final()).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_run_that_fails_takes_nothing_from_those_that_finish() {
    let mut world = World::new().await;
    world.start_worker(PACE);
    let job = world.launch_ensemble(LONG, 40, 4).await;

    fail(&world, job, 1).await;
    let row = world.until_status(job, JobStatus::Reporting).await;

    until_pod_gone(&world, job).await;
    let runs = world.runs(job).await;
    let finished = [&runs[0], &runs[2], &runs[3]].map(Run::clone);
    assert!(finished.iter().all(|run| run.finished_at.is_some()), "{runs:?}");
    let reason = runs[1].failure.clone().unwrap();
    assert!(reason.ends_with('.') && runs[1].attempt > 1, "{runs:?}");
    let failed = vec![FailedRun { replicate: 2, reason }];
    let pooled = pool(&world, job).await;
    let expected = Pool::of_finished(&forecasts(&world, &finished).await, 4, failed.clone());
    assert_eq!(pooled, expected);
    assert_eq!(pooled.runs.iter().map(|run| run.replicate).collect::<Vec<_>>(), [1, 3, 4]);
    assert_eq!((pooled.replicates, pooled.ended), (3, Some(Ended::AllPlayed)));
    let told = row.ensemble.unwrap();
    assert_eq!((told.replicates, told.is_early(), told.failed), (3, false, failed));
    crate::histories::check("ensemble_failed_v1", &world.history(job).await).await;
    world.finish().await;
}

#[tokio::test]
async fn a_job_without_two_finished_runs_fails_with_the_reason_of_the_one_that_did() {
    let mut world = World::new().await;
    world.start_worker(PACE);
    let job = world.launch_ensemble(SIZE, 50, 2).await;

    fail(&world, job, 1).await;
    let row = world.until_status(job, JobStatus::Failed).await;

    until_pod_gone(&world, job).await;
    let runs = world.runs(job).await;
    assert!(runs[0].finished_at.is_some() && row.reason == runs[1].failure, "{row:?} {runs:?}");
    assert_eq!((row.ensemble, row.report_status), (None, None));
    world.finish().await;
}

#[tokio::test]
async fn cancelled_between_its_runs_a_job_leaves_no_half_answer() {
    let mut world = World::new().await;
    world.start_worker(PACE);
    let job = world.launch_ensemble(SIZE, 30, 3).await;
    world.until_replicate(job, 0, SIZE.rounds).await;

    world.cancel(job).await;
    let row = world.until_status(job, JobStatus::Cancelled).await;

    until_pod_gone(&world, job).await;
    assert!(world.running_pods().await.is_empty());
    assert_eq!((row.ensemble, row.report_status), (None, None));
    assert!(!world.blob().exists(&ensemble_key(job)).await.unwrap());
    assert_eq!(world.runs(job).await[2].attempt, 0, "a run was begun after the job's end");
    world.finish().await;
}

#[tokio::test]
async fn runs_that_tell_enough_are_not_followed_by_more() {
    let world = World::started().await;
    let job = world.launch_ensemble(Size { agents: 40, rounds: 1 }, 1, 20).await;

    let row = world.until_status(job, JobStatus::Reporting).await;

    let pooled = pool(&world, job).await;
    assert_eq!(pooled.ended, Some(Ended::NarrowEnough), "{pooled:?}");
    let told = row.ensemble.unwrap();
    assert!(told.is_early() && told.replicates == pooled.replicates && told.replicates >= 8);
    let begun = world.runs(job).await.iter().filter(|run| run.attempt > 0).count();
    assert_eq!(begun, pooled.runs.len());
    until_pod_gone(&world, job).await;
    world.finish().await;
}
