//! A pod whose turns a model of its own host decides.

use simswarm_core::contract::pod::{FailureCause, PodEvent};
use simswarm_llm::{Endpoint, EndpointKind, Limits};
use simswarm_testkit::FakeChat;
use simswarm_testkit::llm::{Abilities, Said};

use crate::control::{TestPod, grants, job, log, stored};
use crate::object_server::ObjectServer;

const ANSWER: &str = r#"{"actions":[{"tool":"create_post","text":"We shall see.","stances":[]}],
    "poll":[{"issue":"i0","probability":0.3,"reason":"So far."}]}"#;

fn endpoint(fake: &FakeChat, model: &str) -> Endpoint {
    Endpoint {
        kind: EndpointKind::OpenAiCompatible,
        base_url: fake.base_url(),
        model: model.to_owned(),
        key: None,
        limits: Limits::default(),
    }
}

#[tokio::test]
async fn the_model_of_the_host_decides_the_turns() {
    let (store, fake) = (ObjectServer::start().await, FakeChat::start().await);
    fake.say(|question| question.messages[0].1.starts_with("You play").then(|| Said::text(ANSWER)));
    let pod = TestPod::start_with_model(endpoint(&fake, Abilities::MODEL)).await;
    let mut request = job(3);
    request.grants = grants(&store, 1, 0..=3, "first");

    pod.submit(&request).await;
    let events = pod.events(0).await;

    assert!(matches!(events.last().unwrap().1, PodEvent::Finished { rounds: 3, .. }));
    let log = String::from_utf8(log(&store, 1, &stored(&events))).unwrap();
    assert!(log.contains("We shall see."));
    assert!(!log.contains("rule_based_minds") && !log.contains("rule_based_casting"));
}

#[tokio::test]
async fn a_model_that_is_not_there_fails_the_run_in_a_sentence() {
    let (store, fake) = (ObjectServer::start().await, FakeChat::start().await);
    let pod = TestPod::start_with_model(endpoint(&fake, "fake-70b")).await;
    let mut request = job(3);
    request.grants = grants(&store, 1, 0..=3, "first");

    pod.submit(&request).await;
    let events = pod.events(0).await;

    let PodEvent::Failed(failure) = &events.last().unwrap().1 else { panic!("{events:?}") };
    assert_eq!(failure.cause, FailureCause::Run);
    assert!(failure.reason.contains("does not serve \"fake-70b\""), "{}", failure.reason);
}
