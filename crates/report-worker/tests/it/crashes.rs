//! A report that nobody survives.

use chrono::TimeDelta;
use simswarm_core::Ambient;
use simswarm_core::job::JobStatus;
use simswarm_core::report::ReportStatus;
use simswarm_runtime::ambient::System;
use simswarm_testkit::OwnRedis;

use crate::worker::Worker;
use crate::world::World;

/// As many as the worker lets die.
const WRITERS: u32 = 5;

#[tokio::test]
async fn a_report_that_kills_every_writer_is_given_up_and_its_job_completed() {
    let (world, redis) = (World::new().await, OwnRedis::start());
    world.ask_for_report().await;
    for _ in 0..WRITERS {
        let now = System.now();
        let gone = now - TimeDelta::seconds(1);
        let mut tx = world.db.store().begin().await.unwrap();
        tx.reports().lease(world.report, System.new_uuid(), now, gone).await.unwrap().unwrap();
        tx.commit().await.unwrap();
    }

    let _worker = Worker::start(&world, &redis);

    let report = world.report_in(ReportStatus::Failed).await;
    assert_eq!(report.attempts, WRITERS + 1);
    assert_eq!(world.job().await.status, JobStatus::Completed);
    world.db.finish().await;
}
