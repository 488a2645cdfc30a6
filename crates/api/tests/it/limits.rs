//! How often one may ask.

use chrono::TimeDelta;
use http::{Method, header};
use serde_json::json;
use simswarm_store::job::Change;

use crate::app::{PASSWORD, TestApp, a_job, create};

fn account(n: usize) -> serde_json::Value {
    json!({ "email": format!("u{n}@example.org"), "password": PASSWORD })
}

#[tokio::test]
async fn the_sixth_registration_within_a_minute_has_to_wait() {
    let app = TestApp::with(&[("LIMIT_REGISTER_PER_MINUTE", "5")]).await;
    for n in 0..5 {
        let answer = app.anonymous().post("/api/auth/register", &account(n)).await;
        assert_eq!(answer.status, 201);
    }

    let refused = app.anonymous().post("/api/auth/register", &account(5)).await;

    assert_eq!(refused.error(), (429, "rate_limited".to_owned()));
    assert_eq!(refused.headers[header::RETRY_AFTER], "12");
    app.advance(TimeDelta::seconds(12));
    let later = app.anonymous().post("/api/auth/register", &account(5)).await;
    assert_eq!(later.status, 201);
    app.finish().await;
}

#[tokio::test]
async fn a_forged_address_does_not_help_a_stranger() {
    let app = TestApp::with(&[("LIMIT_LOGIN_PER_MINUTE", "1")]).await;
    let anonymous = app.anonymous();

    for (n, expected) in [401, 429, 429].into_iter().enumerate() {
        let request = anonymous.request(Method::POST, "/api/auth/login").json(&account(0));
        let request = request.header("x-forwarded-for", format!("198.51.100.{n}"));
        assert_eq!(anonymous.send(request).await.status, expected);
    }
    app.finish().await;
}

#[tokio::test]
async fn clients_behind_our_own_proxy_are_told_apart() {
    let settings = [("LIMIT_LOGIN_PER_MINUTE", "1"), ("TRUSTED_PROXIES", "127.0.0.0/8")];
    let app = TestApp::with(&settings).await;
    let anonymous = app.anonymous();

    for (client, expected) in
        [("1.1.1.1, 198.51.100.1", 401), ("198.51.100.2", 401), ("198.51.100.1", 429)]
    {
        let request = anonymous.request(Method::POST, "/api/auth/login").json(&account(0));
        let request = request.header("x-forwarded-for", client);
        assert_eq!(anonymous.send(request).await.status, expected, "{client}");
    }
    app.finish().await;
}

#[tokio::test]
async fn one_account_is_guessed_at_slowly_from_wherever_it_comes() {
    let app = TestApp::with(&[("LIMIT_LOGIN_ACCOUNT_PER_MINUTE", "2")]).await;

    for expected in [401, 401, 429] {
        let answer = app.anonymous().post("/api/auth/login", &account(0)).await;
        assert_eq!(answer.status, expected);
    }
    assert_eq!(app.anonymous().post("/api/auth/login", &account(1)).await.status, 401);
    app.finish().await;
}

#[tokio::test]
async fn a_user_has_so_many_jobs_under_way() {
    let app = TestApp::with(&[("MAX_ACTIVE_JOBS", "2")]).await;
    let (ann, bob) = (app.user().await, app.other_user().await);
    let first = create(&ann, |job| job["goal"] = "1".into()).await;
    create(&ann, |job| job["goal"] = "2".into()).await;

    let refused = ann.post("/api/jobs", &a_job()).await;

    assert_eq!(refused.error(), (429, "too_many_active_jobs".to_owned()));
    assert!(refused.headers.contains_key(header::RETRY_AFTER));
    create(&bob, |_| ()).await;
    ann.post_cookie(&format!("/api/jobs/{first}/cancel"), None).await;
    create(&ann, |_| ()).await;
    app.finish().await;
}

#[tokio::test]
async fn a_deleted_job_counts_as_under_way_only_while_it_has_a_host() {
    let app = TestApp::with(&[("MAX_ACTIVE_JOBS", "1")]).await;
    let user = app.user().await;
    let waiting = create(&user, |_| ()).await;
    user.delete(&format!("/api/jobs/{waiting}")).await;
    let running = create(&user, |job| job["goal"] = "2".into()).await;
    app.advance_job(running, &[Change::Provision, Change::Run]).await;
    user.delete(&format!("/api/jobs/{running}")).await;

    // Else deleting would be a way to hosts without end.
    let refused = user.post("/api/jobs", &a_job()).await;
    assert_eq!(refused.error(), (429, "too_many_active_jobs".to_owned()));

    app.advance_job(running, &[Change::Cancel]).await;
    create(&user, |_| ()).await;
    app.finish().await;
}
