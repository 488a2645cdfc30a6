//! Numbering of events: what a round says, in its order.

use crate::event::{ENVELOPE_VERSION, Event, EventBody};

/// What a round came to, for its last event.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) posts: u32,
    pub(super) actions: u32,
    pub(super) rejected: u32,
    pub(super) skipped: u32,
}

/// The events of one round while they are made.
pub(super) struct Log {
    seq: u64,
    round: u32,
    events: Vec<Event>,
    pub(super) tally: Tally,
}

impl Log {
    /// Goes on after event number `seq`.
    pub(super) fn after(seq: u64, round: u32) -> Self {
        Self { seq, round, events: Vec::new(), tally: Tally::default() }
    }

    /// Adds an event; its number.
    pub(super) fn push(&mut self, body: EventBody) -> u64 {
        self.seq += 1;
        self.events.push(Event { v: ENVELOPE_VERSION, seq: self.seq, round: self.round, body });
        self.seq
    }

    pub(super) fn into_events(self) -> (u64, Vec<Event>) {
        (self.seq, self.events)
    }
}
