//! The control plane's side of the pod protocol.

mod sse;

use std::time::Duration;

use futures::{Stream, StreamExt, stream};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use simswarm_core::contract::pod::{
    Grant, Grants, Injection, JobRequest, PodEvent, PodHealth, PodStatus,
};
use simswarm_runtime::http_client;

use self::sse::Parser;

const CALL_TIMEOUT: Duration = Duration::from_secs(10);
/// A pod sends at least a comment within this time.
const SILENCE: Duration = Duration::from_secs(45);

/// Why a pod did not answer as it should. It holds no address and no text of the pod.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PodError {
    #[error("the pod does not answer")]
    Unreachable,
    #[error("the pod answered {status}")]
    Refused { status: u16 },
    #[error("the pod's answer cannot be read")]
    Garbled,
}

/// The connections to pods, shared by all of them.
#[derive(Debug, Clone)]
pub struct Connections {
    calls: Client,
    streams: Client,
}

impl Connections {
    pub fn new() -> Result<Self, reqwest::Error> {
        Ok(Self {
            calls: http_client::build(CALL_TIMEOUT)?,
            streams: http_client::build_streaming(SILENCE)?,
        })
    }

    /// The pod at `endpoint`, opened by the token of its attempt.
    pub fn pod(&self, endpoint: &str, token: SecretString) -> PodClient {
        PodClient { connections: self.clone(), endpoint: endpoint.to_owned(), token }
    }
}

/// One pod.
#[derive(Debug, Clone)]
pub struct PodClient {
    connections: Connections,
    endpoint: String,
    token: SecretString,
}

impl PodClient {
    fn authorized(&self, request: RequestBuilder) -> RequestBuilder {
        request.bearer_auth(self.token.expose_secret())
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.endpoint)
    }

    /// Whether it is ready; 503 carries an answer as well.
    pub async fn health(&self) -> Result<PodHealth, PodError> {
        let response = sent(self.connections.calls.get(self.url("/health"))).await?;
        match response.status() {
            StatusCode::OK | StatusCode::SERVICE_UNAVAILABLE => {
                response.json().await.map_err(garbled)
            }
            status => Err(PodError::Refused { status: status.as_u16() }),
        }
    }

    /// Hands the run over. A pod that has it already says so, and that is as good.
    pub async fn submit(&self, job: &JobRequest) -> Result<(), PodError> {
        let request = self.connections.calls.post(self.url("/job")).json(job);
        succeeded(sent(self.authorized(request)).await?).map(drop)
    }

    pub async fn status(&self) -> Result<PodStatus, PodError> {
        let request = self.connections.calls.get(self.url("/status"));
        succeeded(sent(self.authorized(request)).await?)?.json().await.map_err(garbled)
    }

    pub async fn grant(&self, grants: Vec<Grant>) -> Result<(), PodError> {
        let request = self.connections.calls.post(self.url("/grants")).json(&Grants { grants });
        succeeded(sent(self.authorized(request)).await?).map(drop)
    }

    /// Tells the run of an event; one that it was told already is as good.
    pub async fn inject(&self, injection: &Injection) -> Result<(), PodError> {
        let request = self.connections.calls.post(self.url("/injections")).json(injection);
        succeeded(sent(self.authorized(request)).await?).map(drop)
    }

    /// What it tells after event number `after`, as it happens.
    pub async fn events(
        &self,
        after: u64,
    ) -> Result<impl Stream<Item = Result<(u64, PodEvent), PodError>> + use<>, PodError> {
        let request = self.connections.streams.get(self.url(&format!("/events?after={after}")));
        let response = succeeded(sent(self.authorized(request)).await?)?;
        let mut parser = Parser::default();
        Ok(response.bytes_stream().flat_map(move |chunk| {
            let events: Vec<_> = match chunk {
                Ok(bytes) => parser.push(&bytes).iter().map(read_event).collect(),
                Err(_lost) => vec![Err(PodError::Unreachable)],
            };
            stream::iter(events)
        }))
    }
}

fn read_event(message: &sse::Message) -> Result<(u64, PodEvent), PodError> {
    let number = message.id.parse().map_err(|_not_a_number| PodError::Garbled)?;
    let event = serde_json::from_str(&message.data).map_err(|_other_shape| PodError::Garbled)?;
    Ok((number, event))
}

async fn sent(request: RequestBuilder) -> Result<Response, PodError> {
    // The error names the address, so it goes no further.
    request.send().await.map_err(|_named| PodError::Unreachable)
}

fn succeeded(response: Response) -> Result<Response, PodError> {
    let status = response.status();
    if status.is_success() {
        Ok(response)
    } else {
        Err(PodError::Refused { status: status.as_u16() })
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` takes")]
fn garbled(error: reqwest::Error) -> PodError {
    if error.is_decode() { PodError::Garbled } else { PodError::Unreachable }
}
