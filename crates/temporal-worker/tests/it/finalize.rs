//! All rounds are committed, and then the object store is away.

use std::time::Duration;

use simswarm_core::job::JobStatus;
use simswarm_testkit::{Door, services, wait};

use crate::world::{SIZE, World};

/// The pod rests this long after its last round: time enough to shut the store.
const PACE: Duration = Duration::from_secs(3);

#[tokio::test]
async fn a_run_that_is_to_be_finalized_says_that_it_waits_for_the_object_store() {
    let mut world = World::new().await;
    let (_, endpoint) = services::settings(&["S3_ENDPOINT"]).next().unwrap();
    let door = Door::before(&endpoint).await;
    world.set("S3_ENDPOINT", door.address());
    world.start_worker(PACE);
    let job = world.launch(SIZE, 7).await;
    world.until_round(job, SIZE.rounds).await;

    door.shut();

    wait::until("the job to say what it waits for", async || {
        let job = world.job(job).await;
        assert_eq!(job.status, JobStatus::Running);
        job.waiting_reason
    })
    .await;
    door.open();
    let job = world.until_status(job, JobStatus::Reporting).await;
    assert_eq!(job.waiting_reason, None);
    // The pod is gone once the workflow is over.
    world.history(job.id).await;
    world.finish().await;
}
