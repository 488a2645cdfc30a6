//! Change points: where several series together begin to run differently.
//!
//! Between two change points each series is a line plus noise. The split is the one that minimises the squared residuals, in
//! units of each series' noise, plus (2 d + 1) ln n for each change point of d series and n values: two parameters of a line for
//! each series and one place, by the Bayesian information criterion (Schwarz 1978; for change points Yao, Statistics & Probability
//! Letters 6, 1988). The minimum is exact, by optimal partitioning (Jackson et al., IEEE Signal Processing Letters 12, 2005), which is
//! what PELT (Killick, Fearnhead & Eckley, JASA 107, 2012) finds with fewer steps: a run has few rounds.

use crate::stats::count;

/// The fewest values between two change points: through two there always is a line.
pub const SHORTEST: usize = 3;

/// A series and the standard deviation of its noise.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    values: Vec<f64>,
    noise: f64,
}

impl Series {
    /// A series whose noise is estimated from how much it bends, but is at least `least`; none for one that does not vary by
    /// more than that. A twentieth of its range always counts as noise.
    pub fn new(values: Vec<f64>, least: f64) -> Option<Self> {
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let range = high - low;
        let noise = bend(&values).max(least).max(range / 20.0);
        (range.is_finite() && range > least && noise > 0.0).then_some(Self { values, noise })
    }
}

/// Noise from second differences, whose variance is six times that of independent noise around a line; their median,
/// so that a jump does not count (1.4826 makes it a standard deviation for normal noise).
fn bend(values: &[f64]) -> f64 {
    let mut bends: Vec<f64> = values
        .windows(3)
        .filter_map(|window| match window {
            [one, two, three] => Some((one - 2.0 * two + three).abs()),
            _ => None,
        })
        .collect();
    bends.sort_by(f64::total_cmp);
    bends.get(bends.len() / 2).map_or(0.0, |median| 1.4826 * median / 6.0_f64.sqrt())
}

/// The places at which something changes, ascending: each is the first of a new stretch. The series are equally long.
pub fn change_points(series: &[Series]) -> Vec<usize> {
    let n = series.iter().map(|one| one.values.len()).min().unwrap_or_default();
    let sums: Vec<Sums> = series.iter().map(Sums::of).collect();
    let lines = 2.0 * f64::from(count(series.len()));
    let penalty = (lines + 1.0) * libm::log(f64::from(count(n.max(1))));
    // The least cost of the first values up to each place, and where its last stretch begins.
    let mut best = vec![(f64::INFINITY, 0_usize); n + 1];
    best[0] = (-penalty, 0);
    for end in SHORTEST..=n {
        for start in 0..=end - SHORTEST {
            let before = best[start].0;
            let cost =
                before + penalty + sums.iter().map(|one| one.residual(start, end)).sum::<f64>();
            if cost < best[end].0 {
                best[end] = (cost, start);
            }
        }
    }
    let mut points = Vec::new();
    let mut end = n;
    while let Some((_, start)) = best.get(end).filter(|(_, start)| *start > 0) {
        points.push(*start);
        end = *start;
    }
    points.reverse();
    points
}

/// Sums over the first values of a series, by which the residual of any stretch is a matter of subtraction.
struct Sums {
    x: Vec<f64>,
    xx: Vec<f64>,
    tx: Vec<f64>,
}

impl Sums {
    fn of(series: &Series) -> Self {
        let n = f64::from(count(series.values.len()));
        let mean = series.values.iter().sum::<f64>() / n;
        let mut sums = Self { x: vec![0.0], xx: vec![0.0], tx: vec![0.0] };
        let (mut x, mut xx, mut tx) = (0.0, 0.0, 0.0);
        for (place, value) in series.values.iter().enumerate() {
            let value = (value - mean) / series.noise;
            x += value;
            xx += value * value;
            tx += f64::from(count(place)) * value;
            sums.x.push(x);
            sums.xx.push(xx);
            sums.tx.push(tx);
        }
        sums
    }

    /// Squared residuals of the line through the values from `start` to before `end`.
    fn residual(&self, start: usize, end: usize) -> f64 {
        let n = f64::from(count(end - start));
        let middle = f64::from(count(start + end - 1)) / 2.0;
        let x = self.x[end] - self.x[start];
        let tx = self.tx[end] - self.tx[start] - middle * x;
        let xx = self.xx[end] - self.xx[start] - x * x / n;
        let tt = n * (n * n - 1.0) / 12.0;
        (xx - tx * tx / tt).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(values: Vec<f64>) -> Vec<usize> {
        change_points(&Series::new(values, 0.0).into_iter().collect::<Vec<_>>())
    }

    #[test]
    fn a_step_is_one_change_at_the_step() {
        let step = (0..40).map(|place| if place < 25 { 0.2 } else { 0.8 }).collect();

        assert_eq!(points(step), [25]);
    }

    #[test]
    fn two_steps_with_noise_are_two_changes() {
        let noise = |place: u32| f64::from(place * 7919 % 101) / 1010.0;
        let level = |place: u32| if (20..60).contains(&place) { 1.0 } else { 0.0 };

        assert_eq!(points((0..90).map(|place| level(place) + noise(place)).collect()), [20, 60]);
    }

    #[test]
    fn a_steady_trend_and_noise_are_no_change() {
        assert!(points((0..60).map(|place| f64::from(place) / 60.0).collect()).is_empty());
        let noise = (0..60_u32).map(|place| f64::from(place * place * 31 % 97)).collect();
        assert!(points(noise).is_empty());
        assert!(points(vec![0.5; 30]).is_empty());
        assert!(points(vec![0.0, 1.0]).is_empty());
    }

    #[test]
    fn a_change_of_trend_is_a_change() {
        let bent =
            (0..60).map(|place| f64::from(if place < 30 { 0 } else { place - 30 })).collect();

        let found = points(bent);

        assert!(found.len() == 1 && (28..=32).contains(&found[0]), "{found:?}");
    }

    #[test]
    fn one_series_of_several_is_enough() {
        let still = (0..30_u32).map(|place| f64::from(place * place * 31 % 97)).collect();
        let step = (0..30).map(|place| if place < 12 { 1.0 } else { 0.0 }).collect();
        let both: Vec<Series> =
            [still, step].into_iter().filter_map(|values| Series::new(values, 0.0)).collect();

        assert_eq!(change_points(&both), [12]);
    }
}
