//! `forecast`: what a run puts each of its questions at when it ends.

use serde::{Deserialize, Serialize};
use simswarm_core::document::Seed;
use simswarm_engine::ensemble::Replicate;

use super::history::History;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    pub seed: Seed,
    pub issues: Vec<IssueForecast>,
    pub markets: Vec<MarketForecast>,
    /// The poll that the issues' probabilities are from; none where there was none.
    pub poll: Option<PollRef>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IssueForecast {
    pub proposition: String,
    /// The mean of what was answered; none where nobody answered it.
    pub probability: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MarketForecast {
    pub question: String,
    /// The last price of yes.
    pub price: f64,
}

/// The event that holds a poll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollRef {
    pub event: u64,
    pub round: u32,
}

/// What a log comes to; none for one that does not begin with a run.
pub fn forecast(history: &History, replicate: &Replicate) -> Option<Forecast> {
    let issues = history.issues.iter().zip(&replicate.polled);
    let markets = history.markets.iter().zip(&replicate.prices);
    Some(Forecast {
        seed: history.seed()?,
        issues: issues
            .map(|(issue, probability)| IssueForecast {
                proposition: issue.proposition.clone(),
                probability: *probability,
            })
            .collect(),
        markets: markets
            .map(|(market, price)| MarketForecast {
                question: market.question.clone(),
                price: *price,
            })
            .collect(),
        poll: history.polls.last().map(|poll| PollRef { event: poll.seq, round: poll.round }),
    })
}
