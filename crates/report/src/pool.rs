//! How each number is computed that several runs have together.

use serde::{Deserialize, Serialize};
use simswarm_engine::ensemble::Pooled;
use simswarm_projection::ensemble::{Pool, PooledRun};

/// The rule behind a number of an ensemble. Runs are counted from 1, questions as in the pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum PoolRule {
    /// How many runs were played, and how many were asked for.
    Replicates,
    Planned,
    /// How many of them failed, and the number of one, by its place among them.
    Failed,
    FailedRun {
        place: usize,
    },
    /// The level of the intervals.
    Level,
    /// The half width that no interval may exceed for the runs to be enough.
    Tolerance,
    Centre {
        question: Question,
    },
    Low {
        question: Question,
    },
    High {
        question: Question,
    },
    /// Where the forecast of one more run lies.
    NextLow {
        question: Question,
    },
    NextHigh {
        question: Question,
    },
    /// The number of a run, and its seed.
    Replicate {
        replicate: u32,
    },
    Seed {
        replicate: u32,
    },
    /// How many runs were told of an event, by its place in the pool, and in which round.
    Told {
        event: usize,
    },
    ToldRound {
        event: usize,
    },
    /// What one run puts a question at.
    Forecast {
        replicate: u32,
        question: Question,
    },
}

/// What is forecast: the place of an issue or of a market in the pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    Issue(usize),
    Market(usize),
}

impl PoolRule {
    /// The number; none where the pool has nothing to compute it from.
    pub fn evaluate(self, pool: &Pool) -> Option<f64> {
        let interval = |question| pooled(pool, question)?.interval;
        let next = |question| pooled(pool, question)?.next;
        let value = match self {
            Self::Replicates => f64::from(pool.replicates),
            Self::Planned => f64::from(pool.planned),
            Self::Failed => f64::from(u32::try_from(pool.failed.len()).ok()?),
            Self::FailedRun { place } => f64::from(pool.failed.get(place)?.replicate),
            Self::Level => pool.level,
            Self::Tolerance => pool.rule.tolerance,
            Self::Centre { question } => pooled(pool, question)?.centre,
            Self::Low { question } => interval(question)?.low,
            Self::High { question } => interval(question)?.high,
            Self::NextLow { question } => next(question)?.low,
            Self::NextHigh { question } => next(question)?.high,
            Self::Replicate { replicate } => f64::from(run(pool, replicate)?.replicate),
            Self::Seed { replicate } => exact(u64::from(run(pool, replicate)?.seed)),
            Self::Told { event } => f64::from(pool.told.get(event)?.told(pool)),
            Self::ToldRound { event } => f64::from(pool.told.get(event)?.round?),
            Self::Forecast { replicate, question } => forecast(run(pool, replicate)?, question)?,
        };
        value.is_finite().then_some(value)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a seed is at most 2^53 - 1")]
fn exact(seed: u64) -> f64 {
    seed as f64
}

pub(crate) fn pooled(pool: &Pool, question: Question) -> Option<&Pooled> {
    match question {
        Question::Issue(place) => pool.issues.get(place)?.forecast.as_ref(),
        Question::Market(place) => pool.markets.get(place)?.forecast.as_ref(),
    }
}

pub(crate) fn forecast(run: &PooledRun, question: Question) -> Option<f64> {
    match question {
        Question::Issue(place) => *run.polled.get(place)?,
        Question::Market(place) => *run.prices.get(place)?,
    }
}

fn run(pool: &Pool, replicate: u32) -> Option<&PooledRun> {
    pool.runs.iter().find(|run| run.replicate == replicate)
}
