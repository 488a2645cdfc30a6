//! Why there is no answer. The sentences reach logs and users: they hold no host, address, key or body.

use std::time::Duration;

use simswarm_core::{Retry, Retryable};

/// Why a model gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LlmError {
    /// The configuration does not say where to ask.
    #[error("the model's endpoint is not configured well: {0}")]
    Settings(&'static str),
    #[error("the model's endpoint cannot be reached")]
    Unreachable,
    #[error("the model's endpoint ended the connection before its answer was complete")]
    Dropped,
    #[error("the model gave no answer within {} s", .0.as_secs_f64())]
    TimedOut(Duration),
    /// Too many calls: 429, 503, 529.
    #[error("the model's endpoint is overloaded (status {status})")]
    Overloaded { status: u16, retry_after: Option<Duration> },
    /// 408, 409, 425 and what is wrong at the other side: 500 and above.
    #[error("the model's endpoint failed (status {status})")]
    Failed { status: u16, retry_after: Option<Duration> },
    #[error("the model's endpoint answered with something that is not JSON")]
    NotJson,
    /// JSON, and no answer of this protocol.
    #[error("the model's endpoint answered without {0}")]
    Malformed(&'static str),
    /// Neither a text nor a call.
    #[error("the model answered with nothing")]
    Empty,
    /// It thought until it had no tokens left.
    #[error("the model used all tokens of its answer before it said anything")]
    SpentThinking,
    /// A filter was in the way, or the model would not.
    #[error("the model withheld its answer")]
    Withheld,
    #[error("the model's answer is longer than {limit_bytes} bytes")]
    TooLong { limit_bytes: usize },
    #[error("the model's endpoint refuses the key (status {status})")]
    KeyRefused { status: u16 },
    #[error("the model's endpoint wants a key (status {status})")]
    KeyMissing { status: u16 },
    #[error("the account at the model's endpoint has no credit left (status {status})")]
    NoCredit { status: u16 },
    #[error("the model's endpoint does not serve \"{}\"; {}", shown(.model), served_words(.served))]
    UnknownModel { model: String, served: Vec<String> },
    #[error("the model's endpoint knows no such address (status 404)")]
    NotFound,
    #[error("the model's endpoint refers to another address (status {status})")]
    Redirected { status: u16 },
    #[error("the question is longer than what the model can read")]
    PromptTooLong,
    #[error("the model's endpoint refuses the question (status {status})")]
    Refused { status: u16 },
}

impl Retryable for LlmError {
    fn retry(&self) -> Retry {
        match self {
            Self::Unreachable
            | Self::Dropped
            | Self::TimedOut(_)
            | Self::Overloaded { .. }
            | Self::Failed { .. }
            | Self::NotJson
            | Self::Malformed(_)
            | Self::Empty
            | Self::SpentThinking
            | Self::TooLong { .. } => Retry::Again,
            Self::Settings(_)
            | Self::Withheld
            | Self::KeyRefused { .. }
            | Self::KeyMissing { .. }
            | Self::NoCredit { .. }
            | Self::UnknownModel { .. }
            | Self::NotFound
            | Self::Redirected { .. }
            | Self::PromptTooLong
            | Self::Refused { .. } => Retry::Never,
        }
    }
}

impl LlmError {
    /// How long the endpoint asked to be left alone.
    pub fn retry_after(&self) -> Option<Duration> {
        if let Self::Overloaded { retry_after, .. } | Self::Failed { retry_after, .. } = self {
            *retry_after
        } else {
            None
        }
    }
}

/// Models that an error names, and characters of a name.
const MAX_SHOWN: usize = 8;
const MAX_NAME_CHARS: usize = 80;

fn served_words(served: &[String]) -> String {
    if served.is_empty() {
        return "it does not say what it serves".to_owned();
    }
    let shown: Vec<String> = served.iter().take(MAX_SHOWN).map(|name| shown(name)).collect();
    let more = match served.len().saturating_sub(MAX_SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("it serves {}{more}", shown.join(", "))
}

/// A model's name without what does not belong into a sentence: folders of the endpoint's disk, control characters.
fn shown(name: &str) -> String {
    let name = if name.starts_with('/') { name.rsplit('/').next().unwrap_or(name) } else { name };
    name.chars().filter(|letter| !letter.is_control()).take(MAX_NAME_CHARS).collect()
}
