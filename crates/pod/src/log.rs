//! The newest log lines, kept in memory for `GET /logs`: a host that cannot be entered can still be read.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use simswarm_core::contract::pod::PodLogs;
use simswarm_runtime::telemetry::LineSink;

/// How many lines are kept.
const CAPACITY: usize = 20_000;

/// Keeps lines. Cheap to clone: all clones are one.
#[derive(Debug, Clone, Default)]
pub struct RecentLog(Arc<Mutex<Lines>>);

#[derive(Debug, Default)]
struct Lines {
    kept: VecDeque<String>,
    total: u64,
}

impl RecentLog {
    /// The newest `tail` lines, oldest first.
    pub(crate) fn tail(&self, tail: usize) -> PodLogs {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let from = lines.kept.len().saturating_sub(tail);
        PodLogs { lines: lines.kept.range(from..).cloned().collect(), total_lines: lines.total }
    }
}

impl LineSink for RecentLog {
    fn line(&self, line: &str) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.kept.len() == CAPACITY {
            lines.kept.pop_front();
        }
        lines.kept.push_back(line.to_owned());
        lines.total += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_lines_are_kept_and_all_are_counted() {
        let log = RecentLog::default();
        for number in 0..CAPACITY + 5 {
            log.line(&number.to_string());
        }

        let logs = log.tail(2);

        assert_eq!(logs.lines, [(CAPACITY + 3).to_string(), (CAPACITY + 4).to_string()]);
        assert_eq!(logs.total_lines, CAPACITY as u64 + 5);
        assert_eq!(log.tail(usize::MAX).lines.len(), CAPACITY);
    }
}
