//! Artifacts as projections of the log: folding the same events again gives the same files.
//!
//! A [`Projector`] takes the events one by one; what it has folded is a [`History`], and every artifact is a
//! function of that. Nothing here reads a clock, and all numbers come from the log.

pub mod agent_trajectories;
pub mod beliefs;
pub mod candidates;
pub mod cascades;
pub mod chat_log;
pub mod coalitions;
pub mod communities;
pub mod economy;
pub mod engagement;
pub mod ensemble;
pub mod forecast;
pub mod graph_data;
pub mod history;
pub mod influence;
mod interactions;
mod keywords;
pub mod market_curves;
pub mod measure;
pub mod news;
pub mod phases;
pub mod polarisation;
pub mod polls;
pub mod posts;
pub mod profiles;
pub mod read;
pub mod relations;
pub mod run_manifest;
pub mod sentiment;
pub mod social_graph;
pub mod stance;
mod stats;
pub mod story_signals;
pub mod summary;
pub mod tally;
pub mod trades;

use serde::Serialize;
use simswarm_core::artifact::Artifact;
use simswarm_core::operations::OperationsSummary;

use simswarm_engine::Event;
use simswarm_engine::ensemble::Replicate;

pub use history::{History, LogError};

/// Folds a log, event by event.
#[derive(Debug, Clone, Default)]
pub struct Projector {
    history: History,
    replicate: Replicate,
}

impl Projector {
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next event of the log.
    pub fn push(&mut self, event: &Event) -> Result<(), LogError> {
        self.replicate.follow(event);
        self.history.push(event)
    }

    /// Counts an event whose type came later than this version: it changes nothing that is known here.
    pub fn pass_over(&mut self, seq: u64) -> Result<(), LogError> {
        self.history.pass_over(seq)
    }

    pub fn finish(mut self) -> Artifacts {
        self.history.close();
        Artifacts { history: self.history, replicate: self.replicate }
    }
}

/// A folded log, ready to be written out.
#[derive(Debug, Clone)]
pub struct Artifacts {
    history: History,
    replicate: Replicate,
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

    /// The bytes of one artifact. Whoever wants all of them takes one after the other: together they are several times
    /// the log.
    ///
    /// All but the manifest depend on the log alone; it adds how the run was executed.
    pub fn file(
        &self,
        artifact: Artifact,
        operations: &OperationsSummary,
    ) -> Result<Vec<u8>, serde_json::Error> {
        let history = &self.history;
        match artifact {
            Artifact::ChatLog => json(&chat_log::ChatLog(history)),
            Artifact::GraphData => json(&graph_data::graph(history)),
            Artifact::Posts => json(&posts::posts(history)),
            Artifact::TopPosts => json(&posts::top_posts(history)),
            Artifact::Profiles => json(&profiles::profiles(history)),
            Artifact::EngagementSummary => json(&engagement::rounds(history)),
            Artifact::AgentTrajectories => json(&agent_trajectories::trajectories(history)),
            Artifact::SocialGraph => json(&social_graph::social_graph(history)),
            Artifact::Trades => json(&trades::trades(history)),
            Artifact::Relations => json(&relations::relations(history)),
            Artifact::Summary => json(&summary::summary(history)),
            Artifact::MarketCurves => json(&market_curves::curves(history)),
            Artifact::News => json(&news::news(history)),
            Artifact::Economy => json(&economy::economy(history)),
            Artifact::Beliefs => json(&beliefs::beliefs(history)),
            Artifact::Polls => json(&polls::polls(history)),
            Artifact::Communities => json(&communities::communities(history)),
            Artifact::Cascades => json(&cascades::cascades(history)),
            Artifact::Influence => json(&influence::influence(history)),
            Artifact::Polarisation => json(&polarisation::polarisation(history)),
            Artifact::Phases => json(&phases::phases(history)),
            Artifact::StorySignals => json(&story_signals::story_signals(history)),
            Artifact::Forecast => json(&forecast::forecast(history, &self.replicate)),
            Artifact::RunManifest => json(&run_manifest::manifest(history, operations)),
        }
    }
}

fn json(value: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(value)
}
