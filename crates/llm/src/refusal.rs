//! What a status other than success means, whoever it comes from.

use serde_json::Value;

use crate::error::LlmError;
use crate::transport::Answer;

/// Codes that say that the account, not the moment, is why there is no answer.
const NO_CREDIT: [&str; 3] = ["insufficient_quota", "billing_hard_limit_reached", "billing_error"];
const UNKNOWN_MODEL: [&str; 2] = ["model_not_found", "invalid_model"];

/// Why an endpoint answered like that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    Error(LlmError),
    /// It may be the model that is not there: the list of models tells.
    PerhapsModel(LlmError),
}

/// What `answer`, which is no success, means.
pub(crate) fn refusal(answer: &Answer, has_key: bool) -> Refusal {
    let words = Words::of(answer.body.as_ref());
    let (status, retry_after) = (answer.status, answer.retry_after);
    Refusal::Error(match status {
        300..=399 => LlmError::Redirected { status },
        401 | 403 if has_key => LlmError::KeyRefused { status },
        401 | 403 => LlmError::KeyMissing { status },
        402 => LlmError::NoCredit { status },
        429 if words.has_code(&NO_CREDIT) => LlmError::NoCredit { status },
        429 | 503 | 529 => LlmError::Overloaded { status, retry_after },
        408 | 409 | 425 | 500.. => LlmError::Failed { status, retry_after },
        404 => return Refusal::PerhapsModel(LlmError::NotFound),
        413 => LlmError::PromptTooLong,
        400 if words.has_code(&UNKNOWN_MODEL) => {
            return Refusal::PerhapsModel(LlmError::Refused { status });
        }
        400 | 422 if words.tell_of_length() => LlmError::PromptTooLong,
        _ => LlmError::Refused { status },
    })
}

/// The codes and the sentence of an error's body, in any of the forms that are in use.
struct Words<'a> {
    codes: [Option<&'a str>; 2],
    message: &'a str,
}

impl<'a> Words<'a> {
    fn of(body: Option<&'a Value>) -> Self {
        let error = body.map_or(&Value::Null, |body| body.get("error").unwrap_or(body));
        let text = |name| error.get(name).and_then(Value::as_str);
        Self { codes: [text("code"), text("type")], message: text("message").unwrap_or_default() }
    }

    fn has_code(&self, known: &[&str]) -> bool {
        self.codes.into_iter().flatten().any(|code| known.contains(&code))
    }

    /// Most endpoints say it in a sentence only. It decides about nothing but the words of a refusal.
    fn tell_of_length(&self) -> bool {
        let message = self.message.to_ascii_lowercase();
        self.has_code(&["context_length_exceeded", "exceed_context_size_error"])
            || ["context length", "context size", "context window", "prompt is too long"]
                .iter()
                .any(|words| message.contains(words))
    }
}
