//! How a round was executed. Kept beside the log, never in it: the log of a run is the same on every host.

use serde::{Deserialize, Serialize};

/// One round's record, a line of JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Operations {
    pub round: u32,
    /// Turns that were answered in this round, recorded answers included.
    pub turns: u32,
    /// How many of them were recorded answers of a host that was lost.
    pub recorded: u32,
    /// How many of them gave no decision.
    pub skipped: u32,
    /// Questions asked again, over all turns.
    pub retries: u32,
    /// From the first question to the last answer.
    pub ask_ms: u64,
    /// From the beginning of the round until it was handed over to be kept.
    pub round_ms: u64,
    /// Time of one turn: median, 95th percentile and longest.
    pub turn_ms_p50: u64,
    pub turn_ms_p95: u64,
    pub turn_ms_max: u64,
}

/// What one turn took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TurnCost {
    pub(crate) elapsed_ms: u64,
    pub(crate) retries: u32,
}

impl Operations {
    /// Adds what the round's turns took.
    pub(crate) fn with_costs(mut self, costs: &[TurnCost]) -> Self {
        let mut elapsed_ms: Vec<u64> = costs.iter().map(|cost| cost.elapsed_ms).collect();
        elapsed_ms.sort_unstable();
        self.retries = costs.iter().map(|cost| cost.retries).sum();
        self.turn_ms_p50 = percentile(&elapsed_ms, 50);
        self.turn_ms_p95 = percentile(&elapsed_ms, 95);
        self.turn_ms_max = elapsed_ms.last().copied().unwrap_or_default();
        self
    }
}

/// The nearest-rank percentile of sorted values; 0 of none.
fn percentile(sorted: &[u64], percent: usize) -> u64 {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occurred() {
        let sorted: Vec<u64> = (1..=20).collect();

        assert_eq!(percentile(&sorted, 50), 10);
        assert_eq!(percentile(&sorted, 95), 19);
        assert_eq!(percentile(&[7], 50), 7);
        assert_eq!(percentile(&[], 95), 0);
    }
}
