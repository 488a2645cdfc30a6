//! What a probe finds at endpoints of different abilities.

use simswarm_llm::{
    AnswerFormat, Capabilities, EndpointKind, LlmError, Thinking, TokenLimitField, ToolSupport,
    probe,
};
use simswarm_testkit::FakeChat;
use simswarm_testkit::llm::{Abilities, Fault, Format, Said, Switch, Thinks, Tools};

use crate::world::{BOTH, endpoint};

async fn found(kind: EndpointKind, abilities: Abilities) -> Capabilities {
    let fake = FakeChat::with(abilities).await;
    probe(&endpoint(&fake, kind)).await.unwrap()
}

async fn found_at_vllm(abilities: Abilities) -> Capabilities {
    found(EndpointKind::OpenAiCompatible, abilities).await
}

#[tokio::test]
async fn an_endpoint_that_can_do_everything_is_used_to_the_full() {
    for kind in BOTH {
        let able = found(kind, Abilities::default()).await;

        let wanted = Capabilities {
            tools: ToolSupport::Required,
            answers: AnswerFormat::JsonSchema,
            context_tokens: Some(32_768),
            served_model: Some(Abilities::MODEL.to_owned()),
            ..Capabilities::default()
        };
        assert_eq!(able, wanted, "{kind:?}");
    }
}

#[tokio::test]
async fn an_endpoint_that_can_do_nothing_is_asked_for_text() {
    for is_strict in [false, true] {
        let abilities = Abilities {
            tools: Tools::None,
            formats: Vec::new(),
            context_tokens: None,
            is_strict,
            ..Abilities::default()
        };
        let able = found_at_vllm(abilities).await;

        assert_eq!(able.tools, ToolSupport::None);
        assert_eq!(able.answers, AnswerFormat::Text);
        assert_eq!(able.context_tokens, None);
    }
}

#[tokio::test]
async fn a_tool_that_cannot_be_forced_may_be_called() {
    let able = found_at_vllm(Abilities { tools: Tools::Auto, ..Abilities::default() }).await;

    assert_eq!(able.tools, ToolSupport::Auto);
}

#[tokio::test]
async fn the_way_to_ask_for_json_is_the_first_that_works() {
    for (format, wanted) in [
        (Format::StructuredOutputs, AnswerFormat::StructuredOutputs),
        (Format::GuidedJson, AnswerFormat::GuidedJson),
        (Format::JsonMode, AnswerFormat::JsonMode),
    ] {
        let able = found_at_vllm(Abilities { formats: vec![format], ..Abilities::default() }).await;
        assert_eq!(able.answers, wanted);
    }
}

#[tokio::test]
async fn a_model_that_likes_json_does_not_pass_for_one_that_obeys() {
    let fake = FakeChat::with(Abilities { formats: Vec::new(), ..Abilities::default() }).await;
    fake.say(|_| Some(Said::text(r#"{"code": "blue"}"#)));

    let able = probe(&endpoint(&fake, EndpointKind::OpenAiCompatible)).await.unwrap();

    assert!(!able.answers.obeys_schema(), "{:?}", able.answers);
}

#[tokio::test]
async fn thinking_is_switched_off_in_the_way_that_works() {
    for (thinks, wanted) in [
        (Thinks::Unless(Switch::Template), Thinking::TemplateSwitch),
        (Thinks::Unless(Switch::EffortNone), Thinking::EffortNone),
        (Thinks::Unless(Switch::Disabled), Thinking::Disabled),
        (Thinks::Always, Thinking::EffortLow),
    ] {
        let able = found_at_vllm(Abilities { thinks, ..Abilities::default() }).await;
        assert_eq!(able.thinking, wanted);
        assert_eq!(able.tools, ToolSupport::Required);
    }
    let refuses = vec!["reasoning_effort"];
    let abilities = Abilities { thinks: Thinks::Always, refuses, ..Abilities::default() };
    assert_eq!(found_at_vllm(abilities).await.thinking, Thinking::Always);
    let abilities = Abilities { thinks: Thinks::Unless(Switch::Disabled), ..Abilities::default() };
    let able = found(EndpointKind::Anthropic, abilities).await;
    assert_eq!(able.thinking, Thinking::Disabled);
}

#[tokio::test]
async fn what_is_refused_is_not_said_again() {
    let refuses = vec!["max_tokens", "temperature"];
    let able = found_at_vllm(Abilities { refuses, ..Abilities::default() }).await;

    assert_eq!(able.token_limit_field, TokenLimitField::MaxCompletionTokens);
    assert!(able.refuses_temperature && !able.refuses_seed);
    assert_eq!(able.answers, AnswerFormat::JsonSchema);
}

#[tokio::test]
async fn a_fault_that_passes_hides_no_ability() {
    let fake = FakeChat::start().await;
    fake.fail_next([Fault::Drop, Fault::html(500)]);

    let able = probe(&endpoint(&fake, EndpointKind::OpenAiCompatible)).await.unwrap();

    assert_eq!(able.tools, ToolSupport::Required);
    assert_eq!(able.answers, AnswerFormat::JsonSchema);
}

#[tokio::test]
async fn an_endpoint_of_no_use_says_why() {
    let fake = FakeChat::start().await;
    let mut wrong = endpoint(&fake, EndpointKind::OpenAiCompatible);
    wrong.model = "fake-70b".to_owned();
    let error = probe(&wrong).await.unwrap_err();
    let served = vec![Abilities::MODEL.to_owned()];
    assert_eq!(error, LlmError::UnknownModel { model: "fake-70b".to_owned(), served });

    let abilities = Abilities { key: Some("sk-good".to_owned()), ..Abilities::default() };
    let fake = FakeChat::with(abilities).await;
    let error = probe(&endpoint(&fake, EndpointKind::OpenAiCompatible)).await.unwrap_err();
    assert_eq!(error, LlmError::KeyMissing { status: 401 });
    assert_eq!(fake.asked().len(), 1);
}

#[test]
fn what_was_found_can_be_kept() {
    let able = Capabilities { thinking: Thinking::EffortNone, ..Capabilities::default() };
    let kept = serde_json::to_string(&able).unwrap();

    assert_eq!(serde_json::from_str::<Capabilities>(&kept).unwrap(), able);
}
