//! SIGKILL, in the middle of a run, of each process that takes part in it; then it is started again.

use serde_json::Value;
use simswarm_tests::{Installation, watch};
use tokio::task::JoinSet;

use crate::run::{PACE, SEED, SIZE, completes_undisturbed, in_the_middle};

#[tokio::test]
async fn a_temporal_worker_that_is_killed_again_and_again_costs_seconds() {
    let mut here = Installation::start(PACE).await;
    let user = here.user().await;
    let job = user.launch(SIZE, SEED).await;

    restart_temporal_worker(&mut here);
    user.job_until(job, "started", |job| job["status"] != "PENDING").await;
    restart_temporal_worker(&mut here);
    user.until_round(job, 2).await;
    restart_temporal_worker(&mut here);
    let committed = user.until_round(job, 5).await;
    restart_temporal_worker(&mut here);
    let played = |job: &Value| matches!(job["status"].as_str(), Some("REPORTING" | "COMPLETED"));
    user.job_until(job, "played", played).await;
    restart_temporal_worker(&mut here);

    completes_undisturbed(&here, &user, job, committed).await;
    let attempts = here.db.rows("select attempt from runs").await;
    assert_eq!(attempts[0]["attempt"], 1, "the pod that outlived its worker went on");
    here.finish().await;
}

fn restart_temporal_worker(here: &mut Installation) {
    here.temporal_worker.kill();
    here.temporal_worker.start();
}

#[tokio::test]
async fn a_killed_pod_is_replaced_by_one_that_goes_on_from_the_checkpoint() {
    let (here, user, job, committed) = in_the_middle(3).await;

    here.pods.kill();

    completes_undisturbed(&here, &user, job, committed).await;
    let attempts = here.db.rows("select attempt from runs").await;
    assert_eq!(attempts[0]["attempt"], 2);
    here.finish().await;
}

#[tokio::test]
async fn a_killed_api_costs_watchers_a_connection_and_no_event() {
    let mut here = Installation::start(PACE).await;
    let user = here.user().await;
    let job = user.launch(SIZE, SEED).await;
    let (mut watchers, watcher) = (JoinSet::new(), user.clone());
    watchers.spawn(async move { watch(&watcher, job, 0, |_| ()).await });
    let committed = user.until_round(job, 2).await;

    here.app.kill();
    let before = watchers.join_next().await.unwrap().unwrap();
    here.app.start();
    here.until_api_answers().await;
    let last = before.seqs.last().copied().unwrap_or_default();
    let after = watch(&user, job, last, |_| ()).await;

    assert!(last > 0, "nothing was seen before the API was killed");
    assert_eq!(after.status, "COMPLETED");
    completes_undisturbed(&here, &user, job, committed).await;
    let seen: Vec<u64> = before.seqs.into_iter().chain(after.seqs).collect();
    let all = u64::try_from(user.log(job).await.len()).unwrap();
    assert_eq!(seen, (1..=all).collect::<Vec<_>>());
    here.finish().await;
}

#[tokio::test]
async fn a_killed_redis_that_lost_everything_costs_nobody_anything() {
    let (mut here, user, job, committed) = in_the_middle(2).await;

    here.redis.kill();
    let later = u64::from(committed) + 2;
    user.until_round(job, later).await;
    here.redis.start_again();
    let watched = watch(&user, job, 0, |_| ()).await;

    completes_undisturbed(&here, &user, job, committed).await;
    let all = u64::try_from(user.log(job).await.len()).unwrap();
    assert_eq!(watched.seqs, (1..=all).collect::<Vec<_>>());
    here.finish().await;
}

#[tokio::test]
async fn a_killed_report_worker_is_followed_by_another() {
    let mut here = Installation::prepare(PACE).await;
    here.report_worker.set("REPORT_PACE_MS", "600000");
    here.start_programs().await;
    let user = here.user().await;
    let job = user.launch(SIZE, SEED).await;
    user.job_until(job, "reported on", |job| job["report_status"] == "writing").await;

    here.report_worker.kill();
    here.report_worker.set("REPORT_PACE_MS", "0");
    here.report_worker.start();

    completes_undisturbed(&here, &user, job, SIZE.rounds).await;
    here.finish().await;
}

#[tokio::test]
async fn everything_may_be_killed_at_once() {
    let (mut here, user, job, committed) = in_the_middle(2).await;

    here.temporal_worker.kill();
    here.report_worker.kill();
    here.app.kill();
    here.redis.kill();
    here.pods.kill();
    here.redis.start_again();
    here.start_programs().await;

    completes_undisturbed(&here, &user, job, committed).await;
    here.finish().await;
}
