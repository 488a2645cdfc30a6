//! Jobs with several runs.

use serde_json::{Value, json};
use simswarm_core::artifact::ensemble_key;
use simswarm_core::job::{EnsembleSummary, FailedRun, PooledForecast};

use crate::app::{TestApp, a_job, create};

#[tokio::test]
async fn each_run_has_a_row_and_a_seed_of_its_own() {
    let app = TestApp::new().await;
    let user = app.user().await;

    let id = create(&user, |job| {
        job["replicates"] = 3.into();
        job["seed"] = ((1_u64 << 53) - 2).into();
    })
    .await;

    let rows = app.db.rows("select replicate, seed from runs order by replicate").await;
    assert_eq!(
        rows,
        [(0, (1_u64 << 53) - 2), (1, (1 << 53) - 1), (2, 0)]
            .map(|(replicate, seed)| json!({ "replicate": replicate, "seed": seed }))
    );
    let job = user.get(&format!("/api/jobs/{id}")).await.json();
    assert_eq!((&job["replicates"], &job["ensemble"]), (&json!(3), &Value::Null));
    assert_eq!(job["live_status"]["replicate"], 1);
    // Another number of runs is another wish, the same one a double click.
    create(&user, |job| job["seed"] = ((1_u64 << 53) - 2).into()).await;
    let mut again = a_job();
    again["seed"] = ((1_u64 << 53) - 2).into();
    again["replicates"] = 3.into();
    assert_eq!(user.post("/api/jobs", &again).await.error(), (409, "duplicate_job".to_owned()));
    app.finish().await;
}

#[tokio::test]
async fn a_number_of_runs_that_cannot_be_changes_nothing() {
    let app = TestApp::new().await;
    let user = app.user().await;

    for number in [json!(0), json!(33), json!(-1), json!(1.5), json!("3"), json!(1_u64 << 40)] {
        let mut body = a_job();
        body["replicates"] = number.clone();
        let answer = user.post("/api/jobs", &body).await;
        assert_eq!(answer.error(), (422, "invalid".to_owned()), "{number}");
        assert_eq!(answer.json()["fields"][0]["path"], "replicates", "{number}");
    }

    assert!(app.db.rows("select id from jobs").await.is_empty());
    assert!(app.intents().await.is_empty());
    app.finish().await;
}

#[tokio::test]
async fn progress_and_log_tell_of_which_run() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let id = create(&user, |job| job["replicates"] = 3.into()).await;
    let first = app.play(id, 3).await;
    let mut second = app.play_replicate(id, 1).await;
    second.commit(&app).await;

    let job = user.get(&format!("/api/jobs/{id}")).await.json();
    let of_second = user.get(&format!("/api/jobs/{id}/events?replicate=2")).await.json();
    let of_first = user.get(&format!("/api/jobs/{id}/events")).await.json();

    let live = &job["live_status"];
    assert_eq!((&live["replicate"], &live["seq"]), (&json!(2), &json!(4)));
    assert_ne!(live["run_id"], first.run.to_string());
    assert_eq!((&of_first["last_seq"], &of_second["last_seq"]), (&json!(12), &json!(4)));
    assert_eq!(user.get(&format!("/api/jobs/{id}/events?replicate=4")).await.status, 404);
    let none = user.get(&format!("/api/jobs/{id}/events?replicate=0")).await;
    assert_eq!(none.error(), (422, "invalid".to_owned()));
    app.finish().await;
}

#[tokio::test]
async fn the_pooled_answer_is_the_owners_to_read_once_it_is_there() {
    let app = TestApp::new().await;
    let (user, other) = (app.user().await, app.other_user().await);
    let id = create(&user, |job| job["replicates"] = 3.into()).await;
    let path = format!("/api/jobs/{id}/ensemble");
    assert_eq!(user.get(&path).await.error(), (404, "not_available".to_owned()));
    let played = app.play(id, 1).await;
    let pool = json!({ "replicates": 2, "issues": [{ "proposition": "It sails." }] });
    let blob = simswarm_testkit::blob::open().await;
    let bytes = pool.to_string().into();
    blob.put(&ensemble_key(id), "application/json", bytes).await.unwrap();
    let forecast = PooledForecast { probability: 0.6, low: 0.5, high: 0.7, level: 0.9 };
    let failed = FailedRun { replicate: 2, reason: "The simulation gave up.".to_owned() };
    let told = EnsembleSummary {
        planned: 4,
        replicates: 2,
        failed: vec![failed],
        likeliest: Some("Ann will win.".to_owned()),
        forecast: Some(forecast),
    };
    let mut tx = app.parts.store.begin().await.unwrap();
    tx.jobs().set_ensemble(id, &told).await.unwrap();
    tx.commit().await.unwrap();
    app.hand_over(&played).await;

    let job = user.get(&format!("/api/jobs/{id}")).await.json();
    let files = user.get(&format!("/api/jobs/{id}/sim-data")).await.json();

    assert_eq!(
        job["ensemble"],
        json!({
            "planned": 4, "replicates": 2, "stopped_early": true,
            "failed": [{ "replicate": 2, "reason": "The simulation gave up." }],
            "likeliest": "Ann will win.",
            "forecast": { "probability": 0.6, "low": 0.5, "high": 0.7, "level": 0.9 }
        })
    );
    assert_eq!(user.get(&path).await.json(), pool);
    assert!(files["files"]["ensemble.json"].is_string(), "{files}");
    assert_eq!(other.get(&path).await.error(), (404, "not_found".to_owned()));
    blob.delete_prefix(&format!("jobs/{id}/")).await.unwrap();
    app.finish().await;
}
