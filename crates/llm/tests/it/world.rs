//! What the tests share: an endpoint of theirs, and questions.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use simswarm_llm::{
    AnswerFormat, AnswerSchema, Capabilities, ChatClient, ChatRequest, Endpoint, EndpointKind,
    Limits, Message, ToolSpec, ToolSupport,
};
use simswarm_testkit::FakeChat;
use simswarm_testkit::llm::Abilities;

pub(crate) const BOTH: [EndpointKind; 2] =
    [EndpointKind::OpenAiCompatible, EndpointKind::Anthropic];

pub(crate) fn endpoint(fake: &FakeChat, kind: EndpointKind) -> Endpoint {
    let limits = Limits {
        timeout: Duration::from_secs(20),
        concurrency: NonZeroUsize::new(64).unwrap(),
        ..Limits::default()
    };
    Endpoint {
        kind,
        base_url: fake.base_url(),
        model: Abilities::MODEL.to_owned(),
        key: None,
        limits,
    }
}

/// As of an endpoint that can do everything.
pub(crate) fn able() -> Capabilities {
    Capabilities {
        tools: ToolSupport::Required,
        answers: AnswerFormat::JsonSchema,
        ..Capabilities::default()
    }
}

pub(crate) fn client(fake: &FakeChat, kind: EndpointKind) -> ChatClient {
    ChatClient::new(endpoint(fake, kind), able()).unwrap()
}

pub(crate) fn question() -> ChatRequest {
    ChatRequest {
        messages: vec![
            Message::system("The rules of the world."),
            Message::system("You are Ann."),
            Message::user("What now?"),
        ],
        tools: Arc::default(),
        schema: None,
        max_tokens: 200,
        temperature: Some(0.7),
        seed: Some(5),
    }
}

pub(crate) fn with_tool() -> ChatRequest {
    let spec = ToolSpec {
        name: "create_post".to_owned(),
        description: "Writes a post.".to_owned(),
        parameters: object("text", &json!({ "type": "string" })),
    };
    ChatRequest { tools: Arc::new([spec]), ..question() }
}

pub(crate) fn with_schema() -> ChatRequest {
    let schema = object("probability", &json!({ "type": "number", "minimum": 0, "maximum": 1 }));
    let schema = AnswerSchema { name: "poll".to_owned(), schema };
    ChatRequest { schema: Some(Arc::new(schema)), ..question() }
}

fn object(name: &str, schema: &Value) -> Value {
    json!({
        "type": "object",
        "properties": { name: schema },
        "required": [name],
        "additionalProperties": false,
    })
}
