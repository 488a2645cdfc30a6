//! Tokens and money, as plain values: whoever asked keeps the books.

use std::iter::Sum;
use std::ops::{Add, AddAssign};

use serde::{Deserialize, Serialize};

/// Tokens of one call or of many; 0 where the endpoint tells none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "a count says what it counts")]
pub struct Usage {
    /// Of the whole prompt, cached ones included.
    pub prompt_tokens: u64,
    /// Those of the prompt that came from a cache.
    pub cached_tokens: u64,
    /// Of the answer, thoughts included.
    pub completion_tokens: u64,
}

impl AddAssign for Usage {
    fn add_assign(&mut self, other: Self) {
        self.prompt_tokens = self.prompt_tokens.saturating_add(other.prompt_tokens);
        self.cached_tokens = self.cached_tokens.saturating_add(other.cached_tokens);
        self.completion_tokens = self.completion_tokens.saturating_add(other.completion_tokens);
    }
}

impl Add for Usage {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

impl Sum for Usage {
    fn sum<I: Iterator<Item = Self>>(usages: I) -> Self {
        usages.fold(Self::default(), Add::add)
    }
}

/// What a million tokens cost, in millionths of a US dollar: 3 USD are `3_000_000`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "money says its unit")]
pub struct Price {
    pub prompt_micro_usd: u64,
    /// Of those that came from a cache.
    pub cached_micro_usd: u64,
    pub completion_micro_usd: u64,
}

/// Money, in billionths of a US dollar: one call often costs less than a millionth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cost {
    pub nano_usd: u64,
}

impl Price {
    /// What `usage` costs, rounded down. Too much to be counted is as much as can be.
    pub fn cost(&self, usage: &Usage) -> Cost {
        let fresh = usage.prompt_tokens.saturating_sub(usage.cached_tokens);
        let sum = [
            (fresh, self.prompt_micro_usd),
            (usage.cached_tokens, self.cached_micro_usd),
            (usage.completion_tokens, self.completion_micro_usd),
        ]
        .into_iter()
        .map(|(tokens, price)| u128::from(tokens) * u128::from(price))
        .fold(0_u128, u128::saturating_add);
        Cost { nano_usd: u64::try_from(sum / 1000).unwrap_or(u64::MAX) }
    }
}

impl Add for Cost {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { nano_usd: self.nano_usd.saturating_add(other.nano_usd) }
    }
}

impl AddAssign for Cost {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Cost {
    fn sum<I: Iterator<Item = Self>>(costs: I) -> Self {
        costs.fold(Self::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cached_tokens_have_a_price_of_their_own() {
        let price = Price {
            prompt_micro_usd: 3_000_000,
            cached_micro_usd: 300_000,
            completion_micro_usd: 15_000_000,
        };
        let usage = Usage { prompt_tokens: 1000, cached_tokens: 800, completion_tokens: 100 };

        // 200 × 3 + 800 × 0.3 + 100 × 15 millionths of a dollar
        assert_eq!(price.cost(&usage), Cost { nano_usd: 2_340_000 });
    }

    #[test]
    fn what_cannot_be_counted_is_as_much_as_can_be() {
        let price = Price { completion_micro_usd: u64::MAX, ..Price::default() };
        let usage = Usage { completion_tokens: u64::MAX, ..Usage::default() };

        assert_eq!(price.cost(&usage), Cost { nano_usd: u64::MAX });
    }
}
