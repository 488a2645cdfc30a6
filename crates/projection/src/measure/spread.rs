//! How far apart opinions are, in three ways: none of them alone tells a crowd that drifted apart from one that split.

use crate::stats::{count, distribution};

/// The sensitivity to identification of Esteban & Ray's index: the largest that their axioms allow, the farthest from a
/// measure of inequality.
const ALPHA: f64 = 1.6;
/// Groups of like-minded ones: equal bins of the scale.
const GROUPS: usize = 10;

/// Polarisation of positions from −1 to 1.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Spread {
    /// Variance of the positions; 1 if half stand at each end, which is the most there is.
    pub variance: f64,
    /// P = K Σᵢ Σⱼ πᵢ^(1+α) πⱼ |yᵢ − yⱼ| over groups of share π and mean y, with α = 1.6 and K such that two
    /// equal camps at the ends are 1 (Esteban & Ray, On the Measurement of Polarization, Econometrica 62, 1994).
    pub esteban_ray: f64,
    /// (g² + 1) / (k + 3 (n−1)² / ((n−2)(n−3))) with skewness g and excess kurtosis k of the sample; above 5/9 the
    /// positions have two peaks rather than one (Pfister, Schwarz, Janczyk, Dale & Freeman, Frontiers in Psychology 4, 700, 2013).
    /// None of fewer than four positions, or of equal ones.
    pub bimodality: Option<f64>,
}

/// The polarisation of some positions; none of no positions.
pub fn spread(positions: &[f64]) -> Option<Spread> {
    let all = distribution(positions, -1.0, 1.0)?;
    Some(Spread {
        variance: all.sd * all.sd,
        esteban_ray: esteban_ray(positions),
        bimodality: bimodality(positions, all.mean),
    })
}

fn esteban_ray(positions: &[f64]) -> f64 {
    let n = f64::from(count(positions.len()));
    let mut groups = [(0.0, 0.0); GROUPS];
    for position in positions {
        let (members, sum) = &mut groups[crate::stats::bin(*position, -1.0, 1.0)];
        *members += 1.0;
        *sum += position;
    }
    let groups: Vec<(f64, f64)> = groups
        .into_iter()
        .filter(|(members, _)| *members > 0.0)
        .map(|(members, sum)| (members / n, sum / members))
        .collect();
    let felt = |share: f64| libm::pow(share, 1.0 + ALPHA);
    let raw: f64 = groups
        .iter()
        .map(|(share, mean)| {
            let apart: f64 = groups.iter().map(|(other, at)| other * (mean - at).abs()).sum();
            felt(*share) * apart
        })
        .sum();
    // Two halves at −1 and 1: each feels its share of itself against half of all, two away.
    raw / (2.0 * felt(0.5) * 0.5 * 2.0)
}

fn bimodality(positions: &[f64], mean: f64) -> Option<f64> {
    if positions.len() < 4 {
        return None;
    }
    let n = f64::from(count(positions.len()));
    let (mut second, mut third, mut fourth) = (0.0, 0.0, 0.0);
    for position in positions {
        let off = position - mean;
        second += off * off;
        third += off * off * off;
        fourth += off * off * off * off;
    }
    let (second, third, fourth) = (second / n, third / n, fourth / n);
    if second < 1e-12 {
        return None;
    }
    let skewness = third / (second * second.sqrt()) * (n * (n - 1.0)).sqrt() / (n - 2.0);
    let excess = fourth / (second * second) - 3.0;
    let kurtosis = (n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * excess + 6.0);
    let correction = 3.0 * (n - 1.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0));
    Some((skewness * skewness + 1.0) / (kurtosis + correction))
}

/// The share of the variance that lies between groups rather than inside them (η², Fisher 1925): 1 if everybody agrees with
/// its group, 0 if groups do not differ or nobody does.
pub fn between(positions: &[f64], groups: &[u32]) -> f64 {
    let Some(all) = distribution(positions, -1.0, 1.0).filter(|all| all.sd > 1e-9) else {
        return 0.0;
    };
    let mut sums = vec![(0.0, 0.0); groups.iter().max().map_or(0, |last| *last as usize + 1)];
    for (position, group) in positions.iter().zip(groups) {
        let (members, sum) = &mut sums[*group as usize];
        *members += 1.0;
        *sum += position;
    }
    let apart: f64 = sums
        .iter()
        .filter(|(members, _)| *members > 0.0)
        .map(|(members, sum)| {
            let off = sum / members - all.mean;
            members * off * off
        })
        .sum();
    apart / (f64::from(all.n) * all.sd * all.sd)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_camps(at: f64) -> Vec<f64> {
        (0..100).map(|place| if place % 2 == 0 { at } else { -at }).collect()
    }

    #[test]
    fn two_camps_at_the_ends_are_the_most_polarised() {
        let most = spread(&two_camps(1.0)).unwrap();

        assert!((most.variance - 1.0).abs() < 1e-12);
        assert!((most.esteban_ray - 1.0).abs() < 1e-12);
        assert!(most.bimodality.unwrap() > 0.95, "{most:?}");
        let half = spread(&two_camps(0.5)).unwrap();
        assert!((half.esteban_ray - 0.5).abs() < 1e-12 && (half.variance - 0.25).abs() < 1e-12);
        assert!((most.bimodality.unwrap() - half.bimodality.unwrap()).abs() < 1e-9);
    }

    #[test]
    fn those_who_agree_are_not_polarised() {
        let one = spread(&[0.3; 50]).unwrap();

        assert!(one.variance < 1e-12 && one.esteban_ray.abs() < 1e-12);
        assert_eq!((one.bimodality, spread(&[])), (None, None));
    }

    #[test]
    fn an_even_spread_has_the_bimodality_of_a_uniform_distribution() {
        let even: Vec<f64> = (0..2001).map(|place| f64::from(place) / 1000.0 - 1.0).collect();
        let spread = spread(&even).unwrap();

        assert!((spread.bimodality.unwrap() - 5.0 / 9.0).abs() < 0.002, "{spread:?}");
        assert!(spread.esteban_ray < 0.5, "{spread:?}");
    }

    #[test]
    fn groups_that_are_of_one_mind_hold_all_the_variance() {
        assert!((between(&two_camps(0.7), &[0, 1].repeat(50)) - 1.0).abs() < 1e-12);
        assert!(between(&two_camps(0.7), &[0, 0, 1, 1].repeat(25)).abs() < 1e-12);
    }
}
