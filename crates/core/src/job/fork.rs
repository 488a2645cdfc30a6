//! A job that leaves another one after a round, and what it does otherwise.

use serde::{Deserialize, Serialize};

use crate::exogenous::ExogenousEvent;
use crate::recommender::Recommender;

/// The most events that one job can be given beforehand.
pub const MAX_EVENTS: usize = 50;

/// The change of a fork. Its seed is the run's own.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Fork {
    /// What happens besides, in rounds after the one that it was forked at. That of the forked fork comes first.
    #[serde(default)]
    pub events: Vec<ExogenousEvent>,
    /// What feeds are ranked by from then on; as before if it is not said.
    #[serde(default)]
    pub recommender: Option<Recommender>,
}
