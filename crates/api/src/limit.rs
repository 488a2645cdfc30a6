//! How often one address or one account may ask. Counted in this process: with several replicas, each
//! counts for itself.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use simswarm_core::UserId;
use simswarm_core::user::Email;

use crate::error::ApiError;
use crate::settings::RateLimits;

/// So many requests a minute: all at once if they were saved up, evenly after that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PerMinute(pub u32);

/// How many keys are remembered before the ones that have recovered are forgotten.
const SWEEP_AT: usize = 10_000;

/// The generic cell rate algorithm: per key, only the time at which it would be empty again.
#[derive(Debug)]
pub struct Limiter<K> {
    interval: TimeDelta,
    burst: TimeDelta,
    full_at: Mutex<Cells<K>>,
}

#[derive(Debug)]
struct Cells<K> {
    by_key: HashMap<K, DateTime<Utc>>,
    sweep_at: usize,
}

impl<K: Eq + Hash> Limiter<K> {
    pub fn new(PerMinute(requests): PerMinute) -> Self {
        let requests = i32::try_from(requests.max(1)).unwrap_or(i32::MAX);
        let minute = TimeDelta::minutes(1);
        Self {
            interval: minute / requests,
            burst: minute,
            full_at: Mutex::new(Cells { by_key: HashMap::new(), sweep_at: SWEEP_AT }),
        }
    }

    /// Counts one request of `key`, or refuses it.
    pub fn check(&self, key: K, now: DateTime<Utc>) -> Result<(), ApiError> {
        let mut cells = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if cells.by_key.len() >= cells.sweep_at {
            cells.by_key.retain(|_, full_at| *full_at > now);
            // What is left is still counting: look again only once it has doubled.
            cells.sweep_at = SWEEP_AT.max(cells.by_key.len() * 2);
        }
        let from = cells.by_key.get(&key).copied().unwrap_or(now).max(now);
        let next = from + self.interval;
        let over = next - now - self.burst;
        // A hair of rounding in `minute / requests` must not cost the last request of a burst.
        if over > TimeDelta::milliseconds(1) {
            let wait_ms = u64::try_from(over.num_milliseconds()).unwrap_or(0);
            return Err(ApiError::RateLimited { retry_after_s: wait_ms.div_ceil(1_000).max(1) });
        }
        cells.by_key.insert(key, next);
        drop(cells);
        Ok(())
    }
}

/// The limits of this instance.
#[derive(Debug)]
pub struct Limits {
    /// Any request, by address.
    pub address: Limiter<IpAddr>,
    /// Any request of a signed-in user.
    pub account: Limiter<UserId>,
    pub register: Limiter<IpAddr>,
    pub login: Limiter<IpAddr>,
    /// Attempts at one account, from wherever they come.
    pub login_account: Limiter<Email>,
    pub refresh: Limiter<IpAddr>,
    pub create_job: Limiter<UserId>,
}

impl Limits {
    pub fn new(rates: &RateLimits) -> Self {
        Self {
            address: Limiter::new(rates.address),
            account: Limiter::new(rates.account),
            register: Limiter::new(rates.register),
            login: Limiter::new(rates.login),
            login_account: Limiter::new(rates.login_account),
            refresh: Limiter::new(rates.refresh),
            create_job: Limiter::new(rates.create_job),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(ms).unwrap()
    }

    #[test]
    fn a_burst_is_followed_by_an_even_rate() {
        let limiter = Limiter::new(PerMinute(5));
        for _ in 0..5 {
            assert!(limiter.check("a", at(0)).is_ok());
        }

        let refused = limiter.check("a", at(0)).unwrap_err();

        assert!(matches!(refused, ApiError::RateLimited { retry_after_s: 12 }));
        assert!(limiter.check("a", at(12_000)).is_ok());
        assert!(limiter.check("a", at(12_000)).is_err());
    }

    #[test]
    fn one_key_does_not_spend_what_is_anothers() {
        let limiter = Limiter::new(PerMinute(1));

        assert!(limiter.check("a", at(0)).is_ok());
        assert!(limiter.check("b", at(0)).is_ok());
        assert!(limiter.check("a", at(0)).is_err());
    }

    #[test]
    fn keys_that_have_recovered_are_forgotten() {
        let limiter = Limiter::new(PerMinute(60));
        for key in 0..SWEEP_AT {
            limiter.check(key, at(0)).unwrap();
        }

        limiter.check(SWEEP_AT, at(60_000)).unwrap();

        assert_eq!(limiter.full_at.lock().unwrap().by_key.len(), 1);
    }
}
