//! The one error of this crate: each variant has one status, one code and one sentence, and all of
//! them the same shape on the wire.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use simswarm_core::job::StepNotAllowed;
use simswarm_core::{JobId, Retry, Retryable};
use simswarm_store::{StoreError, user};
use utoipa::ToSchema;

use crate::auth::{InvalidAccessToken, PasswordFailure};
use crate::extract::Json;

/// What is wrong with one field of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// Where: a name in the body, the query or the path; dotted when nested.
    pub path: String,
    pub message: String,
}

impl FieldError {
    pub fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into() }
    }
}

/// The body of every answer that is not a success.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Error)]
pub struct ErrorBody {
    /// A sentence for a person.
    pub detail: String,
    /// A word for a machine.
    #[schema(example = "not_found")]
    pub code: &'static str,
    /// Which fields were not taken; only where fields are at fault.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub fields: Vec<FieldError>,
}

/// Why a request was not served.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    #[error("the body is not JSON: {0}")]
    Malformed(String),
    #[error("seed_text may have at most {max} characters, has {chars}")]
    DocumentTooLong { max: usize, chars: usize },
    #[error("Not authenticated")]
    Unauthenticated,
    #[error("Invalid or expired token")]
    InvalidToken,
    #[error("the email or the password is wrong")]
    WrongCredentials,
    #[error("there is no such {0}")]
    NotFound(&'static str),
    #[error("{0}")]
    NotYet(&'static str),
    #[error("this method is not allowed here")]
    MethodNotAllowed,
    #[error("Duplicate: the same job was created moments ago; its id is {0}")]
    DuplicateJob(JobId),
    #[error("this address has an account already")]
    EmailTaken,
    #[error("round {round} is not played yet: {committed} is the last one that is")]
    NoCheckpoint { round: u32, committed: u32 },
    #[error("{0}")]
    StepNotAllowed(#[from] StepNotAllowed),
    #[error("the body may have at most {max_bytes} bytes")]
    BodyTooLarge { max_bytes: usize },
    #[error("the body must be JSON, with content-type application/json")]
    NotJson,
    #[error("{}", sentence(.0))]
    Invalid(Vec<FieldError>),
    #[error("not ready: {}", sentence(.0))]
    NotReady(Vec<FieldError>),
    #[error("too many requests: try again in {retry_after_s} s")]
    RateLimited { retry_after_s: u64 },
    #[error("at most {max} jobs may be under way at once: wait for one to end, or cancel it")]
    TooManyActiveJobs { max: u32 },
    #[error("its last round is played, or it is over: nobody is left to be told")]
    NothingToTell,
    #[error("a run can be told of at most {max} events")]
    TooManyEvents { max: usize },
    #[error("at most {max} progress streams may be open at once")]
    TooManyStreams { max: usize },
    #[error("a part of the service is away: try again shortly")]
    Unavailable(#[source] anyhow::Error),
    #[error("something went wrong on our side")]
    Internal(#[source] anyhow::Error),
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound { entity } => Self::NotFound(entity),
            StoreError::Step(not_allowed) => Self::StepNotAllowed(not_allowed),
            StoreError::Conflict { ref constraint } if constraint == user::EMAIL_TAKEN => {
                Self::EmailTaken
            }
            StoreError::Unavailable(_) | StoreError::Unreachable { .. } => {
                Self::Unavailable(error.into())
            }
            StoreError::Conflict { .. }
            | StoreError::StaleAttempt { .. }
            | StoreError::NotNext { .. }
            | StoreError::RoundDiffers { .. }
            | StoreError::LeaseLost { .. }
            | StoreError::NotPurgeable
            | StoreError::Corrupt { .. }
            | StoreError::Driver(_)
            | StoreError::Migration { .. } => Self::Internal(error.into()),
        }
    }
}

impl From<InvalidAccessToken> for ApiError {
    fn from(_: InvalidAccessToken) -> Self {
        Self::InvalidToken
    }
}

impl From<PasswordFailure> for ApiError {
    fn from(error: PasswordFailure) -> Self {
        Self::Internal(error.into())
    }
}

impl From<jsonwebtoken::errors::Error> for ApiError {
    fn from(error: jsonwebtoken::errors::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<header::InvalidHeaderValue> for ApiError {
    fn from(error: header::InvalidHeaderValue) -> Self {
        Self::Internal(error.into())
    }
}

fn sentence(fields: &[FieldError]) -> String {
    let parts: Vec<_> =
        fields.iter().map(|field| format!("{} {}", field.path, field.message)).collect();
    parts.join("; ")
}

impl ApiError {
    /// One field is at fault.
    pub fn field(path: &str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::new(path, message)])
    }

    /// A failure of a store: whether it may pass is for the store's error to say.
    pub fn from_store(error: impl Retryable) -> Self {
        match error.retry() {
            Retry::Again => Self::Unavailable(error.into()),
            Retry::Never => Self::Internal(error.into()),
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Malformed(_) | Self::DocumentTooLong { .. } => StatusCode::BAD_REQUEST,
            Self::Unauthenticated | Self::InvalidToken | Self::WrongCredentials => {
                StatusCode::UNAUTHORIZED
            }
            Self::NotFound(_) | Self::NotYet(_) => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::DuplicateJob(_)
            | Self::EmailTaken
            | Self::NoCheckpoint { .. }
            | Self::StepNotAllowed(_)
            | Self::NothingToTell
            | Self::TooManyEvents { .. } => StatusCode::CONFLICT,
            Self::BodyTooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::RateLimited { .. }
            | Self::TooManyActiveJobs { .. }
            | Self::TooManyStreams { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::NotReady(_) | Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "malformed_body",
            Self::DocumentTooLong { .. } => "document_too_long",
            Self::Unauthenticated => "not_authenticated",
            Self::InvalidToken => "invalid_token",
            Self::WrongCredentials => "wrong_credentials",
            Self::NotFound(_) => "not_found",
            Self::NotYet(_) => "not_available",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::DuplicateJob(_) => "duplicate_job",
            Self::EmailTaken => "email_taken",
            Self::NoCheckpoint { .. } => "no_checkpoint",
            Self::StepNotAllowed(_) | Self::NothingToTell => "not_allowed_now",
            Self::TooManyEvents { .. } => "too_many_events",
            Self::BodyTooLarge { .. } => "body_too_large",
            Self::NotJson => "unsupported_media_type",
            Self::Invalid(_) => "invalid",
            Self::NotReady(_) => "not_ready",
            Self::RateLimited { .. } => "rate_limited",
            Self::TooManyActiveJobs { .. } => "too_many_active_jobs",
            Self::TooManyStreams { .. } => "too_many_streams",
            Self::Unavailable(_) => "unavailable",
            Self::Internal(_) => "internal",
        }
    }

    fn retry_after_s(&self) -> Option<u64> {
        match self {
            Self::RateLimited { retry_after_s } => Some((*retry_after_s).max(1)),
            Self::TooManyActiveJobs { .. } | Self::TooManyStreams { .. } => Some(30),
            Self::NotReady(_) | Self::Unavailable(_) => Some(5),
            Self::Malformed(_)
            | Self::DocumentTooLong { .. }
            | Self::Unauthenticated
            | Self::InvalidToken
            | Self::WrongCredentials
            | Self::NothingToTell
            | Self::TooManyEvents { .. }
            | Self::NotFound(_)
            | Self::NotYet(_)
            | Self::MethodNotAllowed
            | Self::DuplicateJob(_)
            | Self::EmailTaken
            | Self::NoCheckpoint { .. }
            | Self::StepNotAllowed(_)
            | Self::BodyTooLarge { .. }
            | Self::NotJson
            | Self::Invalid(_)
            | Self::Internal(_) => None,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code, retry_after_s) = (self.status(), self.code(), self.retry_after_s());
        let detail = self.to_string();
        let fields = match self {
            Self::Invalid(fields) | Self::NotReady(fields) => fields,
            Self::Internal(source) => {
                tracing::error!(error = format!("{source:#}"), "a request failed");
                Vec::new()
            }
            Self::Unavailable(source) => {
                tracing::warn!(error = format!("{source:#}"), "a store is away");
                Vec::new()
            }
            Self::Malformed(_)
            | Self::DocumentTooLong { .. }
            | Self::Unauthenticated
            | Self::InvalidToken
            | Self::WrongCredentials
            | Self::NotFound(_)
            | Self::NotYet(_)
            | Self::MethodNotAllowed
            | Self::DuplicateJob(_)
            | Self::EmailTaken
            | Self::NoCheckpoint { .. }
            | Self::NothingToTell
            | Self::TooManyEvents { .. }
            | Self::StepNotAllowed(_)
            | Self::BodyTooLarge { .. }
            | Self::NotJson
            | Self::RateLimited { .. }
            | Self::TooManyActiveJobs { .. }
            | Self::TooManyStreams { .. } => Vec::new(),
        };
        let mut answer = (status, Json(ErrorBody { detail, code, fields })).into_response();
        if let Some(seconds) = retry_after_s {
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer");
            answer.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        }
        answer
    }
}
