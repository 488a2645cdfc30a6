//! Where a run leaves the one that it was forked from.

use super::exposure::Foreseen;
use super::log::Log;
use super::{Settings, World};
use crate::env::news::Source;
use crate::event::EventBody;

impl World {
    /// From the next round on the run has the seed, the rounds, the feed's ranking and the planned events of `settings`,
    /// whose events begin with those that the world knows, as far as there are rounds for them. Everything else is as old
    /// as the world, and stays.
    ///
    /// It is an input like the answers: whoever replays a fork forks it again after the same round.
    pub fn fork(&mut self, settings: Settings) {
        self.foreseen = Foreseen::default();
        self.leaves = true;
        let next = self.round + 1;
        let known = self.settings.events.iter().filter(|it| it.round <= settings.rounds).count();
        // What is planned for the next round waits already, as far as it was known.
        let due = settings.events.iter().skip(known).filter(|event| event.round == next);
        for event in due {
            self.happen(event, Source::Scheduled);
        }
        let Settings { seed, rounds, feed, events, .. } = settings;
        self.calendar.plan(self.round, rounds);
        self.settings = Settings { seed, rounds, feed, events, ..self.settings.clone() };
    }

    /// The first round of its own says what the run depends on from there on.
    pub(super) fn write_fork(&mut self, log: &mut Log) {
        if std::mem::take(&mut self.leaves) {
            log.push(EventBody::RunForked {
                seed: self.settings.seed,
                rounds: self.settings.rounds,
                recommender: self.settings.feed.recommender,
            });
        }
    }
}
