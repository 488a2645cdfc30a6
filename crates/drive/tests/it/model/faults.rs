//! What may go wrong with an endpoint: each fault is adapted to, or costs its turn and is told in a sentence. None
//! becomes a decision to do nothing, and none ends a run that stays within its budget.

use std::time::Duration;

use futures::future::join_all;
use simswarm_drive::Ended;
use simswarm_llm::Capabilities;
use simswarm_testkit::llm::Fault;

use super::{Run, by_schema, by_tools, endpoint, mind, play, sensible};
use crate::world::input;

/// Every fourth question meets the fault.
async fn run_with(fault: Fault, capabilities: Capabilities) -> Run {
    let fake = sensible().await;
    let mut endpoint = endpoint(&fake);
    if fault == Fault::Silence {
        endpoint.limits.timeout = Duration::from_secs(2);
    }
    fake.fail_every(4, fault);
    play(&mind(endpoint, capabilities), &input(7, 10, 5)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_that_pass_cost_no_turn() {
    let cases = [
        ("a drop", Fault::Drop, by_schema()),
        ("a drop midway", Fault::DropMidway, by_schema()),
        ("429 with Retry-After", Fault::too_many("1"), by_schema()),
        ("500 with a page", Fault::html(500), by_schema()),
        ("an empty body", Fault::empty_body(), by_schema()),
        ("no choices", Fault::NoChoices, by_schema()),
        ("nothing said", Fault::NothingSaid, by_schema()),
        ("no answer in time", Fault::Silence, by_schema()),
        ("a malformed call", Fault::MalformedArguments, by_tools()),
        ("null arguments", Fault::NullArguments, by_tools()),
        ("NaN among the arguments", Fault::NanArguments, by_tools()),
        ("NaN in the body", Fault::NanBody, by_schema()),
        ("200 kB", Fault::Huge(200 * 1024), by_schema()),
        ("a think block", Fault::Thoughts, by_schema()),
    ];
    join_all(cases.map(|(name, fault, capabilities)| async move {
        let run = run_with(fault, capabilities).await;

        assert!(matches!(run.ended, Ok(Ended::Finished { .. })), "{name}: {:?}", run.ended);
        assert_eq!(run.skipped(), Vec::<String>::new(), "{name}");
        let decided = run.count("turn_decided");
        assert!(decided > 8, "{name}");
        assert_eq!(run.count("post_created"), decided, "{name}: a turn did nothing");
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_that_stay_cost_their_turn_and_are_told_in_a_sentence() {
    let cases = [
        (
            Fault::error(401, "authentication_error", "no"),
            "the model's endpoint wants a key (status 401)",
        ),
        (
            Fault::error(402, "billing", "no"),
            "the account at the model's endpoint has no credit left (status 402)",
        ),
    ];
    for (fault, sentence) in cases {
        let run = run_with(fault, by_schema()).await;

        assert!(matches!(run.ended, Ok(Ended::Finished { .. })), "{:?}", run.ended);
        let skipped = run.skipped();
        assert!(skipped.len() > 1 && skipped.iter().all(|it| it == sentence), "{skipped:?}");
        assert_eq!(run.count("post_created"), run.count("turn_decided"), "a turn did nothing");
        let log = String::from_utf8(crate::world::log(&run.store)).unwrap();
        assert!(log.contains("\"skipped_turns\""), "the log does not say that it is degraded");
    }
}

#[tokio::test]
async fn an_endpoint_is_left_alone_for_as_long_as_it_asks() {
    let fake = sensible().await;
    fake.fail_next([Fault::too_many("1")]);
    let began = std::time::Instant::now();

    let run = play(&mind(endpoint(&fake), by_schema()), &input(7, 3, 1)).await;

    assert!(began.elapsed() >= Duration::from_secs(1));
    assert_eq!(run.operations().retries, 1);
}
