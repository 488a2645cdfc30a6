//! Telling a running simulation that something happens.

use serde_json::json;
use simswarm_core::contract::workflow::{INJECT_EVENT, START_SIMULATION};
use simswarm_store::job::Change;

use crate::app::{TestApp, create};

const TEXT: &str = "The court has ruled.";

#[tokio::test]
async fn what_is_told_is_a_row_and_an_intent_that_holds_its_id_alone() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let id = create(&user, |job| {
        job["events"] = json!([{ "round": 3, "text": "An election." }]);
    })
    .await;
    let body = json!({ "key": "k1", "text": TEXT, "audience": { "kind": "media" } });

    let told = user.post(&format!("/api/jobs/{id}/events"), &body).await;
    let again = user.post(&format!("/api/jobs/{id}/events"), &body).await;

    assert_eq!(told.status, 202);
    assert_eq!(again.status, 202);
    let told = told.json();
    assert_eq!(told, again.json());
    assert_eq!((&told["text"], &told["round"]), (&json!(TEXT), &json!(null)));
    let intents = app.intents().await;
    let intent = json!({ "job_id": id, "injection_id": told["id"] });
    assert_eq!(intents.len(), 2, "told twice is told once");
    assert_eq!(intents[0].0, START_SIMULATION);
    assert_eq!(intents[1], (INJECT_EVENT.to_owned(), id, intent));
    let listed = user.get(&format!("/api/jobs/{id}/injections")).await.json();
    assert_eq!(listed["injected"], json!([told]));
    assert_eq!(listed["planned"][0]["text"], "An election.");
    assert_eq!(listed["planned"][0]["round"], 3);
    app.finish().await;
}

#[tokio::test]
async fn who_does_not_own_the_run_can_tell_it_nothing_and_sees_nothing() {
    let app = TestApp::new().await;
    let (user, other) = (app.user().await, app.other_user().await);
    let id = create(&user, |_| ()).await;

    let told = other.post(&format!("/api/jobs/{id}/events"), &json!({ "text": TEXT })).await;

    assert_eq!(told.error(), (404, "not_found".to_owned()));
    let listed = other.get(&format!("/api/jobs/{id}/injections")).await;
    assert_eq!(listed.error(), (404, "not_found".to_owned()));
    assert_eq!(app.intents().await.len(), 1);
    app.finish().await;
}

#[tokio::test]
async fn a_run_that_is_over_can_be_told_nothing() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let id = create(&user, |_| ()).await;
    app.advance_job(id, &[Change::Provision, Change::Run, Change::Report]).await;

    let told = user.post(&format!("/api/jobs/{id}/events"), &json!({ "text": TEXT })).await;

    assert_eq!(told.error(), (409, "not_allowed_now".to_owned()));
    assert_eq!(app.intents().await.len(), 1);
    app.finish().await;
}

#[tokio::test]
async fn what_cannot_be_told_is_refused_and_changes_nothing() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let id = create(&user, |_| ()).await;
    let before = app.db.contents().await;

    for body in [
        json!({}),
        json!({ "text": " " }),
        json!({ "text": "a\0b" }),
        json!({ "text": "x".repeat(601) }),
        json!({ "text": TEXT, "audience": "nobody" }),
        json!({ "text": TEXT, "audience": { "side": { "issue": 7, "pole": "for" } } }),
        json!({ "text": TEXT, "credibility": -1 }),
        json!({ "text": TEXT, "key": "" }),
        json!({ "text": TEXT, "key": "k".repeat(101) }),
        json!({ "text": TEXT, "key": "\0" }),
    ] {
        let told = user.post(&format!("/api/jobs/{id}/events"), &body).await;
        assert_eq!(told.error(), (422, "invalid".to_owned()), "{body}");
    }
    assert_eq!(app.db.contents().await, before);
    app.finish().await;
}

#[tokio::test]
async fn of_several_runs_those_are_told_that_are_not_over() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let id = create(&user, |job| job["replicates"] = 3.into()).await;
    let path = format!("/api/jobs/{id}/events");
    let job = user.get(&format!("/api/jobs/{id}")).await.json();
    let commits = u32::try_from(job["rounds"].as_u64().unwrap()).unwrap() + 1;
    app.play(id, commits).await;

    let told = user.post(&path, &json!({ "text": TEXT })).await.json();

    assert_eq!((&told["round"], &told["runs_told"]), (&json!(null), &json!(0)));
    assert_eq!(told["runs_without"], 1);
    let injection = told["id"].as_str().unwrap().parse().unwrap();
    let mut tx = app.parts.store.begin().await.unwrap();
    let runs = tx.runs().list_by_job(id).await.unwrap();
    let of_another_job = create(&user, |job| job["seed"] = 99.into()).await;
    let stranger = tx.runs().find_by_job(of_another_job).await.unwrap().unwrap();
    tx.injections().applied(stranger.id, &[injection], 1).await.unwrap();
    assert!(tx.injections().list_waiting(&runs[0]).await.unwrap().len() == 1);
    tx.injections().applied(runs[1].id, &[injection], 4).await.unwrap();
    tx.injections().applied(runs[2].id, &[injection], 5).await.unwrap();
    assert!(tx.injections().list_waiting(&runs[2]).await.unwrap().is_empty());
    tx.commit().await.unwrap();
    let listed = user.get(&format!("/api/jobs/{id}/injections")).await.json();
    let seen = &listed["injected"][0];
    assert_eq!((&seen["round"], &seen["runs_told"]), (&json!(4), &json!(2)));
    assert_eq!(seen["runs_without"], 1);
    for replicate in [1, 2] {
        let mut run = app.play_replicate(id, replicate).await;
        for _ in 0..commits {
            run.commit(&app).await;
        }
    }
    let late = user.post(&path, &json!({ "text": TEXT })).await;
    assert_eq!(late.error(), (409, "not_allowed_now".to_owned()));
    app.finish().await;
}
