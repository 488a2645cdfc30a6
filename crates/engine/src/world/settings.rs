//! What a run depends on besides its cast and its answers.

use serde::{Deserialize, Serialize};
use simswarm_core::document::Seed;

use crate::belief::BeliefSettings;
use crate::event::Degradation;
use crate::feed::FeedSettings;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    pub seed: Seed,
    pub rounds: u32,
    /// Rounds between two polls; the last round is always polled.
    pub poll_every: u32,
    /// The most agents that a poll asks.
    pub poll_sample: u32,
    pub belief: BeliefSettings,
    pub feed: FeedSettings,
    /// The most tokens of a turn that go to what its agent remembers, as [`Recollection::tokens`] counts them.
    ///
    /// [`Recollection::tokens`]: super::recall::Recollection::tokens
    pub memory_tokens: u32,
    /// In what the run is less than it could be, known before it begins.
    pub degraded: Vec<Shortfall>,
}

/// Something that the readers of a run should know, and why it is so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortfall {
    pub what: Degradation,
    pub reason: String,
}

impl Settings {
    /// A run without a model: its cast and its minds follow rules, and its log says so.
    pub fn new(seed: Seed, rounds: u32) -> Self {
        let shortfall = |what, reason: &str| Shortfall { what, reason: reason.to_owned() };
        Self {
            seed,
            rounds,
            poll_every: 5,
            poll_sample: 40,
            belief: BeliefSettings::default(),
            feed: FeedSettings::default(),
            memory_tokens: 240,
            degraded: vec![
                shortfall(
                    Degradation::RuleBasedCasting,
                    "no language model is configured: the cast was found by rules",
                ),
                shortfall(
                    Degradation::RuleBasedMinds,
                    "no language model is configured: the agents' minds follow rules",
                ),
            ],
        }
    }
}
