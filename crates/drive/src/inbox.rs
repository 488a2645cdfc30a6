//! What is put into a run while it is played: it waits here for its round, or else for the next one.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use simswarm_core::InjectionId;
use simswarm_core::contract::pod::Injection;

/// Events on their way into a run. One that is handed in twice is put in once.
#[derive(Debug, Default)]
pub struct Inbox {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    known: BTreeSet<InjectionId>,
    waiting: Vec<Injection>,
}

impl Inbox {
    /// Takes an event for its round, or for the next one whose turns are not made yet.
    pub fn put(&self, injection: Injection) {
        let mut state = self.state();
        if state.known.insert(injection.id) {
            state.waiting.push(injection);
        }
    }

    /// These are part of the run already.
    pub(crate) fn know(&self, injected: &[Injection]) {
        let mut state = self.state();
        state.known.extend(injected.iter().map(|it| it.id));
        state.waiting.retain(|waits| injected.iter().all(|it| it.id != waits.id));
    }

    /// What waits for `round` or for an earlier one, for `round`.
    pub(crate) fn take(&self, round: u32) -> Vec<Injection> {
        let is_due = |waits: &mut Injection| waits.event.round <= round;
        let mut taken: Vec<_> = self.state().waiting.extract_if(.., is_due).collect();
        for injection in &mut taken {
            injection.event.round = round;
        }
        taken
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use simswarm_core::exogenous::ExogenousEvent;

    use super::*;

    fn injection(number: u8) -> Injection {
        let id = format!("018f0000-0000-7000-8000-00000000000{number}").parse().unwrap();
        let event = ExogenousEvent::plain(1, "The court has ruled.".to_owned());
        Injection { id, event }
    }

    #[test]
    fn what_has_a_later_round_waits_for_it() {
        let inbox = Inbox::default();
        let mut late = injection(2);
        late.event.round = 5;
        inbox.put(late);
        inbox.put(injection(1));
        let rounds = |round| inbox.take(round).iter().map(|it| it.event.round).collect::<Vec<_>>();

        assert_eq!((rounds(4), rounds(6), rounds(7)), (vec![4], vec![6], vec![]));
    }

    #[test]
    fn what_is_told_twice_is_put_in_once() {
        let inbox = Inbox::default();
        inbox.put(injection(1));
        inbox.put(injection(1));
        assert_eq!(inbox.take(3).iter().map(|it| it.event.round).collect::<Vec<_>>(), [3]);

        inbox.put(injection(1));
        inbox.put(injection(2));
        inbox.know(&[injection(2), injection(3)]);
        inbox.put(injection(3));
        assert_eq!(inbox.take(4), []);
    }
}
