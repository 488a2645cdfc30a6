//! Whatever is sent: a 4xx in the one shape, and nothing changed.

use http::{Method, header};
use insta::assert_json_snapshot;
use serde_json::{Value, json};

use crate::app::{TestApp, a_job};
use crate::client::Client;

async fn raw(client: &Client, body: Vec<u8>, content_type: &str) -> crate::client::Answer {
    let request = client.request(Method::POST, "/api/jobs");
    client.send(request.header(header::CONTENT_TYPE, content_type).body(body)).await
}

#[tokio::test]
async fn a_field_that_does_not_fit_is_named_and_nothing_is_stored() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let before = app.db.contents().await;
    let bad = [
        ("seed_text", json!(" \n\t ")),
        ("seed_text", json!("")),
        ("seed_text", json!("a\u{0}b")),
        ("seed_text", json!(7)),
        ("seed_text", Value::Null),
        ("goal", json!("a\u{0}b")),
        ("goal", json!("x".repeat(2_001))),
        ("goal", json!(["x"])),
        ("tier", json!("huge")),
        ("tier", json!("SMALL")),
        ("tier", json!(1)),
        ("enrich_web", json!("yes")),
        ("forecast_days", json!(0)),
        ("forecast_days", json!(366)),
        ("forecast_days", json!(-7)),
        ("forecast_days", json!("30")),
        ("forecast_days", json!(30.5)),
        ("forecast_days", json!(1e30)),
        ("agents", json!(1)),
        ("agents", json!(51)),
        ("agents", json!(-1)),
        ("agents", json!("10")),
        ("rounds", json!(0)),
        ("rounds", json!(31)),
        ("rounds", json!(4_294_967_296_u64)),
        ("seed", json!(-1)),
        ("seed", json!(9_007_199_254_740_992_u64)),
        ("seed", json!(1.5)),
    ];

    for (field, value) in bad {
        let mut body = a_job();
        body[field] = value.clone();
        let answer = user.post("/api/jobs", &body).await;
        assert_eq!(answer.error(), (422, "invalid".to_owned()), "{field} {value}");
        assert_eq!(answer.field(), field, "{value}");
    }
    for field in ["seed_text", "goal", "tier", "forecast_days"] {
        let mut body = a_job();
        body.as_object_mut().unwrap().remove(field);
        let answer = user.post("/api/jobs", &body).await;
        assert_eq!(answer.error(), (422, "invalid".to_owned()), "without {field}");
        assert_eq!(answer.field(), field);
    }

    assert_eq!(app.db.contents().await, before);
    app.finish().await;
}

#[tokio::test]
async fn every_wrong_field_is_told_at_once() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let mut body = a_job();
    body["seed_text"] = " ".into();
    body["goal"] = "\0".into();
    body["forecast_days"] = 0.into();

    let answer = user.post("/api/jobs", &body).await;

    assert_json_snapshot!(answer.json(), @r#"
    {
      "code": "invalid",
      "detail": "seed_text must not be blank; goal must not contain the NUL character; forecast_days must be between 1 and 365",
      "fields": [
        {
          "message": "must not be blank",
          "path": "seed_text"
        },
        {
          "message": "must not contain the NUL character",
          "path": "goal"
        },
        {
          "message": "must be between 1 and 365",
          "path": "forecast_days"
        }
      ]
    }
    "#);
    app.finish().await;
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let before = app.db.contents().await;
    let good = a_job().to_string();

    for body in ["", "{", "nope", "{\"seed_text\":", "\u{feff}{}", &format!("{good}{good}")] {
        let answer = raw(&user, body.into(), "application/json").await;
        assert_eq!(answer.error(), (400, "malformed_body".to_owned()), "{body:?}");
    }
    let bytes = raw(&user, b"{\"seed_text\":\"\xff\xfe\"}".to_vec(), "application/json").await;
    assert_eq!(bytes.error().0, 400, "no UTF-8");
    let lone = raw(&user, br#"{"seed_text":"\ud800"}"#.to_vec(), "application/json").await;
    assert_eq!(lone.error().0, 400, "half a character");
    let deep = raw(&user, "[".repeat(100_000).into(), "application/json").await;
    assert!(deep.error().0 < 500, "nesting without end");
    for shape in ["[]", "null", "7", "\"x\""] {
        let answer = raw(&user, shape.into(), "application/json").await;
        assert_eq!(answer.error(), (422, "invalid".to_owned()), "{shape}");
    }
    for content_type in ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonx"]
    {
        let answer = raw(&user, good.clone().into(), content_type).await;
        assert_eq!(answer.error(), (415, "unsupported_media_type".to_owned()), "{content_type}");
    }
    let huge = raw(&user, vec![b' '; 2_000_000], "application/json").await;
    assert_eq!(huge.error(), (413, "body_too_large".to_owned()));

    assert_eq!(app.db.contents().await, before);
    let charset = raw(&user, good.into(), "application/json; charset=utf-8").await;
    assert_eq!(charset.status, 201);
    app.finish().await;
}

#[tokio::test]
async fn an_answer_to_a_body_that_is_not_read_reaches_who_still_writes_it() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let huge = vec![b'x'; 20_000_000];

    for (client, path, status) in [
        (user.clone(), "/api/jobs", "413 Payload Too Large"),
        (app.anonymous(), "/api/jobs", "401 Unauthorized"),
        (user.clone(), "/api/nothing", "404 Not Found"),
        (user, "/api/auth/me", "405 Method Not Allowed"),
    ] {
        let answer = client.post_before_reading(path, &huge).await;
        assert_eq!(answer, format!("HTTP/1.1 {status}"), "{path}");
    }
    app.finish().await;
}

#[tokio::test]
async fn a_page_that_does_not_exist_as_a_number_is_refused() {
    let app = TestApp::new().await;
    let user = app.user().await;

    for (query, field) in [
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=x", "page"),
        ("page=", "page"),
        ("page=1&page=2", "query"),
        ("page=99999999999999999999", "page"),
        ("per_page=0", "per_page"),
        ("per_page=101", "per_page"),
        ("per_page=1.5", "per_page"),
    ] {
        let answer = user.get(&format!("/api/jobs?{query}")).await;
        assert_eq!(answer.error(), (422, "invalid".to_owned()), "{query}");
        if field != "query" {
            assert_eq!(answer.field(), field, "{query}");
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn a_word_is_no_id() {
    let app = TestApp::new().await;
    let user = app.user().await;

    for id in ["draft", "1x", "1.0", "%00", "1%00", "%ff", "%F0%9F%98%80", "1%2F2"] {
        let answer = user.get(&format!("/api/jobs/{id}")).await;
        assert_eq!(answer.error(), (422, "invalid".to_owned()), "{id}");
        assert_eq!(answer.field(), "job_id");
    }
    app.finish().await;
}

#[tokio::test]
async fn an_unknown_path_and_a_wrong_method_have_the_shape_too() {
    let app = TestApp::new().await;
    let anyone = app.anonymous();

    for path in ["/", "/api", "/api/nothing", "/api/jobs/1/nothing", "/metrics", "//evil.org/"] {
        assert_eq!(anyone.get(path).await.error(), (404, "not_found".to_owned()), "{path}");
    }
    let wrong = anyone.delete("/api/jobs").await;
    assert_eq!(wrong.error(), (405, "method_not_allowed".to_owned()));
    let mut allowed: Vec<_> = wrong.headers[header::ALLOW].to_str().unwrap().split(',').collect();
    allowed.sort_unstable();
    assert_eq!(allowed, ["GET", "HEAD", "POST"]);
    let slash = anyone.get("/api/jobs/?page=2").await;
    assert_eq!(slash.status, 307);
    assert_eq!(slash.headers[header::LOCATION], "/api/jobs?page=2");
    app.finish().await;
}

#[tokio::test]
async fn answers_are_kept_by_no_cache_and_run_nothing() {
    let app = TestApp::new().await;

    let answer = app.anonymous().get("/api/health").await;

    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    assert!(
        answer.headers["content-security-policy"]
            .to_str()
            .unwrap()
            .starts_with("default-src 'none'")
    );
    assert!(answer.headers.contains_key("x-request-id"));
    app.finish().await;
}
