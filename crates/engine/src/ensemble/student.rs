//! Student's t distribution (Student 1908) with whole degrees of freedom.

use crate::number::real;

/// The t beyond which a variable with so many degrees of freedom lies, to either side, with probability 1 − `level`.
pub(super) fn two_sided(level: f64, degrees: usize) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while within(high, degrees) < level && high < 1e9 {
        high *= 2.0;
    }
    // Halved until nothing is left between the two.
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if within(middle, degrees) < level {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// The probability of a t within ± `t`: A(t | ν) of Abramowitz and Stegun, "Handbook of Mathematical Functions" (1964),
/// 26.7.3 and 26.7.4.
fn within(t: f64, degrees: usize) -> f64 {
    let n = real(degrees);
    let (sine, cosine) = (t / libm::sqrt(n + t * t), libm::sqrt(n / (n + t * t)));
    let is_odd = degrees % 2 == 1;
    let (mut term, mut divisor) = if is_odd { (cosine, 3) } else { (1.0, 2) };
    let mut sum = if degrees == 1 { 0.0 } else { term };
    while divisor + 1 < degrees + usize::from(is_odd) {
        term *= cosine * cosine * real(divisor - 1) / real(divisor);
        sum += term;
        divisor += 2;
    }
    if is_odd {
        std::f64::consts::FRAC_2_PI * (libm::atan2(sine, cosine) + sine * sum)
    } else {
        sine * sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        let table = [
            (0.90, 1, 6.3138),
            (0.90, 2, 2.9200),
            (0.90, 3, 2.3534),
            (0.90, 4, 2.1318),
            (0.95, 5, 2.5706),
            (0.90, 9, 1.8331),
            (0.99, 10, 3.1693),
            (0.90, 29, 1.6991),
            (0.95, 100, 1.9840),
        ];
        for (level, degrees, expected) in table {
            let found = two_sided(level, degrees);
            assert!((found - expected).abs() < 1e-4, "{level} {degrees}: {found}");
        }
    }
}
