//! Mean, spread and histogram of a list of numbers, the same on every machine.

use serde::Serialize;

/// How many bins a histogram has.
pub(crate) const BINS: usize = 10;

/// Mean, spread and shape of some values.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Distribution {
    /// How many values there are.
    pub n: u32,
    pub mean: f64,
    /// Standard deviation of the values themselves.
    pub sd: f64,
    /// Counts over ten equal bins of the whole scale; the last one includes its upper end.
    pub histogram: [u32; BINS],
}

/// The distribution of `values` on a scale from `low` to `high`; none of no values.
pub(crate) fn distribution(values: &[f64], low: f64, high: f64) -> Option<Distribution> {
    if values.is_empty() {
        return None;
    }
    let n = count(values.len());
    let mean = values.iter().sum::<f64>() / f64::from(n);
    let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(n);
    let mut histogram = [0; BINS];
    for value in values {
        histogram[bin(*value, low, high)] += 1;
    }
    Some(Distribution { n, mean, sd: variance.sqrt(), histogram })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the bins first; a float that is no number becomes 0"
)]
pub(crate) fn bin(value: f64, low: f64, high: f64) -> usize {
    let share = (value - low) / (high - low);
    // A little is added so that a value written as a bin's lower edge is in it: 0.6 / 0.2 is below 3.
    ((share * 10.0 + 1e-9).floor().clamp(0.0, 9.0) as usize).min(BINS - 1)
}

/// Rounds to four decimals: what a curve needs, in half the bytes.
pub(crate) fn short(value: f64) -> f64 {
    // Adding zero turns −0 into 0.
    (value * 1e4).round() / 1e4 + 0.0
}

pub(crate) fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_counts_every_value_once() {
        let all = distribution(&[-1.0, -0.61, -0.6, 0.0, 0.99, 1.0], -1.0, 1.0).unwrap();

        assert_eq!(all.histogram, [1, 1, 1, 0, 0, 1, 0, 0, 0, 2]);
        assert_eq!(all.n, 6);
    }

    #[test]
    fn nothing_has_no_mean() {
        assert_eq!(distribution(&[], 0.0, 1.0), None);
    }
}
