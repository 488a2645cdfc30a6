//! Which run a directory holds: everything that its log depends on, without the document's text.

use std::fmt;

use serde::{Deserialize, Serialize};
use simswarm_core::cast_by::CastBy;
use simswarm_core::contract::pod::RunInput;
use simswarm_core::document::Seed;
use simswarm_core::exogenous::ExogenousEvent;
use simswarm_core::recommender::Recommender;
use simswarm_core::run_settings::BeliefOptions;

use crate::opening::versions;
use crate::packed::sha256_hex;

/// What two runs must share to have the same log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunIdentity {
    pub engine: String,
    pub checkpoint: u32,
    pub document_sha256: String,
    pub goal: String,
    pub seed: Seed,
    pub agents: u32,
    pub rounds: u32,
    pub horizon_days: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<ExogenousEvent>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub economy: bool,
    #[serde(default)]
    pub recommender: Recommender,
    /// The last round that is another run's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forked_at: Option<u32>,
    #[serde(default, skip_serializing_if = "BeliefOptions::are_usual")]
    pub beliefs: BeliefOptions,
    /// The model behind the minds; none for rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Whether that model finds the cast, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub model_casts: bool,
}

/// In what two runs differ, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference(Vec<&'static str>);

impl RunIdentity {
    /// The identity of a run of this program.
    pub fn of(input: &RunInput) -> Self {
        let versions = versions();
        Self {
            engine: versions.engine,
            checkpoint: versions.checkpoint,
            document_sha256: sha256_hex(input.document.as_bytes()),
            goal: input.goal.clone(),
            seed: input.seed,
            agents: input.agents,
            rounds: input.rounds,
            horizon_days: input.horizon_days,
            events: input.events.clone(),
            economy: input.economy,
            recommender: input.recommender,
            forked_at: input.forked_at,
            beliefs: input.beliefs,
            model: None,
            model_casts: false,
        }
    }

    /// The same run, decided by this model.
    #[must_use]
    pub fn with_model(self, model: Option<String>) -> Self {
        Self { model, ..self }
    }

    /// The same run, cast by its model or by rules.
    #[must_use]
    pub fn with_cast(self, by: CastBy) -> Self {
        let model_casts = match by {
            CastBy::Rules => false,
            CastBy::Model => self.model.is_some(),
        };
        Self { model_casts, ..self }
    }

    /// Its planned events that a fork with so many rounds has room for.
    pub fn events_until(&self, rounds: u32) -> Vec<ExogenousEvent> {
        self.events.iter().filter(|event| event.round <= rounds).cloned().collect()
    }

    /// In what `other` differs from all that a fork of it must have in common with it.
    pub fn difference_of_fork(&self, other: &Self) -> Option<Difference> {
        let Self { seed, rounds, events, recommender, forked_at, .. } = self.clone();
        self.difference(&Self { seed, rounds, events, recommender, forked_at, ..other.clone() })
    }

    /// In what `other` differs, if it does.
    pub fn difference(&self, other: &Self) -> Option<Difference> {
        let parts = [
            ("version", (&self.engine, self.checkpoint) != (&other.engine, other.checkpoint)),
            ("document", self.document_sha256 != other.document_sha256),
            ("question", self.goal != other.goal),
            ("seed", self.seed != other.seed),
            ("number of agents", self.agents != other.agents),
            ("number of rounds", self.rounds != other.rounds),
            ("horizon", self.horizon_days != other.horizon_days),
            ("list of events", self.events != other.events),
            ("choice of an economy", self.economy != other.economy),
            ("recommender", self.recommender != other.recommender),
            ("fork", self.forked_at != other.forked_at),
            ("choice of how minds are moved", self.beliefs != other.beliefs),
            ("model", self.model != other.model),
            ("way of casting", self.model == other.model && self.model_casts != other.model_casts),
        ];
        let names: Vec<_> =
            parts.into_iter().filter_map(|(name, differs)| differs.then_some(name)).collect();
        if names.is_empty() { None } else { Some(Difference(names)) }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, name) in self.0.iter().enumerate() {
            let joint = match place {
                0 => "",
                _ if place + 1 == self.0.len() => " and ",
                _ => ", ",
            };
            write!(f, "{joint}{name}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input() -> RunInput {
        RunInput {
            document: "A ferry.".to_owned(),
            goal: "Will it sail?".to_owned(),
            seed: Seed::try_from(1).unwrap(),
            agents: 3,
            rounds: 2,
            horizon_days: 30,
            events: Vec::new(),
            economy: false,
            recommender: Recommender::default(),
            cast: CastBy::default(),
            forked_at: None,
            beliefs: BeliefOptions::default(),
        }
    }

    #[test]
    fn the_same_input_is_the_same_run() {
        assert_eq!(RunIdentity::of(&input()).difference(&RunIdentity::of(&input())), None);
    }

    #[test]
    fn what_differs_is_named() {
        let other = RunInput { goal: "When?".to_owned(), rounds: 9, agents: 8, ..input() };

        let difference = RunIdentity::of(&input()).difference(&RunIdentity::of(&other)).unwrap();

        assert_eq!(difference.to_string(), "question, number of agents and number of rounds");
    }

    #[test]
    fn a_model_decides_otherwise_than_rules() {
        let run = RunIdentity::of(&input());

        let difference = run.difference(&run.clone().with_model(Some("m".to_owned()))).unwrap();

        assert_eq!(difference.to_string(), "model");
    }
}
