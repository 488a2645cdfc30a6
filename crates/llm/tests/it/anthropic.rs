//! What is sent to Anthropic's API, and what is read from it.

use serde_json::{Value, json};
use simswarm_llm::{ChatClient, EndpointKind, Finish};
use simswarm_testkit::FakeChat;
use simswarm_testkit::llm::{Abilities, Said};

use crate::world::{able, client, endpoint, question, with_schema, with_tool};

const KIND: EndpointKind = EndpointKind::Anthropic;

#[tokio::test]
async fn the_first_system_message_is_marked_to_be_kept() {
    let fake = FakeChat::start().await;
    let client = client(&fake, KIND);

    let first = client.complete(&question()).await.unwrap();
    let second = client.complete(&question()).await.unwrap();

    let sent = &fake.asked()[0].body;
    assert_eq!(sent["system"][0]["cache_control"], json!({ "type": "ephemeral" }));
    assert_eq!(sent["system"][1].get("cache_control"), None);
    assert_eq!(sent["messages"], json!([{ "role": "user", "content": "What now?" }]));
    // The prompt is as long, whether it is written to the cache or read from it.
    assert_eq!(first.usage.prompt_tokens, second.usage.prompt_tokens);
    assert_eq!(first.usage.cached_tokens, 0);
    assert!(second.usage.cached_tokens > 0);
}

#[tokio::test]
async fn it_is_told_the_version_and_the_key_in_headers_of_its_own() {
    let abilities = Abilities { key: Some("sk-secret".to_owned()), ..Abilities::default() };
    let fake = FakeChat::with(abilities).await;
    let mut endpoint = endpoint(&fake, KIND);
    endpoint.key = Some("sk-secret\n".to_owned().into());
    let client = ChatClient::new(endpoint, able()).unwrap();

    client.complete(&question()).await.unwrap();

    assert_eq!(fake.asked()[0].header("anthropic-version"), Some("2023-06-01"));
    assert_eq!(fake.asked()[0].header("x-api-key"), Some("sk-secret"));
    assert_eq!(fake.asked()[0].header("authorization"), None);
}

#[tokio::test]
async fn texts_and_calls_come_in_blocks() {
    let fake = FakeChat::start().await;
    fake.say(|_| {
        let call = Said::call("create_post", &json!({ "text": "Hello" }));
        Some(Said { text: Some("I post.".to_owned()), ..call })
    });

    let reply = client(&fake, KIND).complete(&with_tool()).await.unwrap();

    assert_eq!(reply.text.as_deref(), Some("I post."));
    assert_eq!(reply.tool_calls[0].arguments, r#"{"text":"Hello"}"#);
    assert_eq!(reply.finish, Finish::ToolCalls);
    assert_eq!(fake.asked()[0].body["tool_choice"], json!({ "type": "any" }));
}

#[tokio::test]
async fn json_is_asked_for_as_the_arguments_of_a_tool_and_comes_back_as_a_text() {
    let fake = FakeChat::start().await;

    let reply = client(&fake, KIND).complete(&with_schema()).await.unwrap();

    let answer: Value = serde_json::from_str(reply.text.as_deref().unwrap()).unwrap();
    assert!(answer["probability"].is_number());
    assert_eq!((reply.tool_calls.len(), reply.finish), (0, Finish::Stop));
    let choice = json!({ "type": "tool", "name": "poll" });
    assert_eq!(fake.asked()[0].body["tool_choice"], choice);
}
