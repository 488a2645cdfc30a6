//! `economy`: who is what in it, and its metrics and policies round by round.

use serde::Serialize;
use simswarm_engine::AgentId;
use simswarm_engine::env::economy::metrics::Metrics;

use super::history::History;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EconomyFile<'a> {
    pub firms: &'a [AgentId],
    pub authorities: &'a [AgentId],
    pub labour_force: u32,
    /// All the money that there is, for ever, in the economy's own unit.
    pub money: f64,
    /// Before the first round.
    pub opening: Metrics,
    pub rounds: Vec<EconomyRound>,
    pub event: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EconomyRound {
    pub round_num: u32,
    #[serde(flatten)]
    pub metrics: Metrics,
    /// The share of sales that is taken.
    pub tax_rate: f64,
    /// What a worker without work is paid for a round.
    pub benefit: f64,
    pub event: String,
}

/// The economy, if the run has one.
pub fn economy(history: &History) -> Option<EconomyFile<'_>> {
    let economy = history.economy.as_ref()?;
    let rounds = economy.measured.iter().map(|it| EconomyRound {
        round_num: it.round,
        metrics: it.metrics,
        tax_rate: it.tax_rate,
        benefit: it.benefit,
        event: format!("e{}", it.seq),
    });
    Some(EconomyFile {
        firms: &economy.firms,
        authorities: &economy.authorities,
        labour_force: economy.labour_force,
        money: economy.money,
        opening: economy.opening,
        rounds: rounds.collect(),
        event: format!("e{}", economy.seq),
    })
}
