//! `run_manifest`: what the run depends on, what came of it, and how it was executed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use simswarm_core::artifact::SCHEMA_VERSION;
use simswarm_core::document::Seed;

use simswarm_engine::event::Degradation;

use super::history::History;
use super::summary::{Counts, counts};

/// How a run was executed: what its log may not hold. What is not known is left out.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct OperationsSummary {
    /// The tier that it was asked for in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// How many hosts had a try at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<u32>,
    /// The model behind the minds; none for rule-based ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<Model>,
    /// Sampling parameters, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sampling: BTreeMap<String, f64>,
    /// Hashes of the prompts' templates, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub prompt_hashes: BTreeMap<String, String>,
    /// Turns whose recorded answer was used again.
    #[serde(default)]
    pub recorded_turns: u64,
    /// Questions that were asked again.
    #[serde(default)]
    pub retries: u64,
    /// Time of asking, and of whole rounds, over all rounds.
    #[serde(default)]
    pub ask_ms: u64,
    #[serde(default)]
    pub round_ms: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Tokens>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_usd: Option<f64>,
}

/// Which model, exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    pub name: String,
    pub revision: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tokens {
    pub prompt: u64,
    pub completion: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunManifest<'a> {
    pub schema_version: u32,
    pub engine_version: &'a str,
    pub seed: Option<Seed>,
    pub title: &'a str,
    pub question: &'a str,
    pub horizon_days: u32,
    pub counts: Counts,
    pub degradation: Vec<DegradedRow<'a>>,
    pub operations: &'a OperationsSummary,
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
        seed: opening.map(|opening| opening.seed),
        title: opening.map_or("", |opening| opening.brief.title.as_str()),
        question: opening.map_or("", |opening| opening.brief.question.as_str()),
        horizon_days: opening.map_or(0, |opening| opening.brief.horizon_days),
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
