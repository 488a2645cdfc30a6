//! Calls in flight: as many as are borne, at no loss; fewer when the endpoint complains.

use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use futures::future::join_all;
use simswarm_llm::{ChatClient, EndpointKind};
use simswarm_testkit::FakeChat;
use simswarm_testkit::llm::Fault;

use crate::world::{able, client, endpoint, question};

const KIND: EndpointKind = EndpointKind::OpenAiCompatible;

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_calls_are_in_flight_at_once() {
    let latency = Duration::from_millis(200);
    let fake = FakeChat::start().await;
    fake.take(latency);
    let client = client(&fake, KIND);
    let request = question();
    // Connections are made once in a run.
    join_all((0..64).map(|_| client.complete(&request))).await;
    let began = Instant::now();

    let replies = join_all((0..256).map(|_| client.complete(&request))).await;

    let elapsed = began.elapsed();
    assert!(replies.into_iter().all(|reply| reply.is_ok()));
    assert_eq!(fake.most_in_flight(), 64);
    println!("256 calls took {elapsed:?}, ideally {:?}", 4 * latency);
    // In a release build on an idle machine the loss is a few per cent; here the machine may be busy.
    assert!(elapsed < 16 * latency, "{elapsed:?}");
}

#[tokio::test]
async fn no_more_are_in_flight_than_configured_and_more_are_tried_as_they_are_borne() {
    let fake = FakeChat::start().await;
    fake.take(Duration::from_millis(20));
    let mut endpoint = endpoint(&fake, KIND);
    endpoint.limits.concurrency = NonZeroUsize::new(4).unwrap();
    endpoint.limits.max_concurrency = NonZeroUsize::new(12).unwrap();
    let client = ChatClient::new(endpoint, able()).unwrap();
    let request = question();
    assert_eq!(client.concurrency(), 4);

    join_all((0..100).map(|_| client.complete(&request))).await;

    assert_eq!(client.concurrency(), 12);
    assert_eq!(fake.most_in_flight(), 12);
}

#[tokio::test]
async fn a_complaint_halves_the_calls_and_keeps_everybody_waiting() {
    let fake = FakeChat::start().await;
    let client = client(&fake, KIND);
    let request = question();
    fake.fail_next([Fault::too_many("1")]);
    client.complete(&request).await.unwrap_err();
    let began = Instant::now();

    let replies = join_all((0..3).map(|_| client.complete(&request))).await;

    assert!(replies.into_iter().all(|reply| reply.is_ok()));
    assert_eq!(client.concurrency(), 32);
    assert!(began.elapsed() > Duration::from_millis(900), "{:?}", began.elapsed());
}

#[tokio::test]
async fn who_stops_waiting_leaves_no_place_taken() {
    let fake = FakeChat::start().await;
    let mut endpoint = endpoint(&fake, KIND);
    endpoint.limits.concurrency = NonZeroUsize::MIN;
    endpoint.limits.max_concurrency = NonZeroUsize::MIN;
    let client = ChatClient::new(endpoint, able()).unwrap();
    let request = question();
    fake.fail_next([Fault::Silence]);

    let given_up = tokio::time::timeout(Duration::from_millis(100), client.complete(&request));
    given_up.await.unwrap_err();

    client.complete(&request).await.unwrap();
}
