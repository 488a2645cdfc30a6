//! What a fake endpoint was told to do, and what it saw.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::abilities::Abilities;
use super::fault::Fault;
use super::question::{Question, Said};
use super::{Asked, header};

pub(super) type Voice = Arc<dyn Fn(&Question) -> Option<Said> + Send + Sync>;

pub(super) struct Script {
    pub(super) abilities: Abilities,
    state: Mutex<State>,
}

/// A request as its bytes: read, a thousand of them would take several times the room.
pub(super) struct Received {
    pub(super) path: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Received {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }

    pub(super) fn read(&self) -> Asked {
        Asked {
            path: self.path.clone(),
            headers: self.headers.clone(),
            body: serde_json::from_slice(&self.body).unwrap_or_default(),
        }
    }
}

#[derive(Default)]
struct State {
    latency: Duration,
    queue: VecDeque<Fault>,
    /// The fault of every so manieth question, and how many there were since.
    every: Option<(usize, Fault, usize)>,
    voice: Option<Voice>,
    received: Vec<Arc<Received>>,
    in_flight: usize,
    most_in_flight: usize,
    /// First messages that were seen before: the cache.
    prefixes: BTreeSet<String>,
}

impl State {
    fn next(&mut self) -> (Option<Fault>, Duration) {
        if let Some(fault) = self.queue.pop_front() {
            return (Some(fault), self.latency);
        }
        let Some((nth, fault, count)) = &mut self.every else { return (None, self.latency) };
        *count += 1;
        (count.is_multiple_of(*nth).then(|| fault.clone()), self.latency)
    }

    fn enter(&mut self) {
        self.in_flight += 1;
        self.most_in_flight = self.most_in_flight.max(self.in_flight);
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script").field("abilities", &self.abilities).finish_non_exhaustive()
    }
}

impl Script {
    pub(super) fn new(abilities: Abilities) -> Self {
        Self { abilities, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn set_latency(&self, latency: Duration) {
        self.state().latency = latency;
    }

    pub(super) fn queue(&self, faults: impl IntoIterator<Item = Fault>) {
        self.state().queue.extend(faults);
    }

    pub(super) fn fail_every(&self, nth: usize, fault: Fault) {
        self.state().every = Some((nth.max(1), fault, 0));
    }

    pub(super) fn recover(&self) {
        let mut state = self.state();
        state.queue.clear();
        state.every = None;
    }

    pub(super) fn set_voice(&self, voice: Voice) {
        self.state().voice = Some(voice);
    }

    pub(super) fn voice(&self) -> Option<Voice> {
        self.state().voice.clone()
    }

    pub(super) fn asked(&self) -> Vec<Asked> {
        self.state().received.iter().map(|received| received.read()).collect()
    }

    pub(super) fn record(&self, received: Arc<Received>) {
        self.state().received.push(received);
    }

    pub(super) fn most_in_flight(&self) -> usize {
        self.state().most_in_flight
    }

    /// A question came in: what it meets, and how long it takes.
    pub(super) fn next(&self) -> (Option<Fault>, Duration) {
        self.state().next()
    }

    /// Tokens of the first message that are in the cache, where it is from now on.
    pub(super) fn cached_tokens(&self, question: &Question) -> usize {
        let Some((_, first)) = question.messages.first() else { return 0 };
        let is_new = self.state().prefixes.insert(first.clone());
        if is_new { 0 } else { Question::tokens(first) }
    }

    /// Counts a question as in flight for as long as the guard lives.
    pub(super) fn in_flight(self: &Arc<Self>) -> InFlight {
        self.state().enter();
        InFlight(Arc::clone(self))
    }
}

pub(super) struct InFlight(Arc<Script>);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.state().in_flight -= 1;
    }
}
