//! Accounts, sessions and their tokens.

use chrono::TimeDelta;
use http::{StatusCode, header};
use insta::assert_json_snapshot;
use serde_json::json;

use crate::app::{PASSWORD, TestApp};

#[tokio::test]
async fn a_new_account_is_signed_in() {
    let app = TestApp::new().await;

    let (user, answer) = app.sign_up("ann").await;

    let mut body = answer.json();
    assert!(body["token"].as_str().unwrap().len() > 20);
    body["token"] = "…".into();
    assert_json_snapshot!(body, @r#"
    {
      "expires_in_s": 900,
      "token": "…",
      "user": {
        "created_at": "2026-01-05T12:00:00Z",
        "email": "ann@example.org",
        "email_verified": false,
        "id": "1"
      }
    }
    "#);
    let me = user.get("/api/auth/me").await;
    assert_eq!(me.json(), body["user"]);
    app.finish().await;
}

#[tokio::test]
async fn the_refresh_token_is_in_a_cookie_that_scripts_cannot_read() {
    let app = TestApp::new().await;

    let (_, answer) = app.sign_up("ann").await;

    let set = answer.headers[header::SET_COOKIE].to_str().unwrap();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/api/auth", "Max-Age=2592000"] {
        assert!(set.contains(part), "{set}");
    }
    assert!(!set.contains("Secure"), "the public URL is not https");
    let secret = answer.cookie();
    assert!(!answer.text.contains(secret.split('=').nth(1).unwrap()));
    app.finish().await;
}

#[tokio::test]
async fn the_cookie_is_for_tls_only_where_users_come_by_tls() {
    let app = TestApp::with(&[("PUBLIC_URL", "https://sim.example.org")]).await;

    let (_, answer) = app.sign_up("ann").await;

    assert!(answer.headers[header::SET_COOKIE].to_str().unwrap().ends_with("; Secure"));
    app.finish().await;
}

#[tokio::test]
async fn an_address_has_one_account_however_it_is_typed() {
    let app = TestApp::new().await;
    app.sign_up("ann").await;

    let body = json!({ "email": " Ann@EXAMPLE.org", "password": PASSWORD });
    let answer = app.anonymous().post("/api/auth/register", &body).await;

    assert_eq!(answer.error(), (409, "email_taken".to_owned()));
    app.finish().await;
}

#[tokio::test]
async fn every_wrong_field_of_a_registration_is_named() {
    let app = TestApp::new().await;

    let body = json!({ "email": "nobody", "password": "short" });
    let answer = app.anonymous().post("/api/auth/register", &body).await;

    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_json_snapshot!(answer.json(), @r#"
    {
      "code": "invalid",
      "detail": "email must be an email address like name@example.org, of at most 254 characters; password must have at least 8 characters",
      "fields": [
        {
          "message": "must be an email address like name@example.org, of at most 254 characters",
          "path": "email"
        },
        {
          "message": "must have at least 8 characters",
          "path": "password"
        }
      ]
    }
    "#);
    app.finish().await;
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_answered_alike() {
    let app = TestApp::new().await;
    app.sign_up("ann").await;
    let attempts = [
        ("ann@example.org", "wrong password".to_owned()),
        ("nobody@example.org", PASSWORD.to_owned()),
        ("no address", PASSWORD.to_owned()),
        ("ann@example.org", "x".repeat(100_000)),
        ("ann@example.org", String::new()),
        ("ann\0@example.org", PASSWORD.to_owned()),
    ];

    let mut answers = Vec::new();
    for (email, password) in attempts {
        let body = json!({ "email": email, "password": password });
        let answer = app.anonymous().post("/api/auth/login", &body).await;
        assert_eq!(answer.error(), (401, "wrong_credentials".to_owned()));
        answers.push(answer.text);
    }

    assert!(answers.iter().all(|text| *text == answers[0]));
    app.finish().await;
}

#[tokio::test]
async fn a_password_of_any_language_signs_in() {
    let app = TestApp::new().await;
    let password = format!("пароль {} 密碼", "é".repeat(200));
    let body = json!({ "email": "ann@example.org", "password": password });
    let registered = app.anonymous().post("/api/auth/register", &body).await;
    assert_eq!(registered.status, 201);

    let answer = app.anonymous().post("/api/auth/login", &body).await;

    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["user"], registered.json()["user"]);
    app.finish().await;
}

#[tokio::test]
async fn a_token_runs_out_after_fifteen_minutes_and_is_renewed_by_the_cookie() {
    let app = TestApp::new().await;
    let (user, signed_in) = app.sign_up("ann").await;

    app.advance(TimeDelta::minutes(15));
    assert_eq!(user.get("/api/auth/me").await.error(), (401, "invalid_token".to_owned()));
    let refreshed =
        app.anonymous().post_cookie("/api/auth/refresh", Some(&signed_in.cookie())).await;

    assert_eq!(refreshed.status, 200, "{}", refreshed.text);
    assert_ne!(refreshed.cookie(), signed_in.cookie());
    let renewed = app.anonymous().with_token(refreshed.json()["token"].as_str().unwrap());
    assert_eq!(renewed.get("/api/auth/me").await.status, 200);
    app.finish().await;
}

#[tokio::test]
async fn a_refresh_token_that_is_used_again_ends_the_session() {
    let app = TestApp::new().await;
    let (user, signed_in) = app.sign_up("ann").await;
    let stolen = signed_in.cookie();
    let renewed = app.anonymous().post_cookie("/api/auth/refresh", Some(&stolen)).await;
    app.advance(TimeDelta::minutes(1));

    let again = app.anonymous().post_cookie("/api/auth/refresh", Some(&stolen)).await;

    assert_eq!(again.error(), (401, "invalid_token".to_owned()));
    assert!(again.headers[header::SET_COOKIE].to_str().unwrap().contains("Max-Age=0"));
    let heir = app.anonymous().post_cookie("/api/auth/refresh", Some(&renewed.cookie())).await;
    assert_eq!(heir.error().0, 401, "the whole family is revoked");
    assert_eq!(user.get("/api/auth/me").await.error().0, 401);
    app.finish().await;
}

#[tokio::test]
async fn signing_out_takes_effect_at_once() {
    let app = TestApp::new().await;
    let (user, signed_in) = app.sign_up("ann").await;

    let answer = user.post_cookie("/api/auth/logout", None).await;

    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(user.get("/api/auth/me").await.error(), (401, "invalid_token".to_owned()));
    let refresh = app.anonymous().post_cookie("/api/auth/refresh", Some(&signed_in.cookie())).await;
    assert_eq!(refresh.error().0, 401);
    assert_eq!(user.post_cookie("/api/auth/logout", None).await.status, 204, "twice is no error");
    app.finish().await;
}

#[tokio::test]
async fn the_cookie_alone_can_sign_out() {
    let app = TestApp::new().await;
    let (user, signed_in) = app.sign_up("ann").await;

    app.anonymous().post_cookie("/api/auth/logout", Some(&signed_in.cookie())).await;

    assert_eq!(user.get("/api/auth/me").await.error().0, 401);
    app.finish().await;
}

#[tokio::test]
async fn without_a_good_token_nobody_gets_in() {
    let app = TestApp::new().await;
    let (_, signed_in) = app.sign_up("ann").await;
    let good = signed_in.json()["token"].as_str().unwrap().to_owned();
    let nobody = app.anonymous();

    let none = nobody.get("/api/jobs").await;
    let garbage = nobody.with_token("garbage").get("/api/jobs").await;
    let cut = nobody.with_token(&good[..good.len() - 3]).get("/api/jobs").await;
    let cookie = nobody.request(http::Method::GET, "/api/jobs");
    let cookie = nobody.send(cookie.header(header::COOKIE, signed_in.cookie())).await;
    let query = nobody.get(&format!("/api/jobs?token={good}")).await;

    assert_eq!(none.error(), (401, "not_authenticated".to_owned()));
    assert_eq!(none.headers[header::WWW_AUTHENTICATE], "Bearer");
    assert_eq!(garbage.error(), (401, "invalid_token".to_owned()));
    assert_eq!(cut.error(), (401, "invalid_token".to_owned()));
    assert_eq!(cookie.error().0, 401);
    assert_eq!(query.error().0, 401);
    let lower = nobody.request(http::Method::GET, "/api/jobs");
    let lower = nobody.send(lower.header("authorization", format!("bearer {good}"))).await;
    assert_eq!(lower.status, 200, "the scheme's case does not matter");
    app.finish().await;
}
