//! Money in whole cents: sums are exact.

use std::iter::Sum;
use std::ops::{AddAssign, SubAssign};

use serde::{Deserialize, Serialize};

use crate::number::count;

/// The most cents that a number names: far above all the money of an economy, and exact as a double.
const MOST: f64 = 1e15;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Cents(u64);

impl Cents {
    pub const ZERO: Self = Self(0);

    /// An amount, rounded down to a cent; nothing for what is no positive number.
    pub fn of(units: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within range")]
        let cents = (units * 100.0 + 1e-6).clamp(0.0, MOST) as u64;
        Self(cents)
    }

    #[expect(clippy::cast_precision_loss, reason = "sums of money are below 2^53 cents")]
    pub fn units(self) -> f64 {
        self.0 as f64 / 100.0
    }

    #[must_use]
    pub fn at_least_one(self) -> Self {
        Self(self.0.max(1))
    }

    #[must_use]
    pub fn times(self, n: u32) -> Self {
        Self(self.0.saturating_mul(u64::from(n)))
    }

    /// How many of `price` it pays for.
    pub fn buys(self, price: Self) -> u32 {
        u32::try_from(self.0 / price.0.max(1)).unwrap_or(u32::MAX)
    }

    /// A share of it, rounded down.
    #[must_use]
    pub fn share(self, share: f64) -> Self {
        Self::of(self.units() * share.clamp(0.0, 1.0)).min(self)
    }

    /// Equal parts; the odd cents go to the first.
    pub fn parts(self, n: usize) -> impl Iterator<Item = Self> {
        let n = u64::from(count(n)).max(1);
        let (each, odd) = (self.0 / n, self.0 % n);
        (0..n).map(move |place| Self(each + u64::from(place < odd)))
    }
}

impl AddAssign for Cents {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl SubAssign for Cents {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        Self(all.map(|cents| cents.0).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_equal_but_for_a_cent_and_make_the_whole() {
        let parts: Vec<Cents> = Cents::of(1.0).parts(3).collect();
        assert_eq!(parts, [Cents(34), Cents(33), Cents(33)]);
        assert_eq!(Cents::of(0.29), Cents(29));
        assert_eq!(Cents::of(f64::NAN), Cents::ZERO);
    }
}
