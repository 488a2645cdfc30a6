//! Whether a run still makes progress, judged by the rounds that were committed and when.

use std::collections::VecDeque;
use std::time::Duration;

use simswarm_core::failure::FailureKind;
use simswarm_store::routing::Limits;
use tokio::time::Instant;

/// The newest rounds of one attempt.
#[derive(Debug)]
pub(super) struct Watch {
    stuck_after: Duration,
    window: Duration,
    min_rounds: usize,
    min_per_minute: f64,
    /// When something last happened; waiting for a store starts it anew.
    progress: Instant,
    rounds: VecDeque<Instant>,
}

impl Watch {
    pub(super) fn new(limits: &Limits, now: Instant) -> Self {
        Self {
            stuck_after: limits.stuck_after,
            window: limits.slow_window,
            min_rounds: usize::try_from(limits.slow_min_rounds).unwrap_or(usize::MAX),
            min_per_minute: limits.min_rounds_per_minute,
            progress: now,
            rounds: VecDeque::new(),
        }
    }

    /// A round was committed.
    pub(super) fn round(&mut self, now: Instant) {
        self.progress = now;
        self.rounds.push_back(now);
        while self.rounds.front().is_some_and(|first| now - *first > self.window) {
            self.rounds.pop_front();
        }
    }

    /// Time was lost that is not the pod's fault: it counts against nobody.
    pub(super) fn excuse(&mut self, now: Instant) {
        self.progress = now;
        self.rounds.clear();
    }

    /// What is wrong with the attempt, if anything is.
    pub(super) fn judge(&self, now: Instant) -> Option<FailureKind> {
        if now - self.progress > self.stuck_after {
            return Some(FailureKind::Stuck);
        }
        self.is_slow().then_some(FailureKind::ModelDegraded)
    }

    fn is_slow(&self) -> bool {
        let (Some(first), Some(last)) = (self.rounds.front(), self.rounds.back()) else {
            return false;
        };
        let steps = self.rounds.len() - 1;
        let minutes = (*last - *first).as_secs_f64() / 60.0;
        #[expect(clippy::cast_precision_loss, reason = "no run has that many rounds")]
        let per_minute = steps as f64 / minutes;
        steps >= self.min_rounds && minutes > 0.0 && per_minute < self.min_per_minute
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watch(now: Instant) -> Watch {
        Watch {
            stuck_after: Duration::from_mins(5),
            window: Duration::from_mins(20),
            min_rounds: 4,
            min_per_minute: 0.3,
            progress: now,
            rounds: VecDeque::new(),
        }
    }

    /// After rounds that took `each` seconds.
    fn after_rounds(count: u64, each: u64) -> Option<FailureKind> {
        let start = Instant::now();
        let mut watch = watch(start);
        let mut now = start;
        for _ in 0..count {
            now += Duration::from_secs(each);
            watch.round(now);
        }
        watch.judge(now)
    }

    #[test]
    fn a_run_without_a_round_for_too_long_is_stuck() {
        let start = Instant::now();
        let watch = watch(start);

        assert_eq!(watch.judge(start + Duration::from_mins(5)), None);
        assert_eq!(watch.judge(start + Duration::from_secs(301)), Some(FailureKind::Stuck));
    }

    #[test]
    fn a_run_below_the_tiers_speed_is_slow_once_there_are_enough_rounds() {
        assert_eq!(after_rounds(4, 250), None);
        assert_eq!(after_rounds(5, 250), Some(FailureKind::ModelDegraded));
        assert_eq!(after_rounds(50, 190), None);
    }

    #[test]
    fn waiting_for_a_store_is_not_the_pods_fault() {
        let start = Instant::now();
        let mut watch = watch(start);

        watch.excuse(start + Duration::from_secs(1000));

        assert_eq!(watch.judge(start + Duration::from_secs(1100)), None);
    }
}
