//! The mind that repeats recorded answers: a run played again without asking anybody.

use std::collections::BTreeMap;

use async_trait::async_trait;
use simswarm_casting::{CastAnswer, CastOutcome, Question};
use simswarm_core::operations::Spent;
use simswarm_engine::AgentId;
use simswarm_engine::action::{Answer, AnswerOutcome, Decision};
use simswarm_engine::world::Turn;

use super::{Caster, Mind, MindError, MindKind};

/// Answers what was answered before, refusals included.
#[derive(Debug, Clone)]
pub struct RecordedMind {
    answers: BTreeMap<(u32, AgentId), AnswerOutcome>,
    /// What was answered about the document, before the run.
    casting: Vec<CastAnswer>,
    kind: MindKind,
}

impl RecordedMind {
    /// A mind that knows nothing yet, and repeats what one of this kind answered.
    pub fn new(kind: MindKind) -> Self {
        Self { answers: BTreeMap::new(), casting: Vec::new(), kind }
    }

    /// Learns the recorded answers that the run was cast from.
    #[must_use]
    pub fn with_casting(self, casting: Vec<CastAnswer>) -> Self {
        Self { casting, ..self }
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

    fn caster(&self) -> Option<&dyn Caster> {
        (!self.casting.is_empty()).then_some(self)
    }
}

#[async_trait]
impl Caster for RecordedMind {
    async fn answer(&self, question: &Question, _spent: &mut Spent) -> Result<String, MindError> {
        let own = self.casting.iter().filter(|answer| answer.question == question.key);
        match own.map(|answer| &answer.outcome).nth(usize::from(question.repair.is_some())) {
            Some(CastOutcome::Said(said)) => Ok(said.clone()),
            Some(CastOutcome::Failed(reason)) => Err(MindError::Lasting { reason: reason.clone() }),
            None => Err(MindError::Lasting { reason: "no answer was recorded".to_owned() }),
        }
    }
}
