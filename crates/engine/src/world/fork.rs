//! Where a run leaves the one that it was forked from.

use super::exposure::Foreseen;
use super::{Settings, World};
use crate::env::news::Source;

impl World {
    /// From the next round on the run has the seed, the feed's ranking and the planned events of `settings`, whose events
    /// begin with those that the world knows. Everything else is as old as the world, and stays.
    ///
    /// It is an input like the answers: whoever replays a fork forks it again after the same round.
    pub fn fork(&mut self, settings: Settings) {
        self.foreseen = Foreseen::default();
        let next = self.round + 1;
        let known = self.settings.events.len();
        // What is planned for the next round waits already, as far as it was known.
        let due = settings.events.iter().skip(known).filter(|event| event.round == next);
        for event in due {
            self.happen(event, Source::Scheduled);
        }
        let Settings { seed, feed, events, .. } = settings;
        self.settings = Settings { seed, feed, events, ..self.settings.clone() };
    }
}
