//! What its owner tells a running simulation reaches it, once, whatever is killed.

use std::time::Duration;

use simswarm_core::job::{JobStatus, Size};

use crate::simulation::until_pod_gone;
use crate::world::World;

const SIZE: Size = Size { agents: 4, rounds: 12 };
const EARLY: &str = "The harbour master resigns.";
const LATE: &str = "A storm closes the strait.";

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
