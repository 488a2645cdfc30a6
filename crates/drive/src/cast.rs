//! Casting with a model: what is open is asked at once, and each answer is kept before anything is made of it.

use std::sync::Arc;

use futures::{StreamExt, stream};
use simswarm_casting::{CastAnswer, CastOutcome, Inquiry, Question};
use simswarm_core::cast_by::CastBy;
use simswarm_core::contract::pod::RunInput;
use simswarm_core::operations::{Operations, Spent};
use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::time::Instant;

use crate::ask::{Next, millis, wait_to_ask_again};
use crate::error::DriveError;
use crate::mind::Caster;
use crate::observer::Progress;
use crate::offload::offload;
use crate::opening::cast_settings;
use crate::packed::to_lines;
use crate::record::Recorder;
use crate::run::Drive;
use crate::store::{Committed, StoreError};

/// The answers that a run is cast from, in the order of their questions; none where rules cast.
#[derive(Debug, Clone, Default)]
pub(crate) struct Casting {
    pub(crate) answers: Vec<CastAnswer>,
    pub(crate) ask_ms: u64,
}

impl Drive<'_> {
    /// What this run is cast from: what is recorded, and what is asked beside that where round 0 is still open.
    pub(crate) async fn casting(
        &self,
        input: &RunInput,
        committed: &Committed,
    ) -> Result<Casting, DriveError> {
        let answers = committed.casting.clone();
        let is_open = committed.snapshot.is_none() && committed.segments.is_empty();
        if !is_open {
            return Ok(Casting { answers, ask_ms: 0 });
        }
        self.reserve(0).await?;
        let caster = match input.cast {
            CastBy::Rules => None,
            CastBy::Model => self.mind.caster(),
        };
        let Some(caster) = caster else { return Ok(Casting::default()) };
        let began = Instant::now();
        let answers = self.ask_for_cast(caster, input, answers).await?;
        Ok(Casting { answers, ask_ms: millis(began.elapsed()) })
    }

    async fn ask_for_cast(
        &self,
        caster: &dyn Caster,
        input: &RunInput,
        mut answers: Vec<CastAnswer>,
    ) -> Result<Vec<CastAnswer>, DriveError> {
        let opening = input.clone();
        let read = move || Inquiry::new(&opening.document, &opening.goal, cast_settings(&opening));
        let inquiry = Arc::new(offload(read).await??);
        let mut recorder = Recorder::new(self.store, 0, to_lines(&answers)?);
        loop {
            let (known, inquiry) = (answers.clone(), Arc::clone(&inquiry));
            let open = offload(move || inquiry.open(&known)).await?;
            if open.is_empty() {
                break;
            }
            let (answered, coming) = mpsc::unbounded_channel();
            let asking = self.ask_questions(caster, open, answered);
            let (asked, kept) = tokio::join!(asking, recorder.keep(coming, to_lines));
            kept?;
            answers.extend(asked);
            if self.cancel.is_cancelled() {
                return Err(StoreError::Stopped.into());
            }
        }
        // In the order in which they came they would differ from run to run; two of one question stay as they are.
        answers.sort_by(|a, b| a.question.cmp(&b.question));
        Ok(answers)
    }

    /// The answers to these questions, each told to `answered` as it comes.
    async fn ask_questions(
        &self,
        caster: &dyn Caster,
        open: Vec<Question>,
        answered: UnboundedSender<CastAnswer>,
    ) -> Vec<CastAnswer> {
        stream::iter(open)
            .map(|question| self.answer_one(caster, question))
            .buffer_unordered(self.execution.concurrency.get())
            .filter_map(std::future::ready)
            .inspect(|answer| {
                self.observer.observe(&Progress::CastAnswered { question: &answer.question });
                // Whoever records has failed where nobody listens: that is told once all are asked.
                let _unheard = answered.send(answer.clone());
            })
            .collect()
            .await
    }

    /// The answer to one question, or that there is none; nothing if it was told to stop.
    async fn answer_one(&self, caster: &dyn Caster, question: Question) -> Option<CastAnswer> {
        let (mut spent, mut retries) = (Spent::default(), 0);
        let outcome = loop {
            if self.cancel.is_cancelled() {
                return None;
            }
            let error = match caster.answer(&question, &mut spent).await {
                Ok(said) => break CastOutcome::Said(said),
                Err(error) => error,
            };
            match wait_to_ask_again(&error, retries, self.cancel).await {
                Next::Ask => retries += 1,
                Next::GiveUp => break CastOutcome::Failed(error.to_string()),
                Next::Stop => return None,
            }
        };
        Some(CastAnswer { question: question.key, outcome, spent })
    }

    /// The record of round 0, in which nothing is decided.
    pub(crate) fn cast_operations(&self, casting: &Casting) -> Operations {
        let spent = simswarm_casting::spent(&casting.answers);
        let mut operations = Operations { ask_ms: casting.ask_ms, ..self.spent(spent) };
        if let (Some(minds), Some(caster)) = (&mut operations.minds, self.mind.caster()) {
            minds.prompt_hashes = caster.prompt_hashes();
        }
        operations
    }
}
