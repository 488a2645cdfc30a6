//! The mind that repeats recorded answers: a run played again without asking anybody.

use std::collections::BTreeMap;

use async_trait::async_trait;
use simswarm_core::operations::Spent;
use simswarm_engine::AgentId;
use simswarm_engine::action::{Answer, AnswerOutcome, Decision};
use simswarm_engine::world::Turn;

use super::{Mind, MindError, MindKind};

/// Answers what was answered before, refusals included.
#[derive(Debug, Clone)]
pub struct RecordedMind {
    answers: BTreeMap<(u32, AgentId), AnswerOutcome>,
    kind: MindKind,
}

impl RecordedMind {
    /// A mind that knows nothing yet, and repeats what one of this kind answered.
    pub fn new(kind: MindKind) -> Self {
        Self { answers: BTreeMap::new(), kind }
    }

    /// Learns the recorded answers of a round.
    #[must_use]
    pub fn with_round(mut self, round: u32, answers: Vec<Answer>) -> Self {
        self.answers
            .extend(answers.into_iter().map(|answer| ((round, answer.agent), answer.outcome)));
        self
    }
}

#[async_trait]
impl Mind for RecordedMind {
    async fn decide(&self, turn: &Turn, _spent: &mut Spent) -> Result<Decision, MindError> {
        match self.answers.get(&(turn.round, turn.agent)) {
            Some(AnswerOutcome::Decided(decision)) => Ok(decision.clone()),
            Some(AnswerOutcome::Skipped(reason)) => {
                Err(MindError::Lasting { reason: reason.clone() })
            }
            None => Err(MindError::Lasting { reason: "no answer was recorded".to_owned() }),
        }
    }

    fn kind(&self) -> MindKind {
        self.kind.clone()
    }
}
