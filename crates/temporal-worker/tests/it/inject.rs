//! What its owner tells a running simulation reaches it, once, whatever is killed.

use std::time::Duration;

use simswarm_core::artifact::ensemble_key;
use simswarm_core::job::{JobStatus, Size};
use simswarm_projection::ensemble::{Pool, PooledEvent};
use simswarm_store::run::Run;

use crate::simulation::until_pod_gone;
use crate::world::World;

const SIZE: Size = Size { agents: 4, rounds: 12 };
const EARLY: &str = "The harbour master resigns.";
const LATE: &str = "A storm closes the strait.";

/// The rounds in which the run's log has it.
async fn rounds_told(world: &World, run: &Run, text: &str) -> Vec<u64> {
    let log = String::from_utf8(world.log_of(run).await).unwrap();
    let lines = log.lines().filter(|line| line.contains("\"exogenous\"") && line.contains(text));
    let events = lines.map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    events.map(|event| event["round"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn what_a_job_is_told_reaches_all_its_runs_that_are_not_over_in_one_round() {
    let mut world = World::new().await;
    let pace = Duration::from_millis(400);
    let job = world.launch_ensemble(Size { agents: 4, rounds: 8 }, 21, 3).await;
    let early = world.tell(job, EARLY).await;
    world.start_worker(pace);
    world.until_replicate(job, 1, 2).await;

    let late = world.tell(job, LATE).await;
    let told = world.until_told(late).await;
    world.kill_pod().await;
    world.kill_worker();
    world.start_worker(pace);
    world.until_status(job, JobStatus::Reporting).await;

    assert_eq!(world.until_told(early).await, 1);
    assert!(told > 2, "told in round {told}");
    let runs = world.runs(job).await;
    for (run, late) in runs.iter().zip([vec![], vec![u64::from(told)], vec![u64::from(told)]]) {
        assert_eq!(rounds_told(&world, run, EARLY).await, [1], "{run:?}");
        assert_eq!(rounds_told(&world, run, LATE).await, late, "{run:?}");
    }
    let bytes = world.blob().get(&ensemble_key(job), 1 << 26).await.unwrap();
    let pool: Pool = serde_json::from_slice(&bytes).unwrap();
    let event =
        |text: &str, round, runs| PooledEvent { text: text.to_owned(), round: Some(round), runs };
    assert_eq!(pool.told, [event(EARLY, 1, vec![1, 2, 3]), event(LATE, told, vec![2, 3])]);
    until_pod_gone(&world, job).await;
    world.finish().await;
}

#[tokio::test]
async fn what_a_run_is_told_is_in_its_log_once_though_its_pod_dies() {
    let mut world = World::new().await;
    let job = world.launch(SIZE, 21).await;
    // Before anything runs: the pod that is given the run is given this.
    let early = world.tell(job, EARLY).await;
    world.start_worker(Duration::from_millis(400));
    world.until_round(job, 1).await;

    let late = world.tell(job, LATE).await;
    let told = world.until_told(late).await;
    world.kill_pod().await;
    world.until_status(job, JobStatus::Reporting).await;

    assert_eq!(world.run(job).await.attempt, 2);
    assert_eq!(world.until_told(early).await, 1);
    assert!(told > 1, "told in round {told}");
    let log = String::from_utf8(world.log(job).await).unwrap();
    for (text, round) in [(EARLY, 1), (LATE, told)] {
        let lines: Vec<_> = log
            .lines()
            .filter(|line| line.contains("\"exogenous\"") && line.contains(text))
            .collect();
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].contains(&format!("\"round\":{round},")), "{lines:?}");
    }
    until_pod_gone(&world, job).await;
    let history = String::from_utf8(world.history(job).await).unwrap();
    assert!(history.contains("inject_event"), "there was no signal");
    assert!(!history.contains("harbour master") && !history.contains("storm"));
    world.finish().await;
}
