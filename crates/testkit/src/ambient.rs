//! Time that stands still until it is told to move, ids and chance that are the same in every run.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use simswarm_core::Ambient;
use uuid::{Builder, Uuid};

/// 2026-01-05 12:00:00 UTC, a Monday.
const START_MS: i64 = 1_767_614_400_000;

#[derive(Debug)]
struct State {
    now: DateTime<Utc>,
    drawn: u64,
}

/// An [`Ambient`] for tests.
#[derive(Debug)]
pub struct FrozenAmbient {
    state: Mutex<State>,
    step: TimeDelta,
}

impl Default for FrozenAmbient {
    fn default() -> Self {
        Self::ticking(TimeDelta::zero())
    }
}

impl FrozenAmbient {
    /// Time moves by `step` whenever someone looks at it.
    pub fn ticking(step: TimeDelta) -> Self {
        let now = DateTime::UNIX_EPOCH + TimeDelta::milliseconds(START_MS);
        Self { state: Mutex::new(State { now, drawn: 0 }), step }
    }

    /// Moves time.
    pub fn advance(&self, by: TimeDelta) {
        self.state().now += by;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn draw(&self) -> u64 {
        let mut state = self.state();
        state.drawn += 1;
        state.drawn
    }
}

impl Ambient for FrozenAmbient {
    fn now(&self) -> DateTime<Utc> {
        let mut state = self.state();
        let now = state.now;
        state.now += self.step;
        now
    }

    fn new_uuid(&self) -> Uuid {
        let mut counter = [0; 10];
        counter[2..].copy_from_slice(&self.draw().to_be_bytes());
        Builder::from_unix_timestamp_millis(START_MS.unsigned_abs(), &counter).into_uuid()
    }

    fn random_bytes(&self) -> [u8; 32] {
        let drawn = self.draw().to_be_bytes();
        std::array::from_fn(|at| drawn[at % 8].wrapping_add(u8::try_from(at).unwrap_or(0)))
    }
}
