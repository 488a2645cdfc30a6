//! How feeds are ranked: one score, and for each recommender its own weights.

use serde::{Deserialize, Serialize};
use simswarm_core::recommender::Recommender;

/// The weights of a feed's score, and its length.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FeedSettings {
    /// Whose weights these are.
    pub recommender: Recommender,
    /// The most posts that one turn is shown.
    pub length: u32,
    pub recency: f64,
    pub engagement: f64,
    pub affinity: f64,
    /// Approval on both sides of the issue.
    pub bridging: f64,
    /// What a reply to the reader gains.
    pub answers: f64,
    /// What a second post of one author loses.
    pub diversity: f64,
    /// What a text that is in the feed already loses.
    pub repetition: f64,
    /// Weight of chance.
    pub exploration: f64,
}

impl FeedSettings {
    /// The weights of a recommender.
    pub fn of(recommender: Recommender) -> Self {
        let base = Self {
            recommender,
            length: 8,
            recency: 0.35,
            engagement: 0.0,
            affinity: 0.0,
            bridging: 0.0,
            answers: 1.0,
            diversity: 0.4,
            repetition: 1.0,
            exploration: 0.15,
        };
        match recommender {
            // Nothing but the date, or the order would not be that of time.
            Recommender::Chronological => {
                Self { answers: 0.0, diversity: 0.0, repetition: 0.0, exploration: 0.0, ..base }
            }
            Recommender::Popularity => Self { engagement: 1.2, ..base },
            Recommender::Interest => Self { engagement: 0.3, affinity: 0.6, ..base },
            Recommender::Bridging => Self { bridging: 1.2, ..base },
        }
    }
}

impl Default for FeedSettings {
    fn default() -> Self {
        Self::of(Recommender::default())
    }
}
