//! A store that is away for a while has one meaning each: nothing is lost, and whoever waits is told why.

use std::time::Duration;

use serde_json::Value;
use simswarm_testkit::wait;
use simswarm_tests::Installation;

use crate::run::{SEED, SIZE, completes_undisturbed, in_the_middle, until_no_pod_is_left};

/// A pod may play so many rounds further than what is committed.
const ROUNDS_AHEAD: u32 = 2;

/// Waits until the pod has played as far as it may.
async fn until_the_pod_pauses(here: &Installation, committed: u32) {
    wait::until("the pod to play as far as it may", async || {
        (here.pods.last_round() >= committed + ROUNDS_AHEAD).then_some(())
    })
    .await;
}

#[tokio::test]
async fn without_the_object_store_a_run_pauses_says_so_and_goes_on() {
    let (here, user, job, committed) = in_the_middle(2).await;

    here.doors.objects.shut();
    let paused = user.job_until(job, "paused", |job| job["waiting_reason"].is_string()).await;
    here.doors.objects.open();

    assert_eq!(
        (paused["status"].as_str(), paused["waiting_reason"].as_str()),
        (
            Some("RUNNING"),
            Some("A store is not available; the simulation goes on when it is back.")
        ),
    );
    completes_undisturbed(&here, &user, job, committed).await;
    let done = user.get(&format!("/api/jobs/{job}")).await;
    assert_eq!(done.body["waiting_reason"], Value::Null);
    here.finish().await;
}

#[tokio::test]
async fn without_postgres_a_run_pauses_at_its_round_boundary_and_goes_on() {
    let (here, user, job, committed) = in_the_middle(2).await;

    here.doors.postgres.shut();
    until_the_pod_pauses(&here, committed).await;
    let ready = user.get("/api/ready").await;
    let health = user.get("/api/health").await;
    let read = user.get(&format!("/api/jobs/{job}")).await;
    here.doors.postgres.open();

    assert_eq!((health.status, ready.status, read.status), (200, 503, 503));
    assert_eq!(ready.body["fields"][0]["path"], "database");
    completes_undisturbed(&here, &user, job, committed).await;
    here.finish().await;
}

#[tokio::test]
async fn temporal_may_be_away_in_the_middle_of_a_run() {
    let (here, user, job, committed) = in_the_middle(2).await;

    here.doors.temporal.shut();
    until_the_pod_pauses(&here, committed).await;
    here.doors.temporal.open();

    completes_undisturbed(&here, &user, job, committed).await;
    here.finish().await;
}

#[tokio::test]
async fn a_job_that_was_accepted_while_temporal_was_away_starts_when_it_is_back() {
    let here = Installation::start(Duration::ZERO).await;
    here.doors.temporal.shut();
    let user = here.user().await;

    let job = user.launch(SIZE, SEED).await;
    let waiting = user.job_until(job, "waiting", |job| job["waiting_reason"].is_string()).await;
    here.doors.temporal.open();

    assert_eq!(waiting["status"], "PENDING");
    assert_eq!(
        waiting["waiting_reason"],
        "The scheduler is not available; the simulation starts when it is back."
    );
    completes_undisturbed(&here, &user, job, 0).await;
    here.finish().await;
}

#[tokio::test]
async fn without_neo4j_a_job_completes_and_its_graph_is_projected_later() {
    let here = Installation::start(Duration::ZERO).await;
    here.doors.graph.shut();
    let user = here.user().await;
    let job = user.launch(SIZE, SEED).await;
    user.until_status(job, "COMPLETED").await;

    let from_artifact = user.get(&format!("/api/jobs/{job}/graph")).await;
    here.doors.graph.open();
    let from_neo4j = wait::until("the graph to be projected", async || {
        let graph = user.get(&format!("/api/jobs/{job}/graph")).await;
        (graph.body["source"] == "neo4j").then_some(graph)
    })
    .await;

    assert_eq!((from_artifact.status, &from_artifact.body["source"]), (200, &"artifact".into()));
    for part in ["nodes", "edges"] {
        assert!(!from_artifact.body[part].as_array().unwrap().is_empty(), "no {part}");
        assert_eq!(from_artifact.body[part], from_neo4j.body[part], "{part}");
    }
    completes_undisturbed(&here, &user, job, SIZE.rounds).await;
    until_no_pod_is_left(&here).await;
    here.finish().await;
}
