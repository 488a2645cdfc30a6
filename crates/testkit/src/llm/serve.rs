//! The HTTP side: a request is recorded, meets its fault, or is answered.
#![expect(clippy::expect_used, reason = "a test without its endpoint cannot go on")]

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use async_io::Timer;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures::stream;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::sleep_until;

use super::fault::Fault;
use super::question::{Said, SaidCall, thinks};
use super::script::{Received, Script};
use super::{Asked, anthropic, casting, openai};

/// More than any test asks.
const MAX_BODY_BYTES: usize = 16 * 1024 * 1024;

pub(super) async fn serve(script: Arc<Script>) -> (SocketAddr, JoinSet<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
    let address = listener.local_addr().expect("what listens has an address");
    let router = Router::new().fallback(answer).with_state(script);
    let mut server = JoinSet::new();
    server.spawn(async move { axum::serve(listener, router).await.expect("a server serves") });
    (address, server)
}

/// Which protocol a path belongs to.
#[derive(Clone, Copy)]
pub(super) enum Protocol {
    OpenAi,
    Anthropic,
}

/// A question that is answered well, but for what a fault makes of it.
pub(super) struct Answering<'a> {
    pub(super) script: &'a Script,
    pub(super) body: &'a Value,
    pub(super) fault: Option<&'a Fault>,
}

async fn answer(State(script): State<Arc<Script>>, request: Request) -> Response {
    let arrived = Instant::now();
    let received = Arc::new(read(request).await);
    script.record(Arc::clone(&received));
    if let Some(response) = refuse_key(&script, &received) {
        return response;
    }
    let protocol = match received.path.as_str() {
        "/v1/models" => return models(&script),
        "/v1/chat/completions" => Protocol::OpenAi,
        "/v1/messages" => Protocol::Anthropic,
        _ => return error(404, "not_found", "no such path"),
    };
    let _in_flight = script.in_flight();
    let (fault, latency) = script.next();
    // What it takes to answer is a part of the latency, and keeps nobody up who asks at the same moment.
    sleep_until((arrived + latency / 2).into()).await;
    let asked = received.read();
    let answering = Answering { script: &script, body: &asked.body, fault: fault.as_ref() };
    let response = match answering.fails() {
        Some(Failing::Never) => std::future::pending().await,
        Some(Failing::With(response)) => response,
        None => answering.answer(protocol, &asked),
    };
    wait_until(arrived + latency).await;
    response
}

/// Waits to the point: the runtime's own timers tick in milliseconds, and come late by one or two.
async fn wait_until(instant: Instant) {
    if instant > Instant::now() {
        Timer::at(instant).await;
    }
}

async fn read(request: Request) -> Received {
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, MAX_BODY_BYTES).await.unwrap_or_default();
    let headers = parts.headers.iter().map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    Received { path: parts.uri.path().to_owned(), headers: headers.collect(), body: bytes.to_vec() }
}

fn refuse_key(script: &Script, received: &Received) -> Option<Response> {
    let key = script.abilities.key.as_ref()?;
    let is_good = received.header("x-api-key") == Some(key)
        || received.header("authorization") == Some(&format!("Bearer {key}"));
    (!is_good).then(|| error(401, "authentication_error", "wrong key"))
}

fn models(script: &Script) -> Response {
    let context = script.abilities.context_tokens;
    let model = |id| json!({ "id": id, "object": "model", "max_model_len": context });
    let list: Vec<Value> = script.abilities.models.iter().map(model).collect();
    json_response(200, &json!({ "object": "list", "data": list }))
}

enum Failing {
    Never,
    With(Response),
}

impl Answering<'_> {
    /// The faults that take the place of an answer.
    fn fails(&self) -> Option<Failing> {
        Some(Failing::With(match self.fault? {
            Fault::Silence => return Some(Failing::Never),
            Fault::Drop => broken(""),
            Fault::DropMidway => broken(r#"{"choices":[{"mess"#),
            Fault::Instead { status, headers, body } => {
                let mut response = plain(*status, body.clone());
                for (name, value) in headers {
                    let value = value.parse().expect("a header's value");
                    response.headers_mut().insert(*name, value);
                }
                response
            }
            Fault::UnknownModel => error(404, "model_not_found", "no such model"),
            Fault::NoChoices
            | Fault::NothingSaid
            | Fault::MalformedArguments
            | Fault::NullArguments
            | Fault::NanArguments
            | Fault::HalfJson
            | Fault::Fabricated
            | Fault::NothingFound
            | Fault::NanBody
            | Fault::Huge(_)
            | Fault::Thoughts => return None,
        }))
    }

    fn answer(&self, protocol: Protocol, asked: &Asked) -> Response {
        let abilities = &self.script.abilities;
        let model = self.body.get("model").and_then(Value::as_str).unwrap_or_default();
        if !abilities.models.iter().any(|served| served == model) {
            return error(404, "NotFoundError", &format!("The model `{model}` does not exist."));
        }
        if let Some(field) = abilities.refuses.iter().find(|field| self.body.get(**field).is_some())
        {
            return error(400, "unsupported_parameter", &format!("{field} is not supported"));
        }
        let answered = match protocol {
            Protocol::OpenAi => openai::answer(self),
            Protocol::Anthropic => anthropic::answer(self, asked),
        };
        match answered {
            Ok(body) if self.fault == Some(&Fault::NanBody) => {
                plain(200, body.to_string().replacen('{', r#"{"score":NaN,"#, 1))
            }
            Ok(body) => json_response(200, &body),
            Err(words) => error(400, "invalid_request_error", words),
        }
    }

    /// What is said, with the fault's traces in it.
    pub(super) fn traced(&self, mut said: Said) -> Said {
        let arguments = match self.fault {
            Some(Fault::MalformedArguments) => r#"{"text": "cut o"#,
            Some(Fault::NullArguments) => "null",
            Some(Fault::NanArguments) => r#"{"amount": NaN}"#,
            Some(Fault::NothingSaid) => return Said::default(),
            Some(Fault::HalfJson) => return said.with(|json| json[..json.len() / 2].to_owned()),
            Some(Fault::Fabricated) => return said.with(remade(casting::fabricated)),
            Some(Fault::NothingFound) => return said.with(remade(casting::emptied)),
            Some(&Fault::Huge(bytes)) => return Said::text("x".repeat(bytes)),
            Some(Fault::Thoughts) => {
                let text = said.text.unwrap_or_default();
                said.text = Some(format!("<think>Let me see.</think>\n\n{text}"));
                return said;
            }
            Some(_) | None => return said,
        };
        for SaidCall { arguments: written, .. } in &mut said.calls {
            arguments.clone_into(written);
        }
        said
    }

    pub(super) fn thinks(&self) -> bool {
        thinks(&self.script.abilities, self.body)
    }
}

/// Makes another JSON of one.
fn remade(other: fn(Value) -> Value) -> impl Fn(&str) -> String {
    move |json| {
        serde_json::from_str(json).map_or_else(|_| json.to_owned(), |it| other(it).to_string())
    }
}

/// A body that ends before it is complete, and the connection with it.
fn broken(beginning: &'static str) -> Response {
    let end = io::Error::from(io::ErrorKind::ConnectionReset);
    Body::from_stream(stream::iter([Ok(beginning), Err(end)])).into_response()
}

fn error(status: u16, kind: &str, message: &str) -> Response {
    let error = json!({ "type": kind, "code": kind, "message": message });
    json_response(status, &json!({ "type": "error", "error": error }))
}

fn json_response(status: u16, body: &Value) -> Response {
    let mut response = plain(status, body.to_string());
    let json = "application/json".parse().expect("a header's value");
    response.headers_mut().insert("content-type", json);
    response
}

fn plain(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).expect("a status");
    (status, body).into_response()
}
