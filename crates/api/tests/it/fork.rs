//! Leaving a run after a round.

use serde_json::{Value, json};
use simswarm_core::contract::workflow::START_SIMULATION;

use crate::app::{TestApp, create};

#[tokio::test]
async fn a_fork_is_a_job_with_the_origins_input_and_a_run_that_knows_where_it_left() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let origin = create(&user, |job| {
        job["seed"] = 7.into();
        job["agents"] = 12.into();
        job["forecast_days"] = 9.into();
    })
    .await;
    let played = app.play(origin, 4).await;
    let change = json!({
        "round": 3, "seed": 8, "recommender": "bridging",
        "events": [{ "round": 4, "text": "The minister resigns." }]
    });

    let answer = user.post(&format!("/api/jobs/{origin}/fork"), &change).await;

    assert_eq!(answer.status, 201, "{}", answer.text);
    let fork = answer.json();
    let before = user.get(&format!("/api/jobs/{origin}")).await.json();
    for field in ["seed_text", "goal", "tier", "agents", "rounds", "forecast_days"] {
        assert_eq!(fork[field], before[field], "{field}");
    }
    assert_eq!((&fork["status"], &fork["seed"]), (&json!("PENDING"), &json!(8)));
    assert_eq!(
        fork["forked"],
        json!({ "from": played.run.to_string(), "job": origin, "round": 3 })
    );
    assert_eq!(before["forked"], Value::Null);
    assert_eq!(before["status"], "RUNNING");
    let id = fork["id"].as_i64().unwrap();
    let intents = app.intents().await;
    let (kind, _, payload) = intents.last().unwrap();
    assert_eq!((kind.as_str(), payload), (START_SIMULATION, &json!({ "job_id": id })));
    let rows = app.db.rows(&format!("select settings from jobs where id = {id}")).await;
    assert_eq!(rows[0]["settings"]["recommender"], "bridging");
    assert_eq!(rows[0]["settings"]["events"][0]["text"], "The minister resigns.");
    // Without a seed it is the run's.
    let again = user.post(&format!("/api/jobs/{origin}/fork"), &json!({ "round": 0 })).await;
    assert_eq!((again.status.as_u16(), &again.json()["seed"]), (201, &json!(7)));
    // What is deleted is not pointed at.
    assert_eq!(user.delete(&format!("/api/jobs/{origin}")).await.status, 204);
    let fork = user.get(&format!("/api/jobs/{id}")).await.json();
    assert_eq!((&fork["forked"]["job"], &fork["forked"]["round"]), (&Value::Null, &json!(3)));
    app.finish().await;
}

#[tokio::test]
async fn a_fork_that_cannot_be_changes_nothing() {
    let app = TestApp::new().await;
    let (user, other) = (app.user().await, app.other_user().await);
    let origin = create(&user, |_| ()).await;
    let path = format!("/api/jobs/{origin}/fork");
    let none = user.post(&path, &json!({ "round": 0 })).await;
    assert_eq!(none.error(), (409, "no_checkpoint".to_owned()), "nothing is played");
    app.play(origin, 4).await;
    let jobs = app.db.rows("select id from jobs").await.len();

    for (body, status, code) in [
        (json!({ "round": 4 }), 409, "no_checkpoint"),
        (json!({ "round": 15 }), 422, "invalid"),
        (json!({ "round": 16, "rounds": 20 }), 422, "invalid"),
        (json!({ "round": 3, "rounds": 3 }), 422, "invalid"),
        (json!({ "round": 3, "rounds": 0 }), 422, "invalid"),
        (json!({ "round": 3, "rounds": 31 }), 422, "invalid"),
        (json!({ "round": 15, "rounds": 20 }), 409, "no_checkpoint"),
        (
            json!({ "round": 3, "rounds": 9, "events": [{ "round": 10, "text": "Too far." }] }),
            422,
            "invalid",
        ),
        (json!({ "round": -1 }), 422, "invalid"),
        (json!({}), 422, "invalid"),
        (json!({ "round": 3, "seed": 1_u64 << 53 }), 422, "invalid"),
        (json!({ "round": 3, "recommender": "newest" }), 422, "invalid"),
        (json!({ "round": 3, "replicate": 0 }), 422, "invalid"),
        (json!({ "round": 3, "replicate": 2 }), 404, "not_found"),
        (json!({ "round": 3, "events": [{ "round": 3, "text": "Too late." }] }), 422, "invalid"),
        (json!({ "round": 3, "events": [{ "round": 16, "text": "Too far." }] }), 422, "invalid"),
        (json!({ "round": 3, "events": [{ "round": 5, "text": " " }] }), 422, "invalid"),
        (json!({ "round": 3, "events": [{ "round": 5, "text": "a\u{0}b" }] }), 422, "invalid"),
        (
            json!({ "round": 3, "events": vec![json!({ "round": 5, "text": "x" }); 51] }),
            422,
            "invalid",
        ),
    ] {
        let answer = user.post(&path, &body).await;
        assert_eq!(answer.error(), (status, code.to_owned()), "{body}");
    }
    let foreign = other.post(&path, &json!({ "round": 3 })).await;
    assert_eq!(foreign.error(), (404, "not_found".to_owned()));
    let missing = user.post("/api/jobs/999999/fork", &json!({ "round": 3 })).await;
    assert_eq!(missing.error(), (404, "not_found".to_owned()));

    assert_eq!(app.db.rows("select id from jobs").await.len(), jobs);
    assert_eq!(app.intents().await.len(), 1);
    app.finish().await;
}

#[tokio::test]
async fn a_fork_keeps_what_was_planned_and_names_its_own_wrong_event() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let origin = create(&user, |job| {
        job["events"] = json!([{ "round": 2, "text": "A storm." }]);
        job["economy"] = true.into();
    })
    .await;
    app.play(origin, 4).await;
    let path = format!("/api/jobs/{origin}/fork");
    let event = |text: &str| json!({ "round": 3, "events": [{ "round": 5, "text": text }] });

    let refused = user.post(&path, &event(" ")).await;
    let taken = user.post(&path, &event("A ruling.")).await;

    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("\"events.0\""), "{}", refused.text);
    assert_eq!(taken.status, 201, "{}", taken.text);
    let settings = &taken.json()["settings"];
    assert_eq!((&settings["events"], &settings["economy"]), (&json!(2), &json!(true)));
    app.finish().await;
}

#[tokio::test]
async fn a_fork_may_have_another_number_of_rounds() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let origin = create(&user, |job| {
        job["events"] =
            json!([{ "round": 2, "text": "A storm." }, { "round": 9, "text": "Rain." }]);
    })
    .await;
    app.play(origin, 4).await;
    let path = format!("/api/jobs/{origin}/fork");

    let longer = user.post(&path, &json!({ "round": 3, "rounds": 25 })).await;
    let shorter = user.post(&path, &json!({ "round": 3, "rounds": 5 })).await;
    let refused = user.post(&path, &json!({ "round": 3, "rounds": 3 })).await;

    // What was planned for a round that is no more is dropped.
    for (answer, rounds, events) in [(longer, 25, 2), (shorter, 5, 1)] {
        assert_eq!(answer.status, 201, "{}", answer.text);
        let fork = answer.json();
        assert_eq!(
            (&fork["rounds"], &fork["settings"]["events"]),
            (&json!(rounds), &json!(events))
        );
        assert_eq!(fork["live_status"]["max_rounds"], rounds, "{}", answer.text);
        let id = &fork["id"];
        let rows = app.db.rows(&format!("select rounds from runs where job_id = {id}")).await;
        assert_eq!(rows[0]["rounds"], rounds);
    }
    assert_eq!(
        refused.json()["fields"],
        json!([{ "path": "rounds", "message": "must be more than 3, the last round that both have" }])
    );
    assert_eq!(user.get(&format!("/api/jobs/{origin}")).await.json()["rounds"], 15);
    app.finish().await;
}

#[tokio::test]
async fn a_fork_counts_among_the_jobs_that_are_under_way() {
    let app = TestApp::with(&[("MAX_ACTIVE_JOBS", "1")]).await;
    let user = app.user().await;
    let origin = create(&user, |_| ()).await;
    app.play(origin, 2).await;

    let answer = user.post(&format!("/api/jobs/{origin}/fork"), &json!({ "round": 1 })).await;

    assert_eq!(answer.error(), (429, "too_many_active_jobs".to_owned()));
    app.finish().await;
}
