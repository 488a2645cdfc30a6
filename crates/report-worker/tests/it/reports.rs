//! A report is written once, whoever dies while it is.

use simswarm_core::artifact::RoundObject;
use simswarm_core::job::JobStatus;
use simswarm_core::report::ReportStatus;
use simswarm_testkit::OwnRedis;

use crate::worker::Worker;
use crate::world::World;

const LONGER_THAN_ANY_TEST_MS: u64 = 600_000;

#[tokio::test]
async fn a_report_that_was_asked_for_completes_its_job() {
    let (world, redis) = (World::new().await, OwnRedis::start());
    let _worker = Worker::start(&world, &redis);

    world.ask_for_report().await;

    let report = world.report_in(ReportStatus::Ready).await;
    let job = world.job().await;
    assert_eq!((job.status, job.report_status), (JobStatus::Completed, Some(ReportStatus::Ready)));
    assert!(report.markdown.unwrap().starts_with("# "));
    assert_eq!(report.content.unwrap()["version"], 1);
    assert!(!job.key_insight.unwrap().is_empty());
    world.db.finish().await;
}

#[tokio::test]
async fn a_writer_that_is_killed_in_the_middle_is_followed_by_another() {
    let (world, redis) = (World::new().await, OwnRedis::start());
    let first = Worker::start_with_pace(&world, &redis, LONGER_THAN_ANY_TEST_MS);
    world.ask_for_report().await;
    world.report_in(ReportStatus::Writing).await;

    first.kill();
    let _second = Worker::start(&world, &redis);

    let report = world.report_in(ReportStatus::Ready).await;
    assert_eq!((report.generation, report.attempts), (1, 2));
    assert_eq!(world.job().await.status, JobStatus::Completed);
    world.db.finish().await;
}

#[tokio::test]
async fn redis_may_be_away_when_a_report_is_asked_for() {
    let (world, mut redis) = (World::new().await, OwnRedis::start());
    redis.kill();
    let _worker = Worker::start(&world, &redis);
    world.ask_for_report().await;

    redis.start_again();

    world.report_in(ReportStatus::Ready).await;
    world.db.finish().await;
}

#[tokio::test]
async fn redis_may_lose_the_queue() {
    let (world, mut redis) = (World::new().await, OwnRedis::start());
    let first = Worker::start_with_pace(&world, &redis, LONGER_THAN_ANY_TEST_MS);
    world.ask_for_report().await;
    world.report_in(ReportStatus::Writing).await;
    first.kill();

    redis.kill();
    redis.start_again();
    let _second = Worker::start(&world, &redis);

    let report = world.report_in(ReportStatus::Ready).await;
    assert_eq!(report.attempts, 2);
    world.db.finish().await;
}

#[tokio::test]
async fn a_log_that_cannot_be_read_costs_the_report_and_not_the_run() {
    let (world, redis) = (World::new().await, OwnRedis::start());
    let blob = simswarm_testkit::blob::open().await;
    let key = RoundObject::Events.key(world.run, 1, 2);
    blob.put(&key, "application/zstd", "stale".into()).await.unwrap();
    let _worker = Worker::start(&world, &redis);

    world.ask_for_report().await;

    let report = world.report_in(ReportStatus::Failed).await;
    let reason = "The report could not be written. It can be asked for again.";
    assert_eq!(report.reason.as_deref(), Some(reason));
    assert_eq!(world.job().await.status, JobStatus::Completed);
    world.db.finish().await;
}

#[tokio::test]
async fn a_job_that_is_cancelled_while_its_report_is_written_stays_cancelled() {
    let (world, redis) = (World::new().await, OwnRedis::start());
    let worker = Worker::start_with_pace(&world, &redis, LONGER_THAN_ANY_TEST_MS);
    world.ask_for_report().await;
    world.report_in(ReportStatus::Writing).await;
    world.cancel().await;
    worker.kill();

    let _next = Worker::start(&world, &redis);

    world.report_in(ReportStatus::Failed).await;
    assert_eq!(world.job().await.status, JobStatus::Cancelled);
    world.db.finish().await;
}
