//! What several runs of one job say together, in short.

use serde::{Deserialize, Serialize};

/// The most runs of one job that differ in their seed alone.
pub const MAX_REPLICATES: u32 = 32;

/// The answer of an ensemble, as a job carries it; the whole is an artifact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnsembleSummary {
    /// How many runs were asked for, and how many of them were played.
    pub planned: u32,
    pub replicates: u32,
    /// What the main issue is put at; none where no run gives a probability.
    pub forecast: Option<PooledForecast>,
}

/// A probability with its interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PooledForecast {
    pub probability: f64,
    pub low: f64,
    pub high: f64,
    /// The interval's.
    pub level: f64,
}

impl EnsembleSummary {
    /// Whether it was ended before all runs were played, since they told enough.
    pub fn is_early(&self) -> bool {
        self.replicates < self.planned
    }
}
