//! Asking for a simulation.

use insta::assert_json_snapshot;
use serde_json::{Value, json};
use simswarm_core::contract::workflow::START_SIMULATION;

use crate::app::{TestApp, a_job, create};

#[tokio::test]
async fn a_job_is_a_row_and_an_intent() {
    let app = TestApp::new().await;
    let user = app.user().await;

    let id = create(&user, |_| ()).await;

    let intents = app.intents().await;
    assert_eq!(intents, [(START_SIMULATION.to_owned(), id, json!({ "job_id": id }))]);
    let job = user.get(&format!("/api/jobs/{id}")).await;
    let mut job = job.json();
    assert!(job["seed"].as_u64().unwrap() < 1 << 53);
    job["seed"] = "drawn".into();
    job["live_status"]["run_id"] = "new".into();
    assert_json_snapshot!(job);
    app.finish().await;
}

#[tokio::test]
async fn what_is_asked_for_is_what_is_stored() {
    let app = TestApp::new().await;
    let user = app.user().await;

    let id = create(&user, |job| {
        job["agents"] = 12.into();
        job["rounds"] = 3.into();
        job["seed"] = ((1_u64 << 53) - 1).into();
        job["forecast_days"] = 365.into();
        job["unknown"] = "ignored".into();
        job["goal"] = "  <b>Will & \"they\" leave?</b> ".into();
    })
    .await;

    let job = user.get(&format!("/api/jobs/{id}")).await.json();
    assert_eq!(job["agents"], 12);
    assert_eq!(job["rounds"], 3);
    assert_eq!(job["seed"], 9_007_199_254_740_991_u64);
    assert_eq!(job["goal"], "<b>Will & \"they\" leave?</b>");
    app.finish().await;
}

#[tokio::test]
async fn every_tier_has_its_own_size() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let mut sizes = Vec::new();

    for tier in ["small", "medium", "large"] {
        let id = create(&user, |job| job["tier"] = tier.into()).await;
        let job = user.get(&format!("/api/jobs/{id}")).await.json();
        sizes.push((job["agents"].clone(), job["rounds"].clone()));
    }

    assert_eq!(
        sizes,
        [(10, 15), (20, 100), (35, 200)].map(|(a, r)| (Value::from(a), Value::from(r)))
    );
    app.finish().await;
}

#[tokio::test]
async fn the_same_request_within_a_minute_is_a_double_click() {
    let app = TestApp::new().await;
    let (user, other) = (app.user().await, app.other_user().await);
    let id = create(&user, |_| ()).await;

    let again = user.post("/api/jobs", &a_job()).await;

    assert_eq!(again.error(), (409, "duplicate_job".to_owned()));
    let detail = again.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("Duplicate") && detail.contains(&id.to_string()), "{detail}");
    for (field, value) in [("seed", 7), ("agents", 11), ("rounds", 4), ("forecast_days", 9)] {
        create(&user, |job| job[field] = value.into()).await;
    }
    create(&other, |_| ()).await;
    app.advance(chrono::TimeDelta::seconds(61));
    create(&user, |_| ()).await;
    app.finish().await;
}

#[tokio::test]
async fn of_two_equal_requests_at_once_one_is_taken() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let body = a_job();

    let answers = futures::future::join_all((0..5).map(|_| user.post("/api/jobs", &body))).await;

    let taken = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(taken, 1);
    assert!(answers.iter().all(|answer| answer.status == 201 || answer.status == 409));
    assert_eq!(app.intents().await.len(), 1);
    app.finish().await;
}

#[tokio::test]
async fn a_document_may_be_as_long_as_the_instance_says() {
    let app = TestApp::new().await;
    let user = app.user().await;

    let longest = "é".repeat(50_000);
    let id = create(&user, |job| job["seed_text"] = longest.clone().into()).await;
    let refused = {
        let mut body = a_job();
        body["seed_text"] = "x".repeat(50_001).into();
        user.post("/api/jobs", &body).await
    };

    let stored = user.get(&format!("/api/jobs/{id}/document")).await.json();
    assert_eq!(stored["seed_text"], longest);
    assert_eq!(refused.error(), (400, "document_too_long".to_owned()));
    assert!(refused.json()["detail"].as_str().unwrap().contains("50000"));
    app.finish().await;
}

#[tokio::test]
async fn jobs_and_accounts_need_the_database_alone() {
    let app = TestApp::with(&[
        ("REDIS_URL", "redis://127.0.0.1:1"),
        ("S3_ENDPOINT", "http://127.0.0.1:1"),
        ("NEO4J_URI", "bolt://127.0.0.1:1"),
    ])
    .await;
    let user = app.user().await;

    let id = create(&user, |_| ()).await;

    assert_eq!(user.get(&format!("/api/jobs/{id}")).await.status, 200);
    let ready = app.anonymous().get("/api/ready").await;
    assert_eq!(ready.error(), (503, "not_ready".to_owned()));
    let body = ready.json();
    let missing: Vec<_> =
        body["fields"].as_array().unwrap().iter().map(|field| &field["path"]).collect();
    assert_eq!(missing, ["object_store", "redis", "graph"]);
    app.finish().await;
}

/// Everything that can be set about a run.
fn settings() -> Value {
    json!({
        "events": [
            { "round": 2, "text": "The court has ruled.", "points": "no" },
            {
                "round": 15,
                "text": "Varn lowers its fees.",
                "audience": { "segment": "shippers" },
                "credibility": 0.8,
                "shifts": [{ "issue": 0, "position": -0.5 }]
            },
        ],
        "economy": true,
        "recommender": "bridging",
        "cast": "rules",
        "beliefs": { "openness": 0.4, "reach": 0.6 },
    })
}

#[tokio::test]
async fn what_is_set_about_a_run_is_kept_for_it() {
    let app = TestApp::new().await;
    let user = app.user().await;

    let id = create(&user, |job| {
        job.as_object_mut().unwrap().extend(settings().as_object().unwrap().clone());
    })
    .await;

    let job = user.get(&format!("/api/jobs/{id}")).await.json();
    let shown = json!({
        "events": 2, "economy": true, "recommender": "bridging", "cast": "rules",
        "beliefs": { "openness": 0.4, "reach": 0.6 },
    });
    assert_eq!(job["settings"], shown);
    let mut tx = app.db.store().begin().await.unwrap();
    let input = tx.jobs().get_input(id).await.unwrap();
    drop(tx);
    let kept = serde_json::to_value(input.settings).unwrap();
    let mut second = settings()["events"][1].clone();
    second["points"] = Value::Null;
    assert_eq!(kept["events"][1], second);
    let first = &kept["events"][0];
    assert_eq!((&first["audience"], &first["points"]), (&"everybody".into(), &"no".into()));
    // Another setting is another request, the same one a double click.
    create(&user, |job| job["economy"] = true.into()).await;
    create(&user, |_| ()).await;
    assert_eq!(user.post("/api/jobs", &a_job()).await.error().0, 409);
    app.finish().await;
}

#[tokio::test]
async fn settings_that_no_run_can_have_are_refused_at_their_field() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let event = |change: Value| {
        let mut event = json!({ "round": 2, "text": "The court has ruled." });
        event.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        json!([event])
    };

    for (field, value, path) in [
        ("events", event(json!({ "round": 16 })), "events.0"),
        ("events", event(json!({ "text": " " })), "events.0"),
        ("events", event(json!({ "text": "nul \0" })), "events.0"),
        ("events", event(json!({ "text": "x".repeat(601) })), "events.0"),
        ("events", event(json!({ "audience": { "kind": "cats" } })), "events.0"),
        ("events", event(json!({ "audience": { "agents": ["a\0"] } })), "events.0"),
        ("events", event(json!({ "credibility": 2 })), "events.0"),
        ("events", event(json!({ "shifts": [{ "issue": 9, "position": 0 }] })), "events.0"),
        (
            "events",
            event(json!({ "shifts": [{ "issue": 0, "position": 0 }], "points": "yes" })),
            "events.0",
        ),
        ("events", vec![event(json!({}))[0].clone(); 21].into(), "events"),
        ("beliefs", json!({ "openness": 1 }), "beliefs.openness"),
        ("beliefs", json!({ "reach": -1 }), "beliefs.reach"),
        ("recommender", "newest".into(), "recommender"),
        ("cast", "dice".into(), "cast"),
        ("cast", 3.into(), "cast"),
        ("recommender", 3.into(), "recommender"),
    ] {
        let mut body = a_job();
        body[field] = value;
        let refused = user.post("/api/jobs", &body).await;
        assert_eq!(refused.error(), (422, "invalid".to_owned()), "{body}");
        assert_eq!(refused.json()["fields"][0]["path"], path, "{body}");
    }
    assert_eq!(app.intents().await, []);
    app.finish().await;
}
