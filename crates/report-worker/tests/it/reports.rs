//! A report is written once, whoever dies while it is.

use serde_json::json;
use simswarm_core::artifact::{RoundObject, ensemble_key};
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
async fn several_runs_answer_together() {
    let (world, redis) = (World::with_runs(3).await, OwnRedis::start());
    let forecast = json!({
        "values": [0.6, 0.7], "mean": 0.65, "centre": 0.652,
        "interval": { "low": 0.41, "high": 0.83 }, "next": { "low": 0.3, "high": 0.9 }
    });
    let run = |replicate: u32, polled: f64, event: u64| {
        let poll = json!({ "event": event, "round": 3 });
        json!({ "replicate": replicate, "seed": replicate, "polled": [polled], "prices": [], "poll": poll })
    };
    let pool = json!({
        "schema_version": 1, "level": 0.9, "planned": 3, "replicates": 2, "ended": "narrow_enough",
        "rule": { "tolerance": 0.05, "least": 2, "most": 3 },
        "issues": [{ "proposition": "The ferry sails again.", "forecast": forecast }], "markets": [],
        "runs": [run(1, 0.7, 30), run(2, 0.6, 41)]
    });
    let blob = simswarm_testkit::blob::open().await;
    let key = ensemble_key(world.job);
    blob.put(&key, "application/json", pool.to_string().into()).await.unwrap();
    let _worker = Worker::start(&world, &redis);

    world.ask_for_report().await;

    let report = world.report_in(ReportStatus::Ready).await;
    let insight = world.job().await.key_insight.unwrap();
    assert!(insight.contains("put at 65% (90% interval 41% to 83%)"), "{insight}");
    assert!(insight.contains("each of 2 runs"), "{insight}");
    let markdown = report.markdown.unwrap();
    assert!(markdown.contains("[r2:e41] [r1:e30]"), "{markdown}");
    assert!(markdown.contains("2 of 3 were played; no more were needed"), "{markdown}");
    let verdict = &report.content.unwrap()["verdict"];
    assert_eq!(
        (&verdict["replicates"], &verdict["signals"][0]["interval"]["low"]),
        (&json!(2), &json!(0.41))
    );
    blob.delete_prefix(&format!("jobs/{}/", world.job)).await.unwrap();
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
