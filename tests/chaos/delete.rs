//! What its owner deletes is gone, from every store; what its owner stops has stopped.

use std::time::{Duration, Instant};

use serde_json::json;
use simswarm_testkit::{blob, graph, wait};
use simswarm_tests::Installation;

use crate::run::{SEED, SIZE, in_the_middle, until_no_pod_is_left};

const LIMIT: Duration = Duration::from_secs(5);

/// The id of the one run that there is.
async fn run_id(here: &Installation) -> String {
    let runs = here.db.rows("select id from runs").await;
    runs[0]["id"].as_str().unwrap().to_owned()
}

/// Waits until nothing is left of the run but the record of its pods.
async fn until_purged(here: &Installation, run: &str) {
    let (objects, graphs) = (blob::open().await, graph::open().await);
    wait::until("everything to be purged", async || {
        let rows = here.db.rows("select id from jobs").await;
        let keys = objects.list(&format!("runs/{run}/")).await.unwrap();
        let nodes = graphs.read(run.parse().unwrap()).await.unwrap();
        (rows.is_empty() && keys.is_empty() && nodes.is_none()).then_some(())
    })
    .await;
    assert_eq!(here.db.rows("select state from pods").await, [json!({ "state": "gone" })]);
}

#[tokio::test]
async fn a_deleted_job_leaves_no_row_no_object_and_no_node() {
    let here = Installation::start(Duration::ZERO).await;
    let user = here.user().await;
    let job = user.launch(SIZE, SEED).await;
    user.until_status(job, "COMPLETED").await;
    let path = format!("/api/jobs/{job}");
    wait::until("the graph to be projected", async || {
        (user.get(&format!("{path}/graph")).await.body["source"] == "neo4j").then_some(())
    })
    .await;
    let run = run_id(&here).await;

    let deleted = user.delete(&path).await;

    assert_eq!((deleted.status, user.get(&path).await.status), (204, 404));
    until_purged(&here, &run).await;
    here.finish().await;
}

#[tokio::test]
async fn a_deleted_live_job_is_stopped_first() {
    let (here, user, job, _) = in_the_middle(2).await;
    let run = run_id(&here).await;

    let deleted = user.delete(&format!("/api/jobs/{job}")).await;

    assert_eq!(deleted.status, 204);
    until_purged(&here, &run).await;
    assert!(here.pods.processes().is_empty());
    assert!(here.pods.last_round() < SIZE.rounds, "it was played to its end");
    here.finish().await;
}

#[tokio::test]
async fn a_job_that_is_cancelled_while_its_report_is_written_keeps_its_artifacts() {
    let mut here = Installation::prepare(Duration::ZERO).await;
    here.report_worker.set("REPORT_PACE_MS", "600000");
    here.start_programs().await;
    let user = here.user().await;
    let job = user.launch(SIZE, SEED).await;
    user.job_until(job, "reported on", |job| job["report_status"] == "writing").await;

    let asked = Instant::now();
    let answer = user.post(&format!("/api/jobs/{job}/cancel"), &json!({})).await;
    user.until_status(job, "CANCELLED").await;

    assert!(asked.elapsed() < LIMIT, "it took {:?}", asked.elapsed());
    assert!((200..300).contains(&answer.status), "{}", answer.body);
    assert_eq!(user.get(&format!("/api/jobs/{job}/sim-data")).await.status, 200);
    until_no_pod_is_left(&here).await;
    here.finish().await;
}
