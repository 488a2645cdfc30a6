//! Reading jobs: one's own, and nobody else's.

use insta::assert_json_snapshot;
use serde_json::Value;

use crate::app::{TestApp, a_job, create};

const TIERS: [&str; 3] = ["small", "medium", "large"];

/// Every way to read or change one job.
const OF_A_JOB: [(&str, &str); 9] = [
    ("GET", ""),
    ("DELETE", ""),
    ("GET", "/document"),
    ("POST", "/cancel"),
    ("GET", "/progress"),
    ("GET", "/events"),
    ("GET", "/sim-data"),
    ("GET", "/graph"),
    ("GET", "/report"),
];

#[tokio::test]
async fn a_foreign_a_missing_and_an_impossible_id_are_the_same() {
    let app = TestApp::new().await;
    let (ann, bob) = (app.user().await, app.other_user().await);
    let theirs = create(&bob, |_| ()).await.to_string();
    let deleted = create(&ann, |_| ()).await.to_string();
    ann.delete(&format!("/api/jobs/{deleted}")).await;
    let before = app.db.contents().await;

    let mut texts = Vec::new();
    for id in
        [&*theirs, &*deleted, "999999", "0", "-1", "9223372036854775807", "99999999999999999999999"]
    {
        for (method, rest) in OF_A_JOB {
            let request = ann.request(method.parse().unwrap(), &format!("/api/jobs/{id}{rest}"));
            let answer = ann.send(request).await;
            assert_eq!(answer.error(), (404, "not_found".to_owned()), "{method} {id}{rest}");
            texts.push(answer.text);
        }
    }

    assert!(texts.iter().all(|text| *text == texts[0]));
    assert_eq!(app.db.contents().await, before);
    app.finish().await;
}

#[tokio::test]
async fn the_newest_job_comes_first_and_pages_do_not_overlap() {
    let app = TestApp::new().await;
    let (ann, bob) = (app.user().await, app.other_user().await);
    let mut ids = Vec::new();
    for n in 0..7 {
        ids.push(i64::from(create(&ann, |job| job["goal"] = n.to_string().into()).await));
    }
    create(&bob, |_| ()).await;
    ids.reverse();

    let mut seen = Vec::new();
    for page in 1..=3 {
        let answer = ann.get(&format!("/api/jobs?page={page}&per_page=3")).await.json();
        assert_eq!((&answer["total"], &answer["page"]), (&Value::from(7), &Value::from(page)));
        seen.extend(
            answer["jobs"].as_array().unwrap().iter().map(|job| job["id"].as_i64().unwrap()),
        );
    }

    assert_eq!(seen, ids, "times are equal here: the id decides");
    let beyond = ann.get("/api/jobs?page=4294967295&per_page=100").await.json();
    assert_eq!(beyond["jobs"], Value::Array(Vec::new()));
    app.finish().await;
}

#[tokio::test]
async fn a_list_shows_what_a_page_needs() {
    let app = TestApp::new().await;
    let user = app.user().await;
    create(&user, |_| ()).await;

    let list = user.get("/api/jobs").await.json();

    assert_json_snapshot!(list);
    app.finish().await;
}

#[tokio::test]
async fn a_jobs_answer_stays_small_whatever_was_handed_in() {
    let app = TestApp::new().await;
    let user = app.user().await;
    for text in ["\u{1}", "😀", "\\", "文"] {
        let id = create(&user, |job| {
            job["seed_text"] = text.repeat(50_000).into();
            job["goal"] = text.repeat(2_000).into();
        })
        .await;

        let answer = user.get(&format!("/api/jobs/{id}")).await;

        assert!(answer.text.len() < 20_000, "{} bytes", answer.text.len());
        let whole = user.get(&format!("/api/jobs/{id}/document")).await.json();
        assert_eq!(whole["goal"], text.repeat(2_000));
    }
    app.finish().await;
}

#[tokio::test]
async fn what_is_not_there_yet_says_so() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let id = create(&user, |_| ()).await;

    for rest in ["sim-data", "graph", "report"] {
        let answer = user.get(&format!("/api/jobs/{id}/{rest}")).await;
        assert_eq!(answer.error(), (404, "not_available".to_owned()), "{rest}");
    }
    let events = user.get(&format!("/api/jobs/{id}/events")).await.json();
    assert_eq!(events["events"], Value::Array(Vec::new()));
    app.finish().await;
}

#[tokio::test]
async fn the_state_of_the_instance_is_public() {
    let app = TestApp::new().await;
    let anyone = app.anonymous();

    let health = anyone.get("/api/health").await;
    let config = anyone.get("/api/config").await;
    let ready = anyone.get("/api/ready").await;

    assert_json_snapshot!(health.json(), @r#"
    {
      "database": "connected",
      "status": "ok",
      "version": "0.1.0"
    }
    "#);
    assert_json_snapshot!(config.json(), @r#"
    {
      "demo_mode": false,
      "max_active_jobs": 100,
      "max_goal_chars": 2000,
      "max_seed_chars": 50000
    }
    "#);
    assert_eq!(ready.status, 200, "{}", ready.text);
    app.finish().await;
}

#[tokio::test]
async fn the_sizes_that_a_job_can_have_are_told_as_they_are_enforced() {
    let app = TestApp::new().await;
    let user = app.user().await;

    let answer = app.anonymous().get("/api/tiers").await.json();

    assert_json_snapshot!(answer["tiers"][0], @r#"
    {
      "agents": {
        "default": 10,
        "max": 50,
        "min": 2
      },
      "rounds": {
        "default": 15,
        "max": 30,
        "min": 1
      },
      "tier": "small"
    }
    "#);
    let tiers = answer["tiers"].as_array().unwrap();
    assert_eq!(tiers.iter().map(|tier| &tier["tier"]).collect::<Vec<_>>(), TIERS);
    for tier in tiers {
        for what in ["agents", "rounds"] {
            let most = tier[what]["max"].as_u64().unwrap();
            let asked = |job: &mut Value, number: u64| {
                job["tier"] = tier["tier"].clone();
                job[what] = number.into();
            };
            create(&user, |job| asked(job, most)).await;
            let mut over = a_job();
            asked(&mut over, most + 1);
            assert_eq!(user.post("/api/jobs", &over).await.field(), what);
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn a_process_without_its_database_is_alive_and_says_what_it_lacks() {
    let app = TestApp::new().await;
    let user = app.user().await;
    app.parts.store.close().await;

    let health = app.anonymous().get("/api/health").await;

    assert_eq!(health.status, 200);
    assert_eq!(health.json()["database"], "disconnected");
    assert_eq!(app.anonymous().get("/api/ready").await.field(), "database");
    let jobs = user.get("/api/jobs").await;
    assert_eq!(jobs.error(), (503, "unavailable".to_owned()));
    assert!(jobs.headers.contains_key("retry-after"));
    app.finish().await;
}
