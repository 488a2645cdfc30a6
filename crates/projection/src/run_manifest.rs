//! `run_manifest`: what the run depends on, what came of it, and how it was executed.

use serde::Serialize;
use simswarm_core::artifact::SCHEMA_VERSION;
use simswarm_core::document::Seed;
use simswarm_core::recommender::Recommender;

use simswarm_engine::event::Degradation;

use super::history::{Forked, History};
use super::summary::{Counts, counts};
use simswarm_core::operations::OperationsSummary;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunManifest<'a> {
    pub schema_version: u32,
    pub engine_version: &'a str,
    pub seed: Option<Seed>,
    /// What feeds were ranked by.
    pub recommender: Recommender,
    pub title: &'a str,
    pub question: &'a str,
    pub horizon_days: u32,
    /// Where it left another run, and what it depended on since; the last one is what holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forks: Vec<ForkRow>,
    pub counts: Counts,
    pub degradation: Vec<DegradedRow<'a>>,
    pub operations: &'a OperationsSummary,
}

/// A place where the run left the one that it was forked from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ForkRow {
    /// The last round that both have.
    pub after: u32,
    pub seed: Seed,
    pub rounds: u32,
    pub recommender: Recommender,
    pub event: String,
}

/// In what the run is less than it could be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DegradedRow<'a> {
    pub what: Degradation,
    pub reason: &'a str,
    pub round: u32,
    pub event: String,
}

pub fn manifest<'a>(history: &'a History, operations: &'a OperationsSummary) -> RunManifest<'a> {
    let opening = history.opening.as_ref();
    RunManifest {
        schema_version: SCHEMA_VERSION,
        engine_version: opening.map_or("", |opening| opening.engine_version.as_str()),
        seed: history.seed(),
        recommender: history.recommender(),
        title: opening.map_or("", |opening| opening.brief.title.as_str()),
        question: opening.map_or("", |opening| opening.brief.question.as_str()),
        horizon_days: opening.map_or(0, |opening| opening.brief.horizon_days),
        forks: history.forks.iter().map(fork).collect(),
        counts: counts(history),
        degradation: history
            .degraded
            .iter()
            .map(|degraded| DegradedRow {
                what: degraded.what,
                reason: &degraded.reason,
                round: degraded.round,
                event: format!("e{}", degraded.seq),
            })
            .collect(),
        operations,
    }
}

fn fork(forked: &Forked) -> ForkRow {
    let Forked { seq, seed, rounds, recommender, .. } = *forked;
    ForkRow { after: forked.after(), seed, rounds, recommender, event: format!("e{seq}") }
}
