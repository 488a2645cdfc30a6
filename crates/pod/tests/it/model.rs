//! A pod whose turns a model of its own host decides.

use std::collections::BTreeSet;

use simswarm_core::artifact::RoundObject;
use simswarm_core::cast_by::CastBy;
use simswarm_core::contract::pod::{AskedBy, CastingLink, FailureCause, JobRequest, PodEvent};
use simswarm_llm::{Endpoint, EndpointKind, Limits};
use simswarm_testkit::FakeChat;
use simswarm_testkit::llm::{Abilities, Question, Said};

use crate::control::{TestPod, grants, job, log, run_id, stored};
use crate::object_server::ObjectServer;

const ANSWER: &str = r#"{"actions":[{"tool":"create_post","text":"We shall see.","stances":[]}],
    "poll":[{"issue":"i0","probability":0.3,"reason":"So far."}]}"#;

/// What is said in a turn; about a document the fake has answers of its own.
fn answer(question: &Question) -> Option<Said> {
    question.messages[0].1.starts_with("You play").then(|| Said::text(ANSWER))
}

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
    fake.say(answer);
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

/// Every question about the document that the endpoint was asked.
fn asked_about(fake: &FakeChat) -> Vec<String> {
    let asked = fake.asked().into_iter().map(|asked| asked.body["messages"].to_string());
    asked.filter(|messages| messages.contains("You prepare a simulation")).collect()
}

fn attempt(store: &ObjectServer, attempt: u32, casting: Option<AskedBy>) -> JobRequest {
    let signature = if attempt == 1 { "first" } else { "second" };
    JobRequest {
        attempt,
        grants: grants(store, attempt, 0..=3, signature),
        casting: casting.map(|asked_by| CastingLink {
            url: store.url(&RoundObject::Answers.key(run_id(), 1, 0), "read"),
            asked_by,
        }),
        ..job(3)
    }
}

async fn play_whole(store: &ObjectServer, fake: &FakeChat, request: &JobRequest) -> Vec<u8> {
    fake.say(answer);
    let pod = TestPod::start_with_model(endpoint(fake, Abilities::MODEL)).await;
    pod.submit(request).await;
    let events = pod.events(0).await;
    assert!(matches!(events.last().unwrap().1, PodEvent::Finished { .. }), "{events:?}");
    log(store, request.attempt, &stored(&events))
}

/// What the cast took, as the record of round 0 says.
fn calls_for_the_cast(store: &ObjectServer, attempt: u32) -> Option<u64> {
    let packed = store.object(&RoundObject::Operations.key(run_id(), attempt, 0)).unwrap();
    let record = simswarm_drive::packed::decompress(&packed).unwrap();
    let record: serde_json::Value = serde_json::from_slice(&record).unwrap();
    record["spent"]["calls"].as_u64()
}

#[tokio::test]
async fn what_a_lost_pod_was_answered_about_the_document_is_not_asked_again() {
    let (store, fake) = (ObjectServer::start().await, FakeChat::start().await);
    let first = TestPod::start_with_model(endpoint(&fake, Abilities::MODEL)).await;
    fake.take(std::time::Duration::from_millis(20));
    first.submit(&attempt(&store, 1, None)).await;
    let key = RoundObject::Answers.key(run_id(), 1, 0);
    let kept = async {
        while store.object(&key).is_none() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(crate::control::BOUND, kept).await.unwrap();
    first.post("/cancel").send().await.unwrap();
    let events = first.events(0).await;
    assert!(matches!(events[..], [(1, PodEvent::Stopped { .. })]), "{events:?}");
    let before = asked_about(&fake).len();

    let log = play_whole(&store, &fake, &attempt(&store, 2, Some(AskedBy::ThisRun))).await;

    let asked = asked_about(&fake);
    let once: BTreeSet<&String> = asked.iter().collect();
    assert!(before > 0 && once.len() == asked.len(), "{before} {asked:?}");
    let whole = {
        let (store, fake) = (ObjectServer::start().await, FakeChat::start().await);
        let log = play_whole(&store, &fake, &attempt(&store, 1, None)).await;
        assert_eq!(asked_about(&fake).len(), asked.len());
        log
    };
    assert_eq!(log, whole);
    assert_eq!(calls_for_the_cast(&store, 2), Some(asked.len() as u64), "paid by this run");
}

#[tokio::test]
async fn what_another_run_was_answered_is_neither_asked_nor_counted_again() {
    let (store, fake) = (ObjectServer::start().await, FakeChat::start().await);
    let log = play_whole(&store, &fake, &attempt(&store, 1, None)).await;
    let asked = asked_about(&fake).len();

    let again = play_whole(&store, &fake, &attempt(&store, 2, Some(AskedBy::AnotherRun))).await;

    assert_eq!(again, log);
    assert_eq!(asked_about(&fake).len(), asked);
    assert_eq!(calls_for_the_cast(&store, 1), Some(asked as u64));
    assert_eq!(calls_for_the_cast(&store, 2), None);
}

#[tokio::test]
async fn a_job_can_leave_the_cast_to_rules() {
    let (store, fake) = (ObjectServer::start().await, FakeChat::start().await);
    let mut request = attempt(&store, 1, None);
    request.input.cast = CastBy::Rules;

    let log = play_whole(&store, &fake, &request).await;

    assert_eq!(asked_about(&fake), Vec::<String>::new());
    let log = String::from_utf8(log).unwrap();
    assert!(log.contains("rule_based_casting") && !log.contains("rule_based_minds"));
}
