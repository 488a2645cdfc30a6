//! An object store that fails, refuses, or is not there.

use std::time::Duration;

use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::pod::{FailureCause, Grant, PodEvent, PodPhase, PodWait};
use simswarm_pod::Patience;

use crate::control::{TestPod, grants, input, job, log, quick, run_id, stored, undisturbed};
use crate::object_server::ObjectServer;

#[tokio::test]
async fn an_upload_that_fails_is_tried_again() {
    let (store, pod) = (ObjectServer::start().await, TestPod::start().await);
    store.fail(&RoundObject::Events.key(run_id(), 1, 1), 2);
    store.fail(&RoundObject::Answers.key(run_id(), 1, 2), 2);
    let mut request = job(3);
    request.grants = grants(&store, 1, 0..=3, "first");
    pod.submit(&request).await;

    let events = pod.events(0).await;

    assert_eq!(log(&store, 1, &stored(&events)), undisturbed(&input(3)).await);
    assert_eq!(pod.status().await.phase, PodPhase::Finished);
}

#[tokio::test]
async fn an_expired_url_is_replaced_by_a_new_grant() {
    let (store, pod) = (ObjectServer::start().await, TestPod::start().await);
    store.expire("old");
    let mut request = job(2);
    request.grants = grants(&store, 1, 0..=1, "good");
    request.grants.extend(grants(&store, 1, 2..=2, "old"));
    pod.submit(&request).await;

    let answers = RoundObject::Answers.name(2);
    let waiting = Some(PodWait::Grants { objects: vec![answers] });
    pod.status_until(|status| status.waiting == waiting).await;
    pod.grant(grants(&store, 1, 2..=2, "new")).await;

    let events = pod.events(0).await;
    assert_eq!(log(&store, 1, &stored(&events)), undisturbed(&input(2)).await);
}

/// A port where nobody listens.
async fn nowhere() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}/bucket/object?signature=secret", listener.local_addr().unwrap())
}

fn grants_to(url: &str) -> Vec<Grant> {
    let objects = RoundObject::ALL.map(|object| object.name(0));
    objects.map(|object| Grant { object, url: url.to_owned() }).to_vec()
}

#[tokio::test]
async fn a_store_that_is_away_is_waited_for_in_sight() {
    let (store, pod) = (ObjectServer::start().await, TestPod::start().await);
    let mut request = job(2);
    request.grants = grants_to(&nowhere().await);
    pod.submit(&request).await;

    let away = Some(PodWait::Storage { reason: "it cannot be reached".to_owned() });
    pod.status_until(|status| status.waiting == away).await;
    pod.grant(grants(&store, 1, 0..=2, "first")).await;

    let events = pod.events(0).await;
    assert_eq!(log(&store, 1, &stored(&events)), undisturbed(&input(2)).await);
}

#[tokio::test]
async fn patience_ends_and_the_reason_names_no_url() {
    let pod = TestPod::start_with(Patience { total: Duration::ZERO, ..quick() }).await;
    let mut request = job(2);
    request.grants = grants_to(&nowhere().await);
    pod.submit(&request).await;

    let events = pod.events(0).await;

    let [(1, PodEvent::Failed(failure))] = &events[..] else { panic!("{events:?}") };
    assert_eq!(failure.cause, FailureCause::Storage);
    assert_eq!(
        failure.reason,
        "the object store cannot be used: r0.answers.zst: it cannot be reached"
    );
    assert_eq!(pod.status().await.failure.as_ref(), Some(failure));
}
