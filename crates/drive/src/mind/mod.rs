//! Minds: what decides a turn. The engine shows, a mind answers.

mod model;
mod recorded;
mod rule;

use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use simswarm_casting::Question;
use simswarm_core::operations::{ModelMinds, Spent};
use simswarm_core::{Retry, Retryable};
use simswarm_engine::action::Decision;
use simswarm_engine::world::Turn;

pub use model::{ModelMind, ModelSettings};
pub use recorded::RecordedMind;
pub use rule::RuleMind;

/// Decides turns. Asked for many turns at once, in no order.
#[async_trait]
pub trait Mind: Send + Sync {
    /// Answers one turn; what that took is added to `spent`, also where there is no answer.
    async fn decide(&self, turn: &Turn, spent: &mut Spent) -> Result<Decision, MindError>;

    /// Makes ready what it needs for a turn that it will be asked before long.
    fn prepare(&self, _turn: &Turn) {}

    /// Who answers questions about the document before the run; none where only rules can.
    fn caster(&self) -> Option<&dyn Caster> {
        None
    }

    /// What it is. A run's log begins with it, so a mind that takes over says the same.
    fn kind(&self) -> MindKind {
        MindKind::Rules
    }
}

/// Answers questions about a document. Asked many at once, in no order.
#[async_trait]
pub trait Caster: Send + Sync {
    /// Answers one question, in JSON if it can; what that took is added to `spent`, also where there is no answer.
    async fn answer(&self, question: &Question, spent: &mut Spent) -> Result<String, MindError>;

    /// What tells one version of its questions from another: hashes of their templates, by name.
    fn prompt_hashes(&self) -> BTreeMap<String, String> {
        BTreeMap::new()
    }
}

/// What decides.
#[derive(Debug, Clone, PartialEq)]
pub enum MindKind {
    Rules,
    Model(ModelMinds),
}

/// Why a mind gave no decision. Its words reach the log, so they say nothing of hosts or addresses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MindError {
    /// It may answer if it is asked again.
    #[error("{reason}")]
    Passing {
        reason: String,
        /// How long it asked to be left alone.
        retry_after: Option<Duration>,
    },
    /// It would fail in the same way again.
    #[error("{reason}")]
    Lasting { reason: String },
}

impl Retryable for MindError {
    fn retry(&self) -> Retry {
        match self {
            Self::Passing { .. } => Retry::Again,
            Self::Lasting { .. } => Retry::Never,
        }
    }
}

impl MindError {
    /// How long it asked to be left alone.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Passing { retry_after, .. } => *retry_after,
            Self::Lasting { .. } => None,
        }
    }
}
