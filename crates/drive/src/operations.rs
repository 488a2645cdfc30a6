//! What the turns of a round took, as the round's operations record tells it.

use simswarm_core::operations::Operations;
use simswarm_core::operations::Spent;

/// What one turn took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TurnCost {
    pub(crate) elapsed_ms: u64,
    pub(crate) retries: u32,
    pub(crate) spent: Spent,
}

/// The record of a round whose turns took this.
pub(crate) fn operations(costs: &[TurnCost]) -> Operations {
    let mut elapsed_ms: Vec<u64> = costs.iter().map(|cost| cost.elapsed_ms).collect();
    elapsed_ms.sort_unstable();
    Operations {
        retries: costs.iter().map(|cost| cost.retries).sum(),
        turn_ms_p50: percentile(&elapsed_ms, 50),
        turn_ms_p95: percentile(&elapsed_ms, 95),
        turn_ms_max: elapsed_ms.last().copied().unwrap_or_default(),
        ..Operations::default()
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
