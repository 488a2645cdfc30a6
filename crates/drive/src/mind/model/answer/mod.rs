//! A model's answer, read: what is sound becomes actions, of the rest it is said what is wrong with it.

mod action;
mod fields;
mod known;
mod poll;
mod raw;

use simswarm_engine::action::{Action, Decision, PollAnswer, Refused};
use simswarm_engine::world::Turn;
use simswarm_llm::ChatReply;

use self::action::Deed;
use self::known::Known;
use self::raw::Raw;

/// Actions of one answer that are looked at. What the engine takes is fewer, and it says so.
const MOST_ACTIONS: usize = 8;

/// What an answer came to.
#[derive(Debug, Default)]
pub(super) struct Reading {
    actions: Vec<Action>,
    poll: Vec<PollAnswer>,
    /// It says that nothing is to be done.
    passes: bool,
    pub(super) problems: Vec<Refused>,
}

impl Reading {
    /// Whether something of it can be used: an action, a word that there is none, an answer to the poll.
    pub(super) fn is_usable(&self) -> bool {
        self.passes || !self.actions.is_empty() || !self.poll.is_empty()
    }

    /// The decision; what was wrong goes along, so that it is written down.
    pub(super) fn into_decision(self) -> Decision {
        Decision { actions: self.actions, poll: self.poll, refused: self.problems }
    }

    fn object(&mut self, action: &str, reason: String) {
        self.problems.push(Refused { action: action.to_owned(), reason });
    }
}

/// Reads the answer to a turn.
pub(super) fn read(reply: &ChatReply, turn: &Turn) -> Reading {
    let mut reading = Reading::default();
    let raw = match Raw::of(reply) {
        Ok(raw) => raw,
        Err(reason) => {
            reading.object("answer", reason);
            return reading;
        }
    };
    let known = Known::of(turn);
    if turn.acts() {
        read_actions(raw.calls, &known, &mut reading);
    }
    if turn.polled() {
        read_poll(raw.poll.as_ref(), &known, &mut reading);
    }
    reading
}

fn read_actions(calls: Vec<Result<raw::Call, Refused>>, known: &Known, reading: &mut Reading) {
    let none = calls.is_empty();
    for call in calls.into_iter().take(MOST_ACTIONS) {
        match call.and_then(|call| action::read(&call, known)) {
            Ok(Deed::Act(action)) => reading.actions.push(action),
            Ok(Deed::Pass) => reading.passes = true,
            Err(problem) => reading.problems.push(problem),
        }
    }
    if none {
        reading.object("actions", "there is none; to do nothing, say do_nothing".to_owned());
    }
}

fn read_poll(answers: Option<&serde_json::Value>, known: &Known, reading: &mut Reading) {
    let (poll, problems) = poll::read(answers, known);
    reading.poll = poll;
    for problem in problems {
        reading.object("poll", problem);
    }
}

#[cfg(test)]
mod tests;
