//! Stopping and deleting jobs.

use serde_json::json;
use simswarm_core::JobId;
use simswarm_core::contract::workflow::{CANCEL_SIMULATION, PURGE_JOB, START_SIMULATION};
use simswarm_store::job::Change;

use crate::app::{TestApp, create};
use crate::client::Client;

const TO_RUNNING: [Change<'static>; 2] = [Change::Provision, Change::Run];
const TO_REPORTING: [Change<'static>; 3] = [Change::Provision, Change::Run, Change::Report];

async fn job(user: &Client, id: JobId) -> serde_json::Value {
    user.get(&format!("/api/jobs/{id}")).await.json()
}

fn kinds(intents: &[(String, JobId, serde_json::Value)]) -> Vec<&str> {
    intents.iter().map(|(kind, _, _)| kind.as_str()).collect()
}

#[tokio::test]
async fn a_job_that_waits_is_cancelled_on_the_spot() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let id = create(&user, |_| ()).await;

    let answer = user.post_cookie(&format!("/api/jobs/{id}/cancel"), None).await;

    assert_eq!(answer.status, 202);
    assert_eq!(answer.json()["status"], "CANCELLED");
    let intents = app.intents().await;
    assert_eq!(kinds(&intents), [START_SIMULATION, CANCEL_SIMULATION], "in this order");
    assert_eq!(intents[1].2, json!({ "job_id": id }));
    app.finish().await;
}

#[tokio::test]
async fn a_job_whose_report_is_written_is_cancelled_on_the_spot() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let id = create(&user, |_| ()).await;
    let played = app.play(id, 1).await;
    app.hand_over(&played).await;

    let answer = user.post_cookie(&format!("/api/jobs/{id}/cancel"), None).await;

    assert_eq!(answer.status, 202);
    assert_eq!(answer.json()["status"], "CANCELLED");
    assert_eq!(answer.json()["sim_data_available"], true, "the artifacts stay readable");
    app.finish().await;
}

#[tokio::test]
async fn a_job_that_a_workflow_owns_is_cancelled_by_the_workflow() {
    for steps in [&TO_RUNNING[..1], &TO_RUNNING] {
        let app = TestApp::new().await;
        let user = app.user().await;
        let id = create(&user, |_| ()).await;
        app.advance_job(id, steps).await;
        let before = job(&user, id).await;

        let answer = user.post_cookie(&format!("/api/jobs/{id}/cancel"), None).await;

        assert_eq!(answer.status, 202);
        assert_eq!(answer.json()["status"], before["status"]);
        assert_eq!(answer.json()["cancel_requested"], true);
        assert_eq!(kinds(&app.intents().await), [START_SIMULATION, CANCEL_SIMULATION]);
        app.finish().await;
    }
}

#[tokio::test]
async fn what_has_ended_cannot_be_cancelled() {
    let app = TestApp::new().await;
    let user = app.user().await;
    for end in [Change::Complete, Change::Fail { reason: "the engine gave up" }, Change::Cancel] {
        let id = create(&user, |_| ()).await;
        app.advance_job(id, &TO_REPORTING).await;
        app.advance_job(id, &[end]).await;
        let before = app.db.contents().await;

        let answer = user.post_cookie(&format!("/api/jobs/{id}/cancel"), None).await;

        assert_eq!(answer.error(), (409, "not_allowed_now".to_owned()));
        assert_eq!(app.db.contents().await, before);
    }
    app.finish().await;
}

#[tokio::test]
async fn a_deleted_job_is_gone_from_every_answer_and_stopped_first() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let id = create(&user, |_| ()).await;
    app.advance_job(id, &TO_RUNNING).await;

    let answer = user.delete(&format!("/api/jobs/{id}")).await;

    assert_eq!((answer.status.as_u16(), &*answer.text), (204, ""));
    assert_eq!(user.get(&format!("/api/jobs/{id}")).await.error().0, 404);
    assert_eq!(user.get("/api/jobs").await.json()["total"], 0);
    assert_eq!(user.delete(&format!("/api/jobs/{id}")).await.error().0, 404);
    assert_eq!(kinds(&app.intents().await), [START_SIMULATION, CANCEL_SIMULATION, PURGE_JOB]);
    app.finish().await;
}

#[tokio::test]
async fn a_job_that_has_ended_is_only_purged() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let id = create(&user, |_| ()).await;
    app.advance_job(id, &TO_REPORTING).await;
    app.advance_job(id, &[Change::Complete]).await;

    assert_eq!(user.delete(&format!("/api/jobs/{id}")).await.status, 204);

    assert_eq!(kinds(&app.intents().await), [START_SIMULATION, PURGE_JOB]);
    app.finish().await;
}

#[tokio::test]
async fn a_job_that_failed_says_why() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let id = create(&user, |_| ()).await;
    app.advance_job(id, &TO_RUNNING).await;

    app.advance_job(id, &[Change::Fail { reason: "the engine gave up" }]).await;

    let job = job(&user, id).await;
    assert_eq!(
        (&job["status"], &job["error_message"]),
        (&json!("FAILED"), &json!("the engine gave up"))
    );
    app.finish().await;
}
