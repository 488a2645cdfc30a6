//! Limits that several processes share: the generic cell rate algorithm, in one call.

use std::sync::LazyLock;
use std::time::Duration;

use redis::Script;

use crate::{Bus, Error};

/// Keeps the time at which the next call would be due if calls came evenly. A call is allowed while that
/// time is at most a burst ahead. Answers 0, or the milliseconds to wait. The clock is Redis's own.
static TAKE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
          local clock = redis.call('time')
          local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
          local due = math.max(tonumber(redis.call('get', KEYS[1]) or now), now)
          local wait = due - now - interval * (burst - 1)
          if wait > 0 then return math.ceil(wait) end
          redis.call('set', KEYS[1], due + interval, 'px', math.ceil(due + interval - now))
          return 0",
    )
});

/// So many calls at once, and as many again over each period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    pub burst: u32,
    pub period: Duration,
}

/// Whether a call may go ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Allowed,
    Refused { retry_after: Duration },
}

impl Bus {
    /// Counts a call against `limit`; `key` says whose. What to do without Redis is the caller's choice.
    pub async fn take(&self, key: &str, limit: Limit) -> Result<Verdict, Error> {
        let burst = limit.burst.max(1);
        let interval_ms = (limit.period / burst).as_millis().max(1);
        let wait_ms: u64 = TAKE
            .key(format!("limit:{key}"))
            .arg(u64::try_from(interval_ms).unwrap_or(u64::MAX))
            .arg(burst)
            .invoke_async(&mut self.connection.clone())
            .await?;
        Ok(match wait_ms {
            0 => Verdict::Allowed,
            wait_ms => Verdict::Refused { retry_after: Duration::from_millis(wait_ms) },
        })
    }
}
