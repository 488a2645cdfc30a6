//! What many runs with different seeds say together: for each issue and market a pooled forecast, how far it can be
//! trusted, and whether there are runs enough.

mod student;

use serde::{Deserialize, Serialize};

use crate::event::{Event, EventBody};
use crate::number::{count, from_log_odds, log_odds, real};

/// The level of the intervals that are reported.
pub const LEVEL: f64 = 0.9;
/// Nearer to certain than this no forecast of a single run is taken.
const CLOSEST: f64 = 0.001;

/// What one run forecasts at its end.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Replicate {
    /// The mean probability that the last poll gives each issue, in the issues' order; none where nobody answered.
    pub polled: Vec<Option<f64>>,
    /// The last price of YES of each market, in the markets' order.
    pub prices: Vec<f64>,
}

impl Replicate {
    /// The forecasts of a whole log.
    pub fn of<'e>(log: impl IntoIterator<Item = &'e Event>) -> Self {
        let mut replicate = Self::default();
        for event in log {
            replicate.follow(event);
        }
        replicate
    }

    /// Takes the next event of the log.
    #[expect(clippy::wildcard_enum_match_arm, reason = "nothing else says what is forecast")]
    pub fn follow(&mut self, event: &Event) {
        match &event.body {
            EventBody::IssueDefined { .. } => self.polled.push(None),
            EventBody::MarketOpened { initial_price, .. } => self.prices.push(*initial_price),
            EventBody::RoundEnded { prices, .. } => self.prices.clone_from(prices),
            EventBody::Poll { answers } => {
                for (index, polled) in self.polled.iter_mut().enumerate() {
                    let answers = answers.iter().flat_map(|polled| &polled.answers);
                    let of_issue = answers.filter(|answer| answer.issue.index() == index);
                    *polled = mean(of_issue.map(|answer| answer.probability));
                }
            }
            _ => {}
        }
    }
}

/// From a number to a number, both included.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

impl Interval {
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    pub fn half_width(&self) -> f64 {
        0.5 * (self.high - self.low)
    }
}

/// The forecasts of several runs for one question, pooled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pooled {
    /// The distribution: one probability of each run, in ascending order.
    pub values: Vec<f64>,
    /// Their mean: the linear opinion pool (Stone 1961).
    pub mean: f64,
    /// Their centre: the mean of the log-odds, as a probability. Of a symmetric distribution of log-odds it is the median.
    pub centre: f64,
    /// Where the centre of infinitely many runs lies, at [`LEVEL`]; none of a single run.
    pub interval: Option<Interval>,
    /// Where the forecast of one more run lies, at [`LEVEL`]; none of a single run.
    pub next: Option<Interval>,
}

/// Pools the forecasts of runs with different seeds; none if there are none.
///
/// The intervals are Student's on the scale of log-odds, where forecasts are nearer to normal than between 0 and 1: mean ±
/// t s / √n for the centre, mean ± t s √(1 + 1/n) for one run more (Hahn and Meeker, "Statistical Intervals", 1991,
/// sections 4.1 and 4.7).
pub fn pooled(forecasts: impl IntoIterator<Item = f64>) -> Option<Pooled> {
    let mut values: Vec<f64> = forecasts.into_iter().filter(|it| it.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    let scores: Vec<f64> =
        values.iter().map(|value| log_odds(value.clamp(CLOSEST, 1.0 - CLOSEST))).collect();
    let centre = mean(scores.iter().copied())?;
    let n = real(values.len());
    let squares: f64 = scores.iter().map(|it| (it - centre) * (it - centre)).sum();
    let around = |factor: f64| {
        let degrees = values.len() - 1;
        let deviation = libm::sqrt(squares / real(degrees));
        let reach = student::two_sided(LEVEL, degrees) * deviation * factor;
        Interval { low: from_log_odds(centre - reach), high: from_log_odds(centre + reach) }
    };
    let is_spread = values.len() > 1;
    Some(Pooled {
        mean: mean(values.iter().copied())?,
        centre: from_log_odds(centre),
        interval: is_spread.then(|| around(libm::sqrt(1.0 / n))),
        next: is_spread.then(|| around(libm::sqrt(1.0 + 1.0 / n))),
        values,
    })
}

/// All questions of a run's replicates, pooled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ensemble {
    pub replicates: u32,
    /// One for each issue; none where no run polled it.
    pub issues: Vec<Option<Pooled>>,
    /// One for each market.
    pub markets: Vec<Option<Pooled>>,
}

impl Ensemble {
    pub fn of(replicates: &[Replicate]) -> Self {
        let widest = |length: fn(&Replicate) -> usize| replicates.iter().map(length).max();
        let issues = widest(|it| it.polled.len()).unwrap_or(0);
        let markets = widest(|it| it.prices.len()).unwrap_or(0);
        let polled = |issue: usize| {
            pooled(replicates.iter().filter_map(|it| it.polled.get(issue).copied().flatten()))
        };
        let price = |market: usize| {
            pooled(replicates.iter().filter_map(|it| it.prices.get(market).copied()))
        };
        Self {
            replicates: count(replicates.len()),
            issues: (0..issues).map(polled).collect(),
            markets: (0..markets).map(price).collect(),
        }
    }
}

/// When there are runs enough.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StopRule {
    /// The half width that no interval of a centre may exceed.
    pub tolerance: f64,
    /// Before so many runs nothing is decided: the spread of a few is too uncertain, and a rule that stops on it too
    /// often stops on intervals that are too narrow (Chow and Robbins 1965).
    pub least: u32,
    /// After so many it ends in any case.
    pub most: u32,
}

impl Default for StopRule {
    fn default() -> Self {
        Self { tolerance: 0.05, least: 8, most: 32 }
    }
}

impl StopRule {
    /// Whether another run would be one too many.
    pub fn is_enough(&self, ensemble: &Ensemble) -> bool {
        if ensemble.replicates >= self.most {
            return true;
        }
        let mut pooled = ensemble.issues.iter().chain(&ensemble.markets).flatten();
        let is_narrow =
            |it: &Pooled| it.interval.is_some_and(|it| it.half_width() <= self.tolerance);
        ensemble.replicates >= self.least && pooled.all(is_narrow)
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
    (n > 0.0).then_some(sum / n)
}
