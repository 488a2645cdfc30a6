//! What a run depends on besides its cast and its answers.

use serde::{Deserialize, Serialize};
use simswarm_core::document::Seed;
use simswarm_core::exogenous::ExogenousEvent;

use crate::belief::BeliefSettings;
use crate::env::economy::EconomySettings;
use crate::env::news::NewsSettings;
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
    pub contact: Contact,
    pub feed: FeedSettings,
    pub news: NewsSettings,
    /// The economy, if the run has one.
    pub economy: Option<EconomySettings>,
    /// What happens from outside, each in its round.
    pub events: Vec<ExogenousEvent>,
    /// The most tokens of a turn that go to what its agent remembers, as [`Recollection::tokens`] counts them.
    ///
    /// [`Recollection::tokens`]: super::recall::Recollection::tokens
    pub memory_tokens: u32,
    /// In what the run is less than it could be, known before it begins.
    pub degraded: Vec<Shortfall>,
}

/// Whose posts a turn is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Contact {
    /// What the feed ranks best.
    Feed,
    /// Each round the agents are put into groups of this size by lot, and each is shown what the others of its group
    /// wrote or reposted in the round before: encounters in pairs (Deffuant et al. 2000), or everybody with everybody
    /// (Hegselmann and Krause 2002). A turn then costs as much as a group is large.
    Groups { size: u32 },
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
            contact: Contact::Feed,
            feed: FeedSettings::default(),
            news: NewsSettings::default(),
            economy: None,
            events: Vec::new(),
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

    /// The same run, but its minds are a model's.
    #[must_use]
    pub fn with_model_minds(mut self) -> Self {
        self.degraded = vec![Shortfall {
            what: Degradation::RuleBasedCasting,
            reason: "the cast was found by rules: the language model decides the turns only"
                .to_owned(),
        }];
        self
    }

    /// The same run, cast by a model; if there is a shortfall, rules had to find some of it.
    #[must_use]
    pub fn with_model_cast(mut self, shortfall: Option<String>) -> Self {
        self.degraded.retain(|it| it.what != Degradation::RuleBasedCasting);
        let what = Degradation::RuleBasedCasting;
        self.degraded.extend(shortfall.map(|reason| Shortfall { what, reason }));
        self
    }
}
