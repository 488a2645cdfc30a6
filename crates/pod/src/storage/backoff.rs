//! Pauses between tries: they double up to a bound, until patience is over.

use std::time::Duration;

use tokio::time::Instant;

use super::Patience;

const MAX_PAUSE: Duration = Duration::from_secs(10);

pub(super) struct Backoff {
    pause: Duration,
    total: Duration,
    /// Counted from the first failure: waiting for a grant costs no patience.
    failing_since: Option<Instant>,
}

impl Backoff {
    pub(super) fn new(patience: Patience) -> Self {
        Self { pause: patience.first_pause, total: patience.total, failing_since: None }
    }

    /// How long to wait now; none if patience is over.
    pub(super) fn next_pause(&mut self) -> Option<Duration> {
        let since = *self.failing_since.get_or_insert_with(Instant::now);
        if since.elapsed() >= self.total {
            return None;
        }
        let pause = self.pause;
        self.pause = (pause * 2).min(MAX_PAUSE);
        Some(pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_their_bound() {
        let patience =
            Patience { first_pause: Duration::from_secs(4), total: Duration::from_mins(1) };
        let mut backoff = Backoff::new(patience);

        let pauses: Vec<_> = (0..4).filter_map(|_| backoff.next_pause()).collect();

        assert_eq!(pauses, [4, 8, 10, 10].map(Duration::from_secs));
    }

    #[test]
    fn no_patience_is_over_at_the_first_failure() {
        let patience = Patience { first_pause: Duration::from_secs(4), total: Duration::ZERO };

        assert_eq!(Backoff::new(patience).next_pause(), None);
    }
}
