//! The one job of this pod: what is known of it while it is played, and how it is told to stop.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use simswarm_core::RunId;
use simswarm_core::contract::pod::{
    JobRequest, PodEvent, PodFailure, PodPhase, PodStatus, PodWait, RunInput,
};
use simswarm_drive::{Inbox, Observer, Progress};
use tokio_util::sync::CancellationToken;

use crate::grants::{Grants, NotAUrl};
use crate::journal::Journal;

/// A job that was accepted.
pub(crate) struct Job {
    pub(crate) run_id: RunId,
    pub(crate) attempt: u32,
    pub(crate) input: RunInput,
    pub(crate) grants: Grants,
    pub(crate) journal: Arc<Journal>,
    /// What its user tells it.
    pub(crate) inbox: Inbox,
    /// Stops the run at the next turn boundary.
    pub(crate) cancel: CancellationToken,
    state: Mutex<State>,
}

struct State {
    phase: PodPhase,
    round: u32,
    rounds: u32,
    turns: u64,
    skipped: u64,
    /// Why the object store cannot be used at the moment.
    storage_trouble: Option<String>,
    failure: Option<PodFailure>,
}

impl Job {
    /// A job that has not begun, with the grants that came with it.
    pub(crate) fn new(request: &JobRequest) -> Result<Self, NotAUrl> {
        let grants = Grants::default();
        grants.give(&request.grants)?;
        let inbox = Inbox::default();
        request.injections.iter().cloned().for_each(|injection| inbox.put(injection));
        Ok(Self {
            run_id: request.run_id,
            attempt: request.attempt,
            input: request.input.clone(),
            grants,
            journal: Arc::default(),
            inbox,
            cancel: CancellationToken::new(),
            state: Mutex::new(State {
                phase: PodPhase::Running,
                round: 0,
                rounds: request.input.rounds,
                turns: 0,
                skipped: 0,
                storage_trouble: None,
                failure: None,
            }),
        })
    }

    pub(crate) fn status(&self) -> PodStatus {
        let missing = self.grants.missing();
        let state = self.state();
        let waiting = match (&state.storage_trouble, missing.is_empty()) {
            (Some(reason), _) => Some(PodWait::Storage { reason: reason.clone() }),
            (None, false) => Some(PodWait::Grants { objects: missing }),
            (None, true) => None,
        };
        PodStatus {
            phase: state.phase,
            run_id: Some(self.run_id),
            round: state.round,
            rounds: state.rounds,
            turns: state.turns,
            skipped: state.skipped,
            waiting,
            failure: state.failure.clone(),
        }
    }

    /// Says why the object store cannot be used, or that it can again.
    pub(crate) fn set_storage_trouble(&self, reason: Option<String>) {
        self.state().storage_trouble = reason;
    }

    /// Settles how the run ended. The status says so before a reader of the events can ask for it.
    pub(crate) fn end(&self, event: PodEvent) {
        let run = self.run_id;
        let (phase, failure) = match &event {
            PodEvent::Finished { rounds, events } => {
                tracing::info!(run.id = %run, "run finished: {rounds} rounds, {events} events");
                (PodPhase::Finished, None)
            }
            PodEvent::Failed(failure) => {
                tracing::error!(run.id = %run, "run failed: {}", failure.reason);
                (PodPhase::Failed, Some(failure.clone()))
            }
            PodEvent::Stopped { round } => {
                tracing::info!(run.id = %run, "run stopped after round {round}");
                (PodPhase::Stopped, None)
            }
            PodEvent::Stored(_) => return self.journal.push(event),
        };
        {
            let mut state = self.state();
            state.phase = phase;
            state.failure = failure;
            state.storage_trouble = None;
        }
        self.journal.push(event);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Job {
    /// Keeps the status, and writes a line for each decided turn: from these lines it can be told that
    /// no turn whose answer was recorded was decided twice.
    fn observe(&self, progress: &Progress<'_>) {
        let run = self.run_id;
        match progress {
            Progress::Opened { round, rounds } => {
                let mut state = self.state();
                state.round = *round;
                state.rounds = *rounds;
                drop(state);
                tracing::info!(run.id = %run, run.round = round, "run open at round {round}");
            }
            Progress::CastAnswered { question } => {
                tracing::info!(run.id = %run, "cast question answered: {question}");
            }
            Progress::RoundBegan { round, turns } => {
                tracing::info!(run.id = %run, run.round = round, "round began with {turns} turns");
            }
            Progress::TurnDecided { round, agent } => {
                self.state().turns += 1;
                tracing::info!(run.id = %run, run.round = round, agent.id = %agent, "turn decided");
            }
            Progress::TurnSkipped { round, agent, reason } => {
                self.state().skipped += 1;
                tracing::warn!(
                    run.id = %run, run.round = round, agent.id = %agent, "turn skipped: {reason}"
                );
            }
            Progress::RoundStored(stored) => {
                let round = stored.round;
                self.state().round = round;
                tracing::info!(run.id = %run, run.round = round, "round stored");
                self.journal.push(PodEvent::Stored((*stored).clone()));
            }
        }
    }
}
