//! `ensemble`: what runs that differ in their seed alone say together. It is made of their forecasts, so that no log is
//! read twice.

use serde::{Deserialize, Serialize};
use simswarm_core::artifact::SCHEMA_VERSION;
use simswarm_core::document::Seed;
use simswarm_core::job::{FailedRun, MAX_FAILED};
use simswarm_engine::ensemble::{Ensemble, LEVEL, Pooled, Replicate, StopRule};

use super::candidates::ranked;
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
    /// How many of them were played to their end.
    pub replicates: u32,
    /// Why no more of them are played; none while more are.
    pub ended: Option<Ended>,
    pub rule: StopRule,
    pub issues: Vec<PooledIssue>,
    /// The places of the issues that a question sets against each other, the likeliest first; none where each is a question of
    /// its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ranked: Vec<usize>,
    pub markets: Vec<PooledMarket>,
    /// In the order in which they were played.
    pub runs: Vec<PooledRun>,
    /// What users told them while they were played.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<PooledEvent>,
    /// The runs that were given up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<FailedRun>,
}

/// Why no more runs are played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// As many as were asked for.
    AllPlayed,
    /// Every interval is as narrow as the rule wants it: another run would tell little.
    NarrowEnough,
    /// So many failed that another one would too.
    TooManyFailed,
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
    /// What the runs say of which these are the forecasts, in the order in which they were played, none of them given up.
    pub fn of(forecasts: &[Forecast], planned: u32) -> Self {
        Self::of_finished(forecasts, planned, Vec::new())
    }

    /// The same of those that finished, where others failed. Runs can be at odds about what there is to ask: a question is
    /// pooled over those that have it.
    pub fn of_finished(forecasts: &[Forecast], planned: u32, failed: Vec<FailedRun>) -> Self {
        let propositions = distinct(forecasts.iter().flat_map(|it| &it.issues), |issue| {
            issue.proposition.as_str()
        });
        let questions = distinct(forecasts.iter().flat_map(|it| &it.markets), |market| {
            market.question.as_str()
        });
        let runs: Vec<PooledRun> = forecasts
            .iter()
            .zip((1..).filter(|number| failed.iter().all(|run| run.replicate != *number)))
            .map(|(forecast, replicate)| run(forecast, replicate, &propositions, &questions))
            .collect();
        let rule = StopRule { most: planned, ..StopRule::default() };
        let pooled = Ensemble::of(&runs.iter().map(replicate).collect::<Vec<_>>());
        let ended = if pooled.replicates + narrow(failed.len()) >= planned {
            Some(Ended::AllPlayed)
        } else if rule.is_enough(&pooled) {
            Some(Ended::NarrowEnough)
        } else {
            (failed.len() >= MAX_FAILED).then_some(Ended::TooManyFailed)
        };
        let ranked =
            ranked(&propositions, |place| Some(pooled.issues.get(place)?.as_ref()?.centre));
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
            ranked,
            markets: markets
                .map(|(question, forecast)| PooledMarket {
                    question: question.to_owned(),
                    forecast,
                })
                .collect(),
            runs,
            told: Vec::new(),
            failed,
        }
    }

    /// The place of the issue that the answer is about: the likeliest candidate, or else what the question is about first.
    pub fn main(&self) -> usize {
        self.ranked.first().copied().unwrap_or(0)
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
