//! Artifacts as projections of the log: folding the same events again gives the same files.
//!
//! A [`Projector`] takes the events one by one; what it has folded is a [`History`], and every artifact is a
//! function of that. Nothing here reads a clock, and all numbers come from the log.

pub mod agent_trajectories;
pub mod beliefs;
pub mod chat_log;
pub mod engagement;
pub mod graph_data;
pub mod history;
pub mod market_curves;
pub mod operations;
pub mod polls;
pub mod posts;
pub mod profiles;
pub mod read;
pub mod relations;
pub mod run_manifest;
pub mod social_graph;
pub mod stance;
mod stats;
pub mod summary;
pub mod tally;
pub mod trades;

use serde::Serialize;

use crate::Event;

pub use history::{History, LogError};
pub use operations::{Operations, OperationsSummary};

/// Folds a log, event by event.
#[derive(Debug, Clone, Default)]
pub struct Projector {
    history: History,
}

impl Projector {
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next event of the log.
    pub fn push(&mut self, event: &Event) -> Result<(), LogError> {
        self.history.push(event)
    }

    /// Counts an event whose type came later than this version: it changes nothing that is known here.
    pub fn pass_over(&mut self, seq: u64) -> Result<(), LogError> {
        self.history.pass_over(seq)
    }

    pub fn finish(mut self) -> Artifacts {
        self.history.close();
        Artifacts { history: self.history }
    }
}

/// A folded log, ready to be written out.
#[derive(Debug, Clone, PartialEq)]
pub struct Artifacts {
    history: History,
}

impl Artifacts {
    /// Folds a whole log at once.
    pub fn from_events<'a>(events: impl IntoIterator<Item = &'a Event>) -> Result<Self, LogError> {
        let mut projector = Projector::new();
        events.into_iter().try_for_each(|event| projector.push(event))?;
        Ok(projector.finish())
    }

    /// What the log says: the source of every artifact, of the analyses and of the report.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The bytes of one artifact of [`NAMES`](simswarm_core::artifact::NAMES). Whoever wants all of them takes one after the other: together they
    /// are several times the log.
    ///
    /// All but the manifest depend on the log alone; it adds how the run was executed.
    pub fn file(
        &self,
        name: &str,
        operations: &OperationsSummary,
    ) -> Result<Vec<u8>, serde_json::Error> {
        let history = &self.history;
        match name {
            "chat_log" => json(&chat_log::ChatLog(history)),
            "graph_data" => json(&graph_data::file(history)),
            "posts" => json(&posts::posts(history)),
            "top_posts" => json(&posts::top_posts(history)),
            "profiles" => json(&profiles::profiles(history)),
            "engagement_summary" => json(&engagement::rounds(history)),
            "agent_trajectories" => json(&agent_trajectories::trajectories(history)),
            "social_graph" => json(&social_graph::social_graph(history)),
            "trades" => json(&trades::trades(history)),
            "relations" => json(&relations::relations(history)),
            "summary" => json(&summary::summary(history)),
            "market_curves" => json(&market_curves::curves(history)),
            "beliefs" => json(&beliefs::beliefs(history)),
            "polls" => json(&polls::polls(history)),
            "run_manifest" => json(&run_manifest::manifest(history, operations)),
            other => Err(serde::ser::Error::custom(format!("no artifact is called {other}"))),
        }
    }
}

fn json(value: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(value)
}
