//! What is kept of asking a model: every answer that was paid for, in the words that it came in.

use serde::{Deserialize, Serialize};
use simswarm_core::operations::Spent;

/// One answer to one question. A question whose answer had to be put right has two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CastAnswer {
    /// The question's key.
    pub question: String,
    pub outcome: CastOutcome,
    /// What it took, tries that failed included.
    #[serde(default)]
    pub spent: Spent,
}

/// What came of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CastOutcome {
    Said(String),
    /// Nobody answered, and why.
    Failed(String),
}

/// Where one question stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum State<T> {
    /// It has to be asked: for the first time, or once more, with what was wrong.
    Open(Option<Repair>),
    Read(T),
    /// No usable answer came, and why.
    Lost(Lost),
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Lost {
    /// The endpoint gave none.
    Unanswered(String),
    /// What was said, twice, could not be used.
    Unusable(String),
}

/// An answer that could not be used, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    pub said: String,
    pub problem: String,
}

/// Where the question with this key stands, by what was recorded.
pub(crate) fn state<T>(
    answers: &[CastAnswer],
    key: &str,
    read: impl Fn(&str) -> Result<T, String>,
) -> State<T> {
    let mut own = answers.iter().filter(|answer| answer.question == key);
    let repair = match own.next().map(|answer| &answer.outcome) {
        None => return State::Open(None),
        Some(CastOutcome::Failed(reason)) => return State::Lost(Lost::Unanswered(reason.clone())),
        Some(CastOutcome::Said(said)) => match read(said) {
            Ok(found) => return State::Read(found),
            Err(problem) => Repair { said: said.clone(), problem },
        },
    };
    match own.next().map(|answer| &answer.outcome) {
        None => State::Open(Some(repair)),
        Some(CastOutcome::Failed(reason)) => State::Lost(Lost::Unanswered(reason.clone())),
        Some(CastOutcome::Said(said)) => match read(said) {
            Ok(found) => State::Read(found),
            Err(problem) => State::Lost(Lost::Unusable(problem)),
        },
    }
}

impl Lost {
    /// Completes "rules read it instead: …".
    pub(crate) fn reason(&self) -> String {
        match self {
            Self::Unanswered(reason) => reason.clone(),
            Self::Unusable(problem) => {
                format!(
                    "the model's answer could not be used, nor when it was asked again: {problem}"
                )
            }
        }
    }
}
