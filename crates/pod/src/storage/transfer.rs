//! One try at an upload or a download. No error says its URL: whoever holds a presigned URL may use it.

use bytes::Bytes;
use reqwest::{Client, Response, StatusCode, Url};

/// Why a try came to nothing.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Failed {
    /// The URL is not good, or no longer.
    Refused { status: u16 },
    /// The store may do it later.
    Passing { reason: String },
}

pub(super) async fn put(http: &Client, url: &Url, bytes: Bytes) -> Result<(), Failed> {
    let response = http.put(url.clone()).body(bytes).send().await.map_err(passing)?;
    accept(response).map(drop)
}

pub(super) async fn get(http: &Client, url: &str) -> Result<Bytes, Failed> {
    let response = http.get(url).send().await.map_err(passing)?;
    accept(response)?.bytes().await.map_err(passing)
}

fn accept(response: Response) -> Result<Response, Failed> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let code = status.as_u16();
    match status {
        StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            Err(Failed::Refused { status: code })
        }
        _other => Err(Failed::Passing { reason: format!("it answered {code}") }),
    }
}

fn passing(error: reqwest::Error) -> Failed {
    let reason = if error.is_timeout() {
        "it did not answer in time".to_owned()
    } else if error.is_connect() {
        "it cannot be reached".to_owned()
    } else {
        error.without_url().to_string()
    };
    Failed::Passing { reason }
}
