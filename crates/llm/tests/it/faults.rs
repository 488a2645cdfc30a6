//! Each fault of an endpoint is adapted to, or refused with one sentence and a word on whether to try again.

use std::num::NonZeroUsize;
use std::time::Duration;

use simswarm_core::{Retry, Retryable};
use simswarm_llm::{ChatClient, ChatRequest, EndpointKind, LlmError};
use simswarm_testkit::FakeChat;
use simswarm_testkit::llm::{Abilities, Fault};

use crate::world::{BOTH, able, client, endpoint, question, with_tool};

/// The error of a question that meets the fault; the next question is answered again.
async fn error(kind: EndpointKind, fault: Fault) -> LlmError {
    let fake = FakeChat::start().await;
    fake.fail_next([fault]);
    let mut endpoint = endpoint(&fake, kind);
    endpoint.limits.timeout = Duration::from_secs(2);
    let client = ChatClient::new(endpoint, able()).unwrap();
    let error = client.complete(&question()).await.unwrap_err();
    client.complete(&question()).await.unwrap();
    error
}

async fn refused(fault: Fault, sentence: &str, retry: Retry) {
    for kind in BOTH {
        let error = error(kind, fault.clone()).await;
        assert_eq!(error.to_string(), sentence, "{kind:?}");
        assert_eq!(error.retry(), retry, "{kind:?} {error}");
    }
}

#[tokio::test]
async fn a_connection_that_ends_too_early_is_worth_another_try() {
    let sentence = "the model's endpoint ended the connection before its answer was complete";
    refused(Fault::Drop, sentence, Retry::Again).await;
    refused(Fault::DropMidway, sentence, Retry::Again).await;
}

#[tokio::test]
async fn nobody_is_waited_for_longer_than_configured() {
    let fake = FakeChat::start().await;
    fake.fail_next([Fault::Silence]);
    let mut endpoint = endpoint(&fake, EndpointKind::OpenAiCompatible);
    endpoint.limits.timeout = Duration::from_millis(300);
    let client = ChatClient::new(endpoint, able()).unwrap();

    let error = client.complete(&question()).await.unwrap_err();

    assert_eq!(error.to_string(), "the model gave no answer within 0.3 s");
    assert_eq!(error.retry(), Retry::Again);
}

#[tokio::test]
async fn an_endpoint_that_is_not_there_is_worth_another_try() {
    let mut nowhere = endpoint(&FakeChat::start().await, EndpointKind::OpenAiCompatible);
    // Port 9 of loopback: nobody listens there.
    nowhere.base_url = "http://127.0.0.1:9/v1".to_owned();

    let error = ChatClient::new(nowhere, able()).unwrap().complete(&question()).await.unwrap_err();

    assert_eq!(error.to_string(), "the model's endpoint cannot be reached");
    assert_eq!(error.retry(), Retry::Again);
}

#[tokio::test]
async fn too_many_calls_say_how_long_to_wait() {
    for kind in BOTH {
        let error = error(kind, Fault::too_many("1")).await;
        assert_eq!(error.to_string(), "the model's endpoint is overloaded (status 429)");
        assert_eq!(error.retry(), Retry::Again);
        assert_eq!(error.retry_after(), Some(Duration::from_secs(1)));
    }
    let dated = Fault::Instead {
        status: 529,
        headers: vec![
            ("date", "Thu, 26 Nov 2026 12:00:00 GMT".to_owned()),
            ("retry-after", "Thu, 26 Nov 2026 12:00:01 GMT".to_owned()),
        ],
        body: String::new(),
    };
    let error = error(EndpointKind::Anthropic, dated).await;
    assert_eq!(error.to_string(), "the model's endpoint is overloaded (status 529)");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(1)));
}

#[tokio::test]
async fn a_page_for_people_tells_nothing_but_its_status() {
    refused(Fault::html(500), "the model's endpoint failed (status 500)", Retry::Again).await;
    refused(
        Fault::html(200),
        "the model's endpoint answered with something that is not JSON",
        Retry::Again,
    )
    .await;
}

#[tokio::test]
async fn a_router_that_tells_the_status_in_its_body_is_believed() {
    let fault = Fault::Instead {
        status: 200,
        headers: Vec::new(),
        body: r#"{"error":{"code":502,"message":"provider error"}}"#.to_owned(),
    };
    refused(fault, "the model's endpoint failed (status 502)", Retry::Again).await;
}

#[tokio::test]
async fn conflicts_pass_and_refusals_last() {
    for (status, retry) in [
        (408, Retry::Again),
        (409, Retry::Again),
        (502, Retry::Again),
        (503, Retry::Again),
        (400, Retry::Never),
        (402, Retry::Never),
        (413, Retry::Never),
        (422, Retry::Never),
    ] {
        let error = error(EndpointKind::OpenAiCompatible, Fault::html(status)).await;
        assert_eq!(error.retry(), retry, "{status}: {error}");
    }
}

#[tokio::test]
async fn an_empty_answer_is_an_error_and_no_silence_of_the_model() {
    let no_json = "the model's endpoint answered with something that is not JSON";
    refused(Fault::empty_body(), no_json, Retry::Again).await;
    refused(Fault::NothingSaid, "the model answered with nothing", Retry::Again).await;
    let chat = error(EndpointKind::OpenAiCompatible, Fault::NoChoices).await;
    assert_eq!(chat.to_string(), "the model's endpoint answered without a choice");
    let message = error(EndpointKind::Anthropic, Fault::NoChoices).await;
    assert_eq!(message.to_string(), "the model's endpoint answered without a message");
}

#[tokio::test]
async fn an_endless_answer_is_refused() {
    let sentence = "the model's answer is longer than 131072 bytes";
    refused(Fault::Huge(200_000), sentence, Retry::Again).await;
}

#[tokio::test]
async fn a_number_that_is_none_makes_a_body_that_is_no_json() {
    let sentence = "the model's endpoint answered with something that is not JSON";
    refused(Fault::NanBody, sentence, Retry::Again).await;
}

#[tokio::test]
async fn thoughts_are_taken_off() {
    for kind in BOTH {
        let fake = FakeChat::start().await;
        fake.fail_next([Fault::Thoughts]);

        let reply = client(&fake, kind).complete(&question()).await.unwrap();

        let text = reply.text.unwrap();
        assert!(text.starts_with("Remark "), "{text}");
        assert!(reply.thought);
    }
}

async fn arguments(fault: Fault) -> String {
    let fake = FakeChat::start().await;
    fake.fail_next([fault]);
    let client = client(&fake, EndpointKind::OpenAiCompatible);
    client.complete(&with_tool()).await.unwrap().tool_calls.remove(0).arguments
}

#[tokio::test]
async fn arguments_are_handed_on_as_they_came() {
    assert_eq!(arguments(Fault::MalformedArguments).await, r#"{"text": "cut o"#);
    assert_eq!(arguments(Fault::NanArguments).await, r#"{"amount": NaN}"#);
    assert_eq!(arguments(Fault::NullArguments).await, "{}");
}

#[tokio::test]
async fn a_model_that_is_not_served_is_named_beside_those_that_are() {
    for kind in BOTH {
        let mut abilities = Abilities::default();
        abilities.models.push("/srv/models/other.gguf".to_owned());
        let fake = FakeChat::with(abilities).await;
        let mut endpoint = endpoint(&fake, kind);
        endpoint.model = "fake-70b".to_owned();
        let client = ChatClient::new(endpoint, able()).unwrap();

        let error = client.complete(&question()).await.unwrap_err();

        let sentence =
            "the model's endpoint does not serve \"fake-70b\"; it serves fake-8b, other.gguf";
        assert_eq!(error.to_string(), sentence);
        assert_eq!(error.retry(), Retry::Never);
    }
}

#[tokio::test]
async fn keys_are_wanted_or_refused() {
    for kind in BOTH {
        let abilities = Abilities { key: Some("sk-good".to_owned()), ..Abilities::default() };
        let fake = FakeChat::with(abilities).await;
        let mut endpoint = endpoint(&fake, kind);
        let asked = |endpoint| async {
            let client = ChatClient::new(endpoint, able()).unwrap();
            client.complete(&question()).await
        };

        let missing = asked(endpoint.clone()).await.unwrap_err();
        assert_eq!(missing.to_string(), "the model's endpoint wants a key (status 401)");
        endpoint.key = Some("sk-bad".to_owned().into());
        let refused = asked(endpoint.clone()).await.unwrap_err();
        assert_eq!(refused.to_string(), "the model's endpoint refuses the key (status 401)");
        assert_eq!((missing.retry(), refused.retry()), (Retry::Never, Retry::Never));
        endpoint.key = Some("sk-good".to_owned().into());
        asked(endpoint).await.unwrap();
    }
}

#[tokio::test]
async fn an_account_without_credit_is_no_overload() {
    let fault = Fault::error(429, "insufficient_quota", "You exceeded your current quota.");
    let sentence = "the account at the model's endpoint has no credit left (status 429)";
    refused(fault, sentence, Retry::Never).await;
}

#[tokio::test]
async fn a_question_that_is_too_long_is_told_apart_from_one_that_is_wrong() {
    let long = "This model's maximum context length is 4096 tokens. However, you requested 5000.";
    let sentence = "the question is longer than what the model can read";
    refused(Fault::error(400, "BadRequestError", long), sentence, Retry::Never).await;
    let sentence = "the model's endpoint refuses the question (status 400)";
    refused(Fault::error(400, "BadRequestError", "no"), sentence, Retry::Never).await;
}

#[tokio::test]
async fn nobody_is_sent_elsewhere() {
    let away = Fault::Instead {
        status: 307,
        headers: vec![("location", "http://127.0.0.1:9/".to_owned())],
        body: String::new(),
    };
    let sentence = "the model's endpoint refers to another address (status 307)";
    refused(away, sentence, Retry::Never).await;
}

#[tokio::test]
async fn twelve_faults_in_a_row_cost_an_error_each_and_no_place() {
    let fake = FakeChat::start().await;
    let faults = [Fault::Drop, Fault::html(500), Fault::NothingSaid, Fault::Huge(200_000)];
    fake.fail_next(faults.into_iter().cycle().take(12));
    let mut endpoint = endpoint(&fake, EndpointKind::OpenAiCompatible);
    endpoint.limits.concurrency = NonZeroUsize::MIN;
    let client = ChatClient::new(endpoint, able()).unwrap();
    let request: ChatRequest = question();

    for _ in 0..12 {
        client.complete(&request).await.unwrap_err();
    }

    client.complete(&request).await.unwrap();
}
