//! The one error of this crate.

use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use simswarm_core::{Retry, Retryable};

use crate::packed::Mismatch;

/// Why the object store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no object {key}")]
    NotFound { key: String },
    #[error("object {key} has {length} bytes, at most {cap} are read")]
    TooLarge { key: String, length: u64, cap: u64 },
    /// A packed object is not what was announced.
    #[error("object {key} is not what was announced: {mismatch}")]
    Mismatch { key: String, mismatch: Mismatch },
    /// It is away, slow or overloaded.
    #[error("the object store is not available: {reason}")]
    Unavailable { reason: String },
    #[error("the object store refused to {action}: {reason}")]
    Refused { action: &'static str, reason: String },
}

impl Retryable for Error {
    fn retry(&self) -> Retry {
        match self {
            Self::Unavailable { .. } => Retry::Again,
            Self::NotFound { .. }
            | Self::TooLarge { .. }
            | Self::Mismatch { .. }
            | Self::Refused { .. } => Retry::Never,
        }
    }
}

/// Codes of answers that pass by themselves, whatever their status.
const PASSING: [&str; 5] = [
    "SlowDown",
    "InternalError",
    "ServiceUnavailable",
    "RequestTimeout",
    "XMinioServerNotInitialized",
];

/// The store's own word for what went wrong; its message may repeat parts of the request.
pub(crate) fn translate<E>(action: &'static str, error: &SdkError<E>) -> Error
where
    E: ProvideErrorMetadata,
{
    let answer = error.raw_response().map(|response| response.status().as_u16());
    let code = error.as_service_error().and_then(ProvideErrorMetadata::code);
    let reason = match (code, answer) {
        (Some(code), _) => code.to_owned(),
        (None, Some(status)) => format!("status {status}"),
        (None, None) => "no answer".to_owned(),
    };
    let passing = code.is_some_and(|code| PASSING.contains(&code));
    match answer {
        Some(status) if status < 500 && status != 429 && !passing => {
            Error::Refused { action, reason }
        }
        Some(_) | None => Error::Unavailable { reason },
    }
}
