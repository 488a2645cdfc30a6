//! Hanson's logarithmic market scoring rule for one question with two outcomes.
//!
//! Cost `C(q) = b ln(e^(q_yes/b) + e^(q_no/b))`; the price of an outcome is its share of that sum; a share pays 1 if
//! its outcome comes true. (R. Hanson, "Combinatorial Information Market Design", Information Systems Frontiers 5(1),
//! 2003; "Logarithmic Market Scoring Rules for Modular Combinatorial Information Aggregation", J. of Prediction
//! Markets 1(1), 2007.) A maker that opens at price p loses b ln(1 / min(p, 1 − p)) at most.

use serde::{Deserialize, Serialize};

use crate::action::Outcome;
use crate::number::{from_log_odds, log_odds};

/// The maker's state: what it has sold of each outcome. What it opens with sets its first price.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Lmsr {
    pub b: f64,
    pub yes: f64,
    pub no: f64,
}

impl Lmsr {
    /// A maker with liquidity `b` that opens at `price`: `q_yes = b ln(p / (1 − p))`, `q_no = 0`.
    pub fn open(b: f64, price: f64) -> Self {
        Self { b, yes: b * log_odds(price), no: 0.0 }
    }

    /// C(q), by log-sum-exp about the larger quantity, so that nothing overflows.
    pub fn cost(&self) -> f64 {
        let (high, low) =
            if self.yes > self.no { (self.yes, self.no) } else { (self.no, self.yes) };
        high + self.b * libm::log1p(libm::exp((low - high) / self.b))
    }

    /// Price of an outcome: softmax(q / b).
    pub fn price(&self, outcome: Outcome) -> f64 {
        let lead = match outcome {
            Outcome::Yes => self.yes - self.no,
            Outcome::No => self.no - self.yes,
        };
        from_log_odds(lead / self.b)
    }

    /// What buying `shares` costs: b ln(1 + p (e^(s/b) − 1)), which is C(q + s) − C(q).
    pub fn cost_of(&self, outcome: Outcome, shares: f64) -> f64 {
        self.b * libm::log1p(self.price(outcome) * libm::expm1(shares / self.b))
    }

    /// How many shares `amount` buys: b ln(1 + (e^(a/b) − 1) / p), the inverse of [`Lmsr::cost_of`].
    pub fn shares_for(&self, outcome: Outcome, amount: f64) -> f64 {
        self.b * libm::log1p(libm::expm1(amount / self.b) / self.price(outcome))
    }

    /// The maker after it sold `shares` (bought them, if negative).
    #[must_use]
    pub fn after(&self, outcome: Outcome, shares: f64) -> Self {
        match outcome {
            Outcome::Yes => Self { yes: self.yes + shares, ..*self },
            Outcome::No => Self { no: self.no + shares, ..*self },
        }
    }

    /// The most that a maker with liquidity `b` can lose that opened at `price`.
    pub fn loss_bound(b: f64, price: f64) -> f64 {
        b * libm::log(1.0 / price.min(1.0 - price))
    }
}

/// The liquidity at which one full balance among ten moves 0.50 by 5–10 points, and a whole crowd on one side moves it
/// to about 0.90, however large it is.
pub fn liquidity(one_balance: f64, total_cash: f64) -> f64 {
    (6.2 * one_balance).max(0.62 * total_cash)
}
