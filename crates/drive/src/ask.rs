//! Asking the minds of a round: many at once, tried again where that may help, in any order.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::task::Poll;
use std::time::Duration;

use futures::poll;
use futures::stream::{FuturesUnordered, StreamExt};
use simswarm_core::operations::Spent;
use simswarm_core::{Retry, Retryable};
use simswarm_engine::action::{Answer, AnswerOutcome, Decision};
use simswarm_engine::world::Turn;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use crate::mind::{Mind, MindError};
use crate::observer::{Observer, Progress};
use crate::operations::TurnCost;

/// How often a mind is asked for one turn before the turn is skipped, or one question about the document.
const MAX_TRIES: u32 = 4;
/// The pause before the second try; it doubles with each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// Nobody waits longer than this for one try, whatever an endpoint asks for.
const MAX_PAUSE: Duration = Duration::from_secs(30);

/// What the round's minds said, in the order of their agents.
pub(crate) struct Answers {
    pub(crate) answers: Vec<Answer>,
    pub(crate) costs: Vec<TurnCost>,
}

/// What was paid for, on its way to be recorded.
#[derive(Debug)]
pub(crate) struct Paid {
    pub(crate) spent: Spent,
    /// None where nothing came of it: whoever goes on asks again.
    pub(crate) answer: Option<Answer>,
}

/// Asks minds.
pub(crate) struct Asker<'a> {
    pub(crate) mind: &'a dyn Mind,
    pub(crate) observer: &'a dyn Observer,
    pub(crate) cancel: &'a CancellationToken,
    pub(crate) concurrency: NonZeroUsize,
}

impl Asker<'_> {
    /// The answers to all `turns`, or none if it was told to stop: turns that began are finished, no
    /// other is begun. What was paid for is told to `paid` as it comes.
    pub(crate) async fn ask_all(
        &self,
        turns: impl Iterator<Item = Turn>,
        paid: UnboundedSender<Paid>,
    ) -> Option<Answers> {
        let mut turns = Ahead::of(turns, self.mind, self.concurrency.get());
        let (mut open, mut asked) = (FuturesUnordered::new(), Vec::new());
        loop {
            while open.len() < self.concurrency.get()
                && let Some(turn) = turns.next()
            {
                open.push(self.ask_one(turn, &paid));
            }
            let answered = match poll!(open.next()) {
                Poll::Ready(answered) => answered,
                // Nobody answers at the moment: what is asked next can be made ready.
                Poll::Pending if turns.prepare_one() => {
                    yield_now().await;
                    continue;
                }
                Poll::Pending => open.next().await,
            };
            let Some(answered) = answered else { break };
            asked.extend(answered);
        }
        if self.cancel.is_cancelled() {
            return None;
        }
        asked.sort_by_key(|(answer, _)| answer.agent);
        let (answers, costs) = asked.into_iter().unzip();
        Some(Answers { answers, costs })
    }

    async fn ask_one(
        &self,
        turn: Turn,
        paid: &UnboundedSender<Paid>,
    ) -> Option<(Answer, TurnCost)> {
        if self.cancel.is_cancelled() {
            return None;
        }
        let began = Instant::now();
        let mut spent = Spent::default();
        let answered = self.ask_until_answered(&turn, &mut spent).await;
        let tell = |answer| {
            if spent.calls > 0 {
                // Whoever records has failed where nobody listens: that is told at the round's end.
                let _unheard = paid.send(Paid { spent, answer });
            }
        };
        let Some((result, retries)) = answered else {
            tell(None);
            return None;
        };
        let outcome = match result {
            Ok(decision) => {
                self.observer
                    .observe(&Progress::TurnDecided { round: turn.round, agent: turn.agent });
                AnswerOutcome::Decided(decision)
            }
            Err(error) => {
                let reason = error.to_string();
                self.observer.observe(&Progress::TurnSkipped {
                    round: turn.round,
                    agent: turn.agent,
                    reason: &reason,
                });
                AnswerOutcome::Skipped(reason)
            }
        };
        let cost = TurnCost { elapsed_ms: millis(began.elapsed()), retries, spent };
        let answer = Answer { agent: turn.agent, outcome };
        tell(matches!(answer.outcome, AnswerOutcome::Decided(_)).then(|| answer.clone()));
        Some((answer, cost))
    }

    /// The mind's last word and how often it was asked again; none if it was told to stop meanwhile.
    async fn ask_until_answered(
        &self,
        turn: &Turn,
        spent: &mut Spent,
    ) -> Option<(Result<Decision, MindError>, u32)> {
        let mut retries = 0;
        loop {
            let error = match self.mind.decide(turn, spent).await {
                Ok(decision) => return Some((Ok(decision), retries)),
                Err(error) => error,
            };
            match wait_to_ask_again(&error, retries, self.cancel).await {
                Next::Ask => retries += 1,
                Next::GiveUp => return Some((Err(error), retries)),
                Next::Stop => return None,
            }
        }
    }
}

/// Turns made ready before there is a place for them, so that a free place is taken at once. They are made ready again once the
/// last one is taken: while answers come in, nothing else is done.
struct Ahead<'a, I> {
    turns: I,
    mind: &'a dyn Mind,
    most: usize,
    ready: VecDeque<Turn>,
    is_filling: bool,
}

impl<'a, I: Iterator<Item = Turn>> Ahead<'a, I> {
    fn of(turns: I, mind: &'a dyn Mind, most: usize) -> Self {
        Self { turns, mind, most, ready: VecDeque::with_capacity(most), is_filling: true }
    }

    fn next(&mut self) -> Option<Turn> {
        let next = self.ready.pop_front().or_else(|| self.turns.next());
        self.is_filling |= self.ready.is_empty();
        next
    }

    /// Makes one more turn ready; whether there was one to make.
    fn prepare_one(&mut self) -> bool {
        self.is_filling &= self.ready.len() < self.most;
        if !self.is_filling {
            return false;
        }
        let Some(turn) = self.turns.next() else { return false };
        self.mind.prepare(&turn);
        self.ready.push_back(turn);
        true
    }
}

/// What follows an answer that did not come.
pub(crate) enum Next {
    Ask,
    GiveUp,
    /// It was told to stop meanwhile.
    Stop,
}

/// Waits for as long as whoever failed wants to be left alone, if asking again may help.
pub(crate) async fn wait_to_ask_again(
    error: &MindError,
    retries: u32,
    cancel: &CancellationToken,
) -> Next {
    match error.retry() {
        Retry::Again if retries + 1 < MAX_TRIES => {}
        Retry::Again | Retry::Never => return Next::GiveUp,
    }
    let pause = error.retry_after().unwrap_or(FIRST_PAUSE * 2_u32.pow(retries));
    tokio::select! {
        () = sleep(pause.min(MAX_PAUSE)) => Next::Ask,
        () = cancel.cancelled() => Next::Stop,
    }
}

/// Whole milliseconds of a duration.
pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
