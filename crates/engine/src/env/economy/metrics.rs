//! What an economy is measured by.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::number::{POSITION_DECIMALS, rounded};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Mean of the firms' prices.
    AveragePrice,
    /// The share of the labour force without work, 0 … 1.
    Unemployment,
    /// Units made in the round.
    Output,
    /// Units sold in the round.
    Sales,
    /// All that was ever invested.
    Investment,
}

impl Metric {
    pub const ALL: [Self; 5] =
        [Self::AveragePrice, Self::Unemployment, Self::Output, Self::Sales, Self::Investment];
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AveragePrice => "average price",
            Self::Unemployment => "unemployment",
            Self::Output => "output",
            Self::Sales => "sales",
            Self::Investment => "investment",
        })
    }
}

/// A value of each metric.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Metrics {
    pub average_price: f64,
    pub unemployment: f64,
    pub output: f64,
    pub sales: f64,
    pub investment: f64,
}

impl Metrics {
    pub fn new(value: impl Fn(Metric) -> f64) -> Self {
        let value = |metric| rounded(value(metric), POSITION_DECIMALS);
        Self {
            average_price: value(Metric::AveragePrice),
            unemployment: value(Metric::Unemployment),
            output: value(Metric::Output),
            sales: value(Metric::Sales),
            investment: value(Metric::Investment),
        }
    }

    pub fn get(&self, metric: Metric) -> f64 {
        match metric {
            Metric::AveragePrice => self.average_price,
            Metric::Unemployment => self.unemployment,
            Metric::Output => self.output,
            Metric::Sales => self.sales,
            Metric::Investment => self.investment,
        }
    }

    pub fn set(&mut self, metric: Metric, value: f64) {
        match metric {
            Metric::AveragePrice => self.average_price = value,
            Metric::Unemployment => self.unemployment = value,
            Metric::Output => self.output = value,
            Metric::Sales => self.sales = value,
            Metric::Investment => self.investment = value,
        }
    }

    /// How much a metric has changed since `before`: shares by their difference, all others by their ratio.
    pub fn change(&self, before: &Self, metric: Metric) -> f64 {
        let (from, to) = (before.get(metric), self.get(metric));
        match metric {
            Metric::Unemployment => (to - from).abs(),
            Metric::AveragePrice | Metric::Output | Metric::Sales | Metric::Investment => {
                (to - from).abs() / from.abs().max(1.0)
            }
        }
    }
}
