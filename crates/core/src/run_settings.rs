//! What a user may set about a run besides its size and seed: what happens from outside, whether there is an economy, what
//! feeds are ranked by, who finds the cast, how minds are moved.

use serde::{Deserialize, Serialize};

use crate::cast_by::CastBy;
use crate::exogenous::{ExogenousError, ExogenousEvent};
use crate::recommender::Recommender;

/// The most events that may be planned for a run.
pub const MAX_EVENTS: usize = 20;

/// The settings of a run. What is left out is as usual.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RunSettings {
    pub events: Vec<ExogenousEvent>,
    pub economy: bool,
    pub recommender: Recommender,
    pub cast: CastBy,
    pub beliefs: BeliefOptions,
}

/// How minds are moved, where it is not as usual.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BeliefOptions {
    /// The weight of what was read against what was held, within [`Self::OPENNESS`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub openness: Option<f64>,
    /// Views farther away than this move nobody (bounded confidence), within [`Self::REACH`]; without one, none is too far.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reach: Option<f64>,
}

/// Which part of the settings was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    #[error("must have at most {MAX_EVENTS} events")]
    TooManyEvents,
    #[error("cannot happen: {reason}")]
    Event { index: usize, reason: ExogenousError },
    #[error("must be between {} and {}", BeliefOptions::OPENNESS.0, BeliefOptions::OPENNESS.1)]
    Openness,
    #[error("must be between {} and {}", BeliefOptions::REACH.0, BeliefOptions::REACH.1)]
    Reach,
}

impl RunSettings {
    /// Checks them against the number of rounds.
    pub fn check(&self, rounds: u32) -> Result<(), SettingsError> {
        if self.events.len() > MAX_EVENTS {
            return Err(SettingsError::TooManyEvents);
        }
        for (index, event) in self.events.iter().enumerate() {
            event.check(rounds).map_err(|reason| SettingsError::Event { index, reason })?;
        }
        self.beliefs.check()
    }
}

impl BeliefOptions {
    pub const OPENNESS: (f64, f64) = (0.01, 0.99);
    /// Two opposite poles are 2 apart.
    pub const REACH: (f64, f64) = (0.05, 2.0);

    pub fn check(&self) -> Result<(), SettingsError> {
        let within = |value: Option<f64>, (least, most): (f64, f64)| {
            value.is_none_or(|value| (least..=most).contains(&value))
        };
        if !within(self.openness, Self::OPENNESS) {
            Err(SettingsError::Openness)
        } else if !within(self.reach, Self::REACH) {
            Err(SettingsError::Reach)
        } else {
            Ok(())
        }
    }

    /// Whether all is as usual.
    pub fn are_usual(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_as_usual() {
        let settings: RunSettings = serde_json::from_str(r#"{"economy": true}"#).unwrap();
        assert_eq!(settings, RunSettings { economy: true, ..RunSettings::default() });
        assert_eq!(settings.check(1), Ok(()));
    }

    #[test]
    fn what_no_run_can_be_played_with_is_refused() {
        let event = ExogenousEvent::plain(3, "The court has ruled.".to_owned());
        let with = |events| RunSettings { events, ..RunSettings::default() };
        assert_eq!(with(vec![event.clone(); 21]).check(9), Err(SettingsError::TooManyEvents));
        let reason = ExogenousError::Round { round: 3, rounds: 2 };
        assert_eq!(with(vec![event]).check(2), Err(SettingsError::Event { index: 0, reason }));
        let beliefs = |openness, reach| BeliefOptions { openness, reach }.check();
        assert_eq!(beliefs(Some(f64::NAN), None), Err(SettingsError::Openness));
        assert_eq!(beliefs(None, Some(2.5)), Err(SettingsError::Reach));
        assert_eq!(beliefs(Some(0.5), Some(0.4)), Ok(()));
    }
}
