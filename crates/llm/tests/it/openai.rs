//! What is sent to an OpenAI-compatible endpoint, and what is read from it.

use serde_json::{Value, json};
use simswarm_llm::{
    AnswerFormat, Capabilities, ChatClient, EndpointKind, Finish, Thinking, TokenLimitField,
    ToolSupport,
};
use simswarm_testkit::FakeChat;
use simswarm_testkit::llm::{Abilities, Said};

use crate::world::{able, client, endpoint, question, with_schema, with_tool};

const KIND: EndpointKind = EndpointKind::OpenAiCompatible;

async fn sent_by(able: Capabilities, request: &simswarm_llm::ChatRequest) -> Value {
    let fake = FakeChat::start().await;
    let client = ChatClient::new(endpoint(&fake, KIND), able).unwrap();
    client.complete(request).await.unwrap();
    fake.asked().remove(0).body
}

#[tokio::test]
async fn a_text_comes_back_with_its_usage_and_the_name_of_the_model() {
    let fake = FakeChat::start().await;
    fake.say(|_| Some(Said::text(" Good morning. ")));
    let client = client(&fake, KIND);

    let first = client.complete(&question()).await.unwrap();
    let second = client.complete(&question()).await.unwrap();

    assert_eq!(first.text.as_deref(), Some("Good morning."));
    assert_eq!((first.finish, first.thought), (Finish::Stop, false));
    assert_eq!(first.model, Abilities::MODEL);
    assert_eq!(first.usage.cached_tokens, 0);
    assert!(second.usage.cached_tokens > 0);
    assert!(second.usage.prompt_tokens > second.usage.cached_tokens);
}

#[tokio::test]
async fn system_messages_are_sent_as_one() {
    let sent = sent_by(able(), &question()).await;

    let system = "The rules of the world.\n\nYou are Ann.";
    assert_eq!(sent["messages"][0], json!({ "role": "system", "content": system }));
    assert_eq!(sent["messages"][1], json!({ "role": "user", "content": "What now?" }));
    assert_eq!(sent["messages"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_tool_is_called_with_the_arguments_as_they_were_written() {
    let fake = FakeChat::start().await;
    let reply = client(&fake, KIND).complete(&with_tool()).await.unwrap();

    assert_eq!(reply.text, None);
    assert_eq!(reply.finish, Finish::ToolCalls);
    assert_eq!(reply.tool_calls[0].name, "create_post");
    let arguments: Value = serde_json::from_str(&reply.tool_calls[0].arguments).unwrap();
    assert!(arguments["text"].is_string());
    assert_eq!(fake.asked()[0].body["tool_choice"], "required");
}

#[tokio::test]
async fn each_way_to_ask_for_json_has_its_field() {
    let request = with_schema();
    let schema = &request.schema.as_ref().unwrap().schema;
    for (answers, pointer, wanted) in [
        (AnswerFormat::JsonSchema, "/response_format/json_schema/schema", Some(schema)),
        (AnswerFormat::StructuredOutputs, "/structured_outputs/json", Some(schema)),
        (AnswerFormat::GuidedJson, "/guided_json", Some(schema)),
        (AnswerFormat::JsonMode, "/response_format/type", Some(&json!("json_object"))),
        (AnswerFormat::Text, "/response_format", None),
    ] {
        let sent = sent_by(Capabilities { answers, ..able() }, &request).await;
        assert_eq!(sent.pointer(pointer), wanted, "{answers:?}");
    }
}

#[tokio::test]
async fn each_way_to_switch_thinking_off_has_its_field() {
    for (thinking, pointer, wanted) in [
        (Thinking::TemplateSwitch, "/chat_template_kwargs/enable_thinking", json!(false)),
        (Thinking::EffortNone, "/reasoning_effort", json!("none")),
        (Thinking::EffortLow, "/reasoning_effort", json!("low")),
        (Thinking::Disabled, "/think", json!(false)),
    ] {
        let sent = sent_by(Capabilities { thinking, ..able() }, &question()).await;
        assert_eq!(sent.pointer(pointer), Some(&wanted), "{thinking:?}");
    }
}

#[tokio::test]
async fn what_an_endpoint_refuses_to_be_told_is_left_out() {
    let sent = sent_by(able(), &question()).await;
    assert_eq!((&sent["temperature"], &sent["seed"]), (&json!(0.7), &json!(5)));
    assert_eq!(sent["max_tokens"], 200);

    let shy = Capabilities {
        refuses_temperature: true,
        refuses_seed: true,
        token_limit_field: TokenLimitField::MaxCompletionTokens,
        tools: ToolSupport::Auto,
        ..able()
    };
    let sent = sent_by(shy, &with_tool()).await;
    assert_eq!((sent.get("temperature"), sent.get("seed")), (None, None));
    assert_eq!(sent.get("max_tokens"), None);
    assert_eq!(sent["max_completion_tokens"], 200);
    assert_eq!(sent["tool_choice"], "auto");
}
