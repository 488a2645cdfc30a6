//! What several runs of one job say together, in short.

use serde::{Deserialize, Serialize};

/// The most runs of one job that differ in their seed alone.
pub const MAX_REPLICATES: u32 = 32;
/// One run that fails is passed over. When so many have failed, it is not their seeds: no more are played.
pub const MAX_FAILED: usize = 2;
/// A failure does not take the answer of so many finished runs away.
pub const LEAST_POOLED: usize = 2;

/// The answer of an ensemble, as a job carries it; the whole is an artifact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnsembleSummary {
    /// How many runs were asked for, and how many of them were played to their end.
    pub planned: u32,
    pub replicates: u32,
    /// Those that were given up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<FailedRun>,
    /// The likeliest of several candidates, where the question asks who or which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub likeliest: Option<String>,
    /// What the likeliest, or else the main issue is put at; none where no run gives a probability.
    pub forecast: Option<PooledForecast>,
}

/// A run that was given up, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedRun {
    /// Counted from 1.
    pub replicate: u32,
    pub reason: String,
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
        let over = usize::try_from(self.replicates).unwrap_or(usize::MAX) + self.failed.len();
        over < usize::try_from(self.planned).unwrap_or(usize::MAX) && self.failed.len() < MAX_FAILED
    }
}
