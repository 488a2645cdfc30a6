//! JSON over HTTP: one connection pool per endpoint, a time and a size that no answer exceeds, no redirects.

use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde_json::Value;

use crate::endpoint::{Endpoint, EndpointKind};
use crate::error::LlmError;
use crate::retry_after::retry_after;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const IDLE_TIMEOUT: Duration = Duration::from_mins(1);
/// Some endpoints list hundreds of models.
const MAX_MODELS_BYTES: usize = 4 * 1024 * 1024;
const MODELS_TIMEOUT: Duration = Duration::from_secs(10);

const ANTHROPIC_VERSION: HeaderName = HeaderName::from_static("anthropic-version");
/// The protocol that `anthropic` is written after.
const ANTHROPIC_VERSION_VALUE: HeaderValue = HeaderValue::from_static("2023-06-01");
const ANTHROPIC_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// Calls one endpoint.
#[derive(Debug)]
pub(crate) struct Transport {
    http: Client,
    base: Url,
    timeout: Duration,
    max_answer_bytes: usize,
}

/// What came back, with whatever status.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<Duration>,
    /// None if it is not JSON.
    pub(crate) body: Option<Value>,
}

impl Answer {
    /// Routers answer 200 before they know better, and tell the status of what is behind them in the body.
    pub(crate) fn with_inner_status(self) -> Self {
        let inner = self.body.as_ref().and_then(|body| body.pointer("/error/code")?.as_u64());
        match inner.and_then(|code| u16::try_from(code).ok()) {
            Some(status @ 400..=599) if self.status == 200 => Self { status, ..self },
            Some(_) | None => self,
        }
    }
}

impl Transport {
    pub(crate) fn new(endpoint: &Endpoint) -> Result<Self, LlmError> {
        let http = Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .redirect(Policy::none())
            .default_headers(headers(endpoint)?)
            .build()
            .map_err(|_no_tls| LlmError::Settings("there is no HTTP client to be had"))?;
        Ok(Self {
            http,
            base: base(&endpoint.base_url)?,
            timeout: endpoint.limits.timeout,
            max_answer_bytes: endpoint.limits.max_answer_bytes,
        })
    }

    pub(crate) async fn post(&self, path: &str, body: &impl Serialize) -> Result<Answer, LlmError> {
        let request = self.http.post(self.url(path)).json(body).timeout(self.timeout);
        self.send(request, self.timeout, self.max_answer_bytes).await
    }

    pub(crate) async fn get_models(&self) -> Result<Answer, LlmError> {
        let timeout = self.timeout.min(MODELS_TIMEOUT);
        let request = self.http.get(self.url("models")).timeout(timeout);
        self.send(request, timeout, MAX_MODELS_BYTES).await
    }

    async fn send(
        &self,
        request: RequestBuilder,
        timeout: Duration,
        max_bytes: usize,
    ) -> Result<Answer, LlmError> {
        let failed = |error: reqwest::Error| failure(&error, timeout);
        let response = request.send().await.map_err(failed)?;
        let status = response.status().as_u16();
        let retry_after = retry_after(response.headers());
        let bytes = read(response, max_bytes, failed).await?;
        Ok(Answer { status, retry_after, body: serde_json::from_slice(&bytes).ok() })
    }

    /// `path` below the base, whose query is kept: some gateways want one.
    fn url(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}/{path}", self.base.path().trim_end_matches('/')));
        url
    }
}

async fn read(
    mut response: Response,
    max_bytes: usize,
    failed: impl Fn(reqwest::Error) -> LlmError,
) -> Result<Vec<u8>, LlmError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(&failed)? {
        if bytes.len() + chunk.len() > max_bytes {
            return Err(LlmError::TooLong { limit_bytes: max_bytes });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// What went wrong below HTTP. The error's own words name the address, so they end here.
fn failure(error: &reqwest::Error, timeout: Duration) -> LlmError {
    if error.is_connect() {
        LlmError::Unreachable
    } else if error.is_timeout() {
        LlmError::TimedOut(timeout)
    } else {
        LlmError::Dropped
    }
}

fn base(address: &str) -> Result<Url, LlmError> {
    let no_address = |_words| LlmError::Settings("its address is no URL");
    let mut url = Url::parse(address.trim()).map_err(no_address)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(LlmError::Settings("its address is neither http nor https"));
    }
    if url.path() == "/" {
        url.set_path("/v1");
    }
    Ok(url)
}

fn headers(endpoint: &Endpoint) -> Result<HeaderMap, LlmError> {
    let mut headers = HeaderMap::new();
    if endpoint.kind == EndpointKind::Anthropic {
        headers.insert(ANTHROPIC_VERSION, ANTHROPIC_VERSION_VALUE);
    }
    if let Some(key) = &endpoint.key {
        let (name, value) = match endpoint.kind {
            EndpointKind::OpenAiCompatible => (AUTHORIZATION, secret("Bearer ", key)?),
            EndpointKind::Anthropic => (ANTHROPIC_KEY, secret("", key)?),
        };
        headers.insert(name, value);
    }
    Ok(headers)
}

fn secret(scheme: &str, key: &SecretString) -> Result<HeaderValue, LlmError> {
    let text = format!("{scheme}{}", key.expose_secret().trim());
    let mut value = HeaderValue::from_str(&text)
        .map_err(|_words| LlmError::Settings("its key has characters that no header can carry"))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_a_path_means_version_one() {
        for (address, meant) in [
            ("http://127.0.0.1:11434", "http://127.0.0.1:11434/v1"),
            ("https://example.org/", "https://example.org/v1"),
            ("https://example.org/api/v3/", "https://example.org/api/v3/"),
        ] {
            assert_eq!(base(address).unwrap().as_str(), meant);
        }
        assert!(base("example.org:8000/v1").is_err());
        assert!(base("file:///etc/passwd").is_err());
    }
}
