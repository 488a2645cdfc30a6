//! The one error of this crate.

use redis::RedisError;
use simswarm_core::{Retry, Retryable};

/// Why Redis did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is away, starting or slow.
    #[error("Redis is not available")]
    Unavailable(#[source] RedisError),
    #[error("Redis refused a command")]
    Refused(#[source] RedisError),
    /// A message that this version cannot write or read.
    #[error("a live message does not fit")]
    Message(#[from] serde_json::Error),
}

impl Retryable for Error {
    fn retry(&self) -> Retry {
        match self {
            Self::Unavailable(_) => Retry::Again,
            Self::Refused(_) | Self::Message(_) => Retry::Never,
        }
    }
}

impl From<RedisError> for Error {
    fn from(error: RedisError) -> Self {
        let away = error.is_io_error()
            || error.is_timeout()
            || error.is_connection_dropped()
            || error.is_connection_refusal()
            || matches!(error.code(), Some("LOADING" | "BUSY" | "READONLY" | "TRYAGAIN"));
        if away { Self::Unavailable(error) } else { Self::Refused(error) }
    }
}
