//! How many calls an endpoint bears at once, found out as TCP finds out what a line bears (RFC 5681): twice
//! as many each time round until it complains, half as many when it does, from there on one more each time round.

use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep_until};

/// Nobody is kept waiting longer than this at a time, whatever an endpoint asks for.
const MAX_PAUSE: Duration = Duration::from_mins(1);

/// One for all calls of an endpoint.
#[derive(Debug)]
pub(crate) struct Limiter {
    places: Semaphore,
    state: Mutex<State>,
    most: usize,
}

#[derive(Debug)]
struct State {
    limit: usize,
    /// Places that were taken away while a call was in each of them: nobody follows that call.
    owed: usize,
    /// Counts the complaints that were heeded. Calls that began before the last one say nothing new.
    epoch: u64,
    /// Up to here the limit grows by one a success.
    threshold: usize,
    /// Successes since the limit last grew.
    successes: usize,
    /// Until then nobody calls.
    closed_until: Option<Instant>,
}

/// How a call went, as far as the endpoint's burden goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Answered,
    Overloaded {
        retry_after: Option<Duration>,
    },
    /// It says nothing about the burden.
    Else,
}

/// A place among the calls in flight, given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Place<'a> {
    limiter: &'a Limiter,
    epoch: u64,
}

impl Limiter {
    pub(crate) fn new(first: NonZeroUsize, most: NonZeroUsize) -> Self {
        let limit = first.min(most).get();
        let state = State {
            limit,
            owed: 0,
            epoch: 0,
            threshold: most.get(),
            successes: 0,
            closed_until: None,
        };
        Self { places: Semaphore::new(limit), state: Mutex::new(state), most: most.get() }
    }

    /// Waits for a place, and for the end of a pause that the endpoint asked for.
    pub(crate) async fn enter(&self) -> Place<'_> {
        // It fails only once it is closed, which it never is.
        if let Ok(permit) = self.places.acquire().await {
            permit.forget();
        }
        let mut place = Place { limiter: self, epoch: 0 };
        loop {
            let (epoch, closed_until) = {
                let state = self.state();
                (state.epoch, state.closed_until)
            };
            place.epoch = epoch;
            match closed_until {
                Some(until) if until > Instant::now() => sleep_until(until).await,
                Some(_) | None => return place,
            }
        }
    }

    /// Calls that may be in flight at the moment.
    pub(crate) fn limit(&self) -> usize {
        self.state().limit
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn grow(&self, state: &mut State) {
        // Where places are to spare, a success does not show that more would be borne.
        let is_used = self.places.available_permits() * 2 <= state.limit;
        if state.limit >= self.most || !is_used {
            return;
        }
        state.successes += 1;
        if state.limit < state.threshold || state.successes >= state.limit {
            state.limit += 1;
            state.successes = 0;
            self.give_back(state);
        }
    }

    fn shrink(&self, state: &mut State) {
        let limit = (state.limit / 2).max(1);
        let fewer = state.limit - limit;
        state.owed += fewer - self.places.forget_permits(fewer);
        state.limit = limit;
        state.threshold = limit;
        state.successes = 0;
        state.epoch += 1;
    }

    fn give_back(&self, state: &mut State) {
        if state.owed > 0 {
            state.owed -= 1;
        } else {
            self.places.add_permits(1);
        }
    }
}

impl Place<'_> {
    /// Gives the place back and learns from how the call went.
    pub(crate) fn leave(self, outcome: Outcome) {
        let mut state = self.limiter.state();
        if let Outcome::Overloaded { retry_after: Some(pause) } = outcome {
            let until = Instant::now() + pause.min(MAX_PAUSE);
            state.closed_until = state.closed_until.max(Some(until));
        }
        if self.epoch == state.epoch {
            match outcome {
                Outcome::Answered => self.limiter.grow(&mut state),
                Outcome::Overloaded { .. } => self.limiter.shrink(&mut state),
                Outcome::Else => {}
            }
        }
        // The place itself is given back under the same lock.
        drop(state);
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.limiter.give_back(&mut self.limiter.state());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limiter(first: usize, most: usize) -> Limiter {
        Limiter::new(NonZeroUsize::new(first).unwrap(), NonZeroUsize::new(most).unwrap())
    }

    /// As many calls as may be in flight, each of which goes like that.
    async fn one_time_round(limiter: &Limiter, outcome: Outcome) {
        let mut places = Vec::new();
        for _ in 0..limiter.limit() {
            places.push(limiter.enter().await);
        }
        for place in places {
            place.leave(outcome);
        }
    }

    const COMPLAINT: Outcome = Outcome::Overloaded { retry_after: None };

    #[tokio::test]
    async fn the_limit_doubles_until_the_first_complaint_and_then_grows_by_one() {
        let limiter = limiter(4, 64);

        one_time_round(&limiter, Outcome::Answered).await;
        assert!(limiter.limit() > 4, "{}", limiter.limit());
        while limiter.limit() < 32 {
            one_time_round(&limiter, Outcome::Answered).await;
        }
        let before = limiter.limit();
        one_time_round(&limiter, COMPLAINT).await;
        assert_eq!(limiter.limit(), before / 2);
        let halved = limiter.limit();
        one_time_round(&limiter, Outcome::Answered).await;
        one_time_round(&limiter, Outcome::Answered).await;
        assert!((halved + 1..=halved + 2).contains(&limiter.limit()), "{}", limiter.limit());
    }

    #[tokio::test]
    async fn where_places_are_to_spare_there_come_no_more() {
        let limiter = limiter(4, 64);

        for _ in 0..20 {
            limiter.enter().await.leave(Outcome::Answered);
        }

        assert_eq!(limiter.limit(), 4);
    }

    #[tokio::test]
    async fn many_complaints_of_one_moment_count_once() {
        let limiter = limiter(64, 64);

        one_time_round(&limiter, COMPLAINT).await;

        assert_eq!(limiter.limit(), 32);
    }

    #[tokio::test]
    async fn there_is_always_one_place() {
        let limiter = limiter(2, 2);

        for _ in 0..5 {
            one_time_round(&limiter, COMPLAINT).await;
        }

        assert_eq!(limiter.limit(), 1);
        limiter.enter().await.leave(Outcome::Else);
        drop(limiter.enter().await);
    }

    #[tokio::test]
    async fn no_more_are_in_flight_than_after_the_complaint() {
        let limiter = limiter(8, 8);
        let mut places = Vec::new();
        for _ in 0..8 {
            places.push(limiter.enter().await);
        }
        places.pop().unwrap().leave(COMPLAINT);

        // Seven are in flight, four may be: three leave before anyone enters.
        for _ in 0..3 {
            drop(places.pop());
            assert_eq!(limiter.places.available_permits(), 0);
        }
        drop(places.pop());
        assert_eq!(limiter.places.available_permits(), 1);
    }

    #[tokio::test]
    async fn a_pause_is_for_everybody() {
        let limiter = limiter(4, 4);
        let pause = Duration::from_millis(50);
        let began = Instant::now();
        limiter.enter().await.leave(Outcome::Overloaded { retry_after: Some(pause) });

        drop(limiter.enter().await);

        assert!(began.elapsed() >= pause);
    }
}
