//! `ensemble`: what runs that differ in their seed alone say together. It is made of their forecasts, so that no log is
//! read twice.

use serde::{Deserialize, Serialize};
use simswarm_core::artifact::SCHEMA_VERSION;
use simswarm_core::document::Seed;
use simswarm_engine::ensemble::{Ensemble, LEVEL, Pooled, Replicate, StopRule};

use super::forecast::{Forecast, PollRef};
use super::history::narrow;

/// The runs of a job, pooled question by question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pool {
    pub schema_version: u32,
    /// The level of its intervals.
    pub level: f64,
    /// How many runs were asked for.
    pub planned: u32,
    /// How many of them were played.
    pub replicates: u32,
    /// Why no more of them are played; none while more are.
    pub ended: Option<Ended>,
    pub rule: StopRule,
    pub issues: Vec<PooledIssue>,
    pub markets: Vec<PooledMarket>,
    /// In the order in which they were played.
    pub runs: Vec<PooledRun>,
    /// What users told them while they were played.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<PooledEvent>,
}

/// Why no more runs are played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// As many as were asked for.
    AllPlayed,
    /// Every interval is as narrow as the rule wants it: another run would tell little.
    NarrowEnough,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PooledIssue {
    pub proposition: String,
    /// None where no run polled it.
    pub forecast: Option<Pooled>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PooledMarket {
    pub question: String,
    pub forecast: Option<Pooled>,
}

/// What one run put the questions at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PooledRun {
    /// Counted from 1.
    pub replicate: u32,
    pub seed: Seed,
    /// For each issue of the pool; none where the run did not poll it.
    pub polled: Vec<Option<f64>>,
    /// For each market of the pool; none where the run had none of it.
    pub prices: Vec<Option<f64>>,
    pub poll: Option<PollRef>,
}

/// What was told while the runs were played. Those that were over by then know nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PooledEvent {
    pub text: String,
    /// The round of the first run that was told.
    pub round: Option<u32>,
    /// Which runs were told, counted from 1.
    pub runs: Vec<u32>,
}

impl PooledEvent {
    /// How many of the pool's runs were told.
    pub fn told(&self, pool: &Pool) -> u32 {
        narrow(pool.runs.iter().filter(|run| self.runs.contains(&run.replicate)).count())
    }
}

impl Pool {
    /// What the runs say of which these are the forecasts, in the order in which they were played. Runs can be at odds about
    /// what there is to ask: a question is pooled over those that have it.
    pub fn of(forecasts: &[Forecast], planned: u32) -> Self {
        let propositions = distinct(forecasts.iter().flat_map(|it| &it.issues), |issue| {
            issue.proposition.as_str()
        });
        let questions = distinct(forecasts.iter().flat_map(|it| &it.markets), |market| {
            market.question.as_str()
        });
        let runs: Vec<PooledRun> = forecasts
            .iter()
            .zip(1..)
            .map(|(forecast, replicate)| run(forecast, replicate, &propositions, &questions))
            .collect();
        let rule = StopRule { most: planned, ..StopRule::default() };
        let pooled = Ensemble::of(&runs.iter().map(replicate).collect::<Vec<_>>());
        let ended = match rule.is_enough(&pooled) {
            true if pooled.replicates >= planned => Some(Ended::AllPlayed),
            true => Some(Ended::NarrowEnough),
            false => None,
        };
        let issues = propositions.into_iter().zip(pooled.issues);
        let markets = questions.into_iter().zip(pooled.markets);
        Self {
            schema_version: SCHEMA_VERSION,
            level: LEVEL,
            planned,
            replicates: narrow(runs.len()),
            ended,
            rule,
            issues: issues
                .map(|(proposition, forecast)| PooledIssue {
                    proposition: proposition.to_owned(),
                    forecast,
                })
                .collect(),
            markets: markets
                .map(|(question, forecast)| PooledMarket {
                    question: question.to_owned(),
                    forecast,
                })
                .collect(),
            runs,
            told: Vec::new(),
        }
    }
}

/// Each text once, in the order of its first appearance.
fn distinct<'t, T: 't>(all: impl Iterator<Item = &'t T>, text: fn(&T) -> &str) -> Vec<&'t str> {
    let mut texts: Vec<&str> = Vec::new();
    for one in all.map(text) {
        if !texts.contains(&one) {
            texts.push(one);
        }
    }
    texts
}

fn run(
    forecast: &Forecast,
    replicate: u32,
    propositions: &[&str],
    questions: &[&str],
) -> PooledRun {
    let polled = |text: &&str| {
        let issue = forecast.issues.iter().find(|issue| issue.proposition == *text)?;
        issue.probability
    };
    let price = |text: &&str| {
        let market = forecast.markets.iter().find(|market| market.question == *text)?;
        Some(market.price)
    };
    PooledRun {
        replicate,
        seed: forecast.seed,
        polled: propositions.iter().map(polled).collect(),
        prices: questions.iter().map(price).collect(),
        poll: forecast.poll,
    }
}

/// A price that a run does not have is none that could be pooled.
fn replicate(run: &PooledRun) -> Replicate {
    let prices = run.prices.iter().map(|price| price.unwrap_or(f64::NAN));
    Replicate { polled: run.polled.clone(), prices: prices.collect() }
}
