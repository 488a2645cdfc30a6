//! How a run was executed: kept beside the log, never in it. The log of a run is the same on every host.

use std::collections::BTreeMap;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

use serde::{Deserialize, Serialize};

/// One round's record, a line of JSON.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Operations {
    pub round: u32,
    /// Turns that were answered in this round, recorded answers included.
    pub turns: u32,
    /// How many of them were recorded answers of a host that was lost.
    pub recorded: u32,
    /// How many of them gave no decision.
    pub skipped: u32,
    /// Turns begun again, over all turns.
    pub retries: u32,
    /// From the first question to the last answer.
    pub ask_ms: u64,
    /// From the beginning of the round until it was handed over to be kept.
    pub round_ms: u64,
    /// Time of one turn: median, 95th percentile and longest.
    pub turn_ms_p50: u64,
    pub turn_ms_p95: u64,
    pub turn_ms_max: u64,
    /// What the round's calls of a model came to; none where rules decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spent: Option<Spent>,
    /// The model that decided; none where rules do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minds: Option<ModelMinds>,
}

/// What calls of a model came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Spent {
    pub calls: u64,
    /// Calls whose answer could not be used as it was, and was asked for once more.
    pub repairs: u64,
    /// Of whole prompts, cached ones included; 0 where the endpoint tells none.
    pub prompt_tokens: u64,
    /// Those of the prompts that came from a cache.
    pub cached_tokens: u64,
    /// Of the answers.
    pub completion_tokens: u64,
    /// In billionths of a US dollar; none where no price is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nano_usd: Option<u64>,
}

impl Sum for Spent {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), |mut whole, part| {
            whole += part;
            whole
        })
    }
}

impl AddAssign for Spent {
    fn add_assign(&mut self, other: Self) {
        self.calls += other.calls;
        self.repairs += other.repairs;
        self.prompt_tokens += other.prompt_tokens;
        self.cached_tokens += other.cached_tokens;
        self.completion_tokens += other.completion_tokens;
        if let Some(more) = other.nano_usd {
            self.nano_usd = Some(self.nano_usd.unwrap_or_default() + more);
        }
    }
}

/// The model behind the minds, and how it is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelMinds {
    pub model: Model,
    /// Sampling parameters, by name.
    pub sampling: BTreeMap<String, f64>,
    /// Hashes of the prompts' templates, by name.
    pub prompt_hashes: BTreeMap<String, String>,
}

/// Which model, exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    pub name: String,
    /// What the endpoint says that it serves under this name, where that is another word.
    pub revision: Option<String>,
}

/// How a whole run was executed. What is not known is left out.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OperationsSummary {
    /// The tier that it was asked for in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// How many hosts had a try at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempts: Option<u32>,
    /// The model behind the minds; none for rule-based ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<Model>,
    /// Sampling parameters, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub sampling: BTreeMap<String, f64>,
    /// Hashes of the prompts' templates, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub prompt_hashes: BTreeMap<String, String>,
    /// Turns whose recorded answer was used again.
    pub recorded_turns: u64,
    /// Turns that were begun again.
    pub retries: u64,
    /// Time of asking, and of whole rounds, over all rounds.
    pub ask_ms: u64,
    pub round_ms: u64,
    /// Calls of a model, and those of them that asked for a better answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calls: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repairs: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Tokens>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_usd: Option<f64>,
}

/// Tokens of all calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Tokens {
    pub prompt: u64,
    /// Those of the prompts that came from a cache.
    pub cached: u64,
    pub completion: u64,
}

impl OperationsSummary {
    /// The run that these rounds make, in their order.
    pub fn of<'a>(rounds: impl IntoIterator<Item = &'a Operations>) -> Self {
        let mut summary = Self::default();
        let mut spent: Option<Spent> = None;
        for round in rounds {
            summary.recorded_turns += u64::from(round.recorded);
            summary.retries += u64::from(round.retries);
            summary.ask_ms += round.ask_ms;
            summary.round_ms += round.round_ms;
            if let Some(more) = round.spent {
                *spent.get_or_insert_default() += more;
            }
            if let Some(minds) = round.minds.clone() {
                summary.model = Some(minds.model);
                summary.sampling = minds.sampling;
                summary.prompt_hashes.extend(minds.prompt_hashes);
            }
        }
        match spent {
            Some(spent) => summary.with_spent(spent),
            None => summary,
        }
    }

    /// What several runs asked of a model, and what that costs; of everything else, what the last one says.
    pub fn together(runs: impl IntoIterator<Item = Self>) -> Self {
        runs.into_iter().reduce(Self::and).unwrap_or_default()
    }

    fn and(self, more: Self) -> Self {
        let tokens = |one: Tokens, other: Tokens| Tokens {
            prompt: one.prompt + other.prompt,
            cached: one.cached + other.cached,
            completion: one.completion + other.completion,
        };
        Self {
            calls: both(self.calls, more.calls, u64::add),
            repairs: both(self.repairs, more.repairs, u64::add),
            tokens: both(self.tokens, more.tokens, tokens),
            cost_usd: both(self.cost_usd, more.cost_usd, f64::add),
            ..more
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a bill of 2^53 billionths is 9 million dollars"
    )]
    fn with_spent(self, spent: Spent) -> Self {
        Self {
            calls: Some(spent.calls),
            repairs: Some(spent.repairs),
            tokens: Some(Tokens {
                prompt: spent.prompt_tokens,
                cached: spent.cached_tokens,
                completion: spent.completion_tokens,
            }),
            cost_usd: spent.nano_usd.map(|nano| nano as f64 / 1e9),
            ..self
        }
    }
}

/// The sum of what there is.
fn both<T>(one: Option<T>, other: Option<T>, add: impl Fn(T, T) -> T) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(add(one, other)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_add_up_and_a_cost_that_nobody_knows_is_left_out() {
        let spent = Spent { calls: 3, prompt_tokens: 900, cached_tokens: 600, ..Spent::default() };
        let round = Operations { retries: 1, spent: Some(spent), ..Operations::default() };

        let summary = OperationsSummary::of([&round, &Operations::default(), &round]);

        assert_eq!(summary.retries, 2);
        assert_eq!(summary.calls, Some(6));
        let tokens = Tokens { prompt: 1800, cached: 1200, completion: 0 };
        assert_eq!(summary.tokens, Some(tokens));
        assert_eq!(summary.cost_usd, None);
        assert_eq!(OperationsSummary::of([&Operations::default()]).tokens, None);
    }

    #[test]
    fn a_cost_is_told_in_dollars() {
        let spent = Spent { nano_usd: Some(2_500_000), ..Spent::default() };
        let round = Operations { spent: Some(spent), ..Operations::default() };

        assert_eq!(OperationsSummary::of([&round, &round]).cost_usd, Some(0.005));
    }

    #[test]
    fn what_several_runs_cost_adds_up() {
        let run = |nano_usd, prompt_tokens| {
            let spent = Spent { calls: 2, prompt_tokens, nano_usd, ..Spent::default() };
            let round = Operations { spent: Some(spent), ..Operations::default() };
            OperationsSummary::of([&round])
        };
        let free = OperationsSummary::of([&Operations::default()]);

        let all =
            OperationsSummary::together([run(Some(500_000), 10), free, run(Some(250_000), 5)]);

        assert_eq!((all.calls, all.cost_usd), (Some(4), Some(0.000_75)));
        assert_eq!(all.tokens, Some(Tokens { prompt: 15, ..Tokens::default() }));
        assert_eq!(OperationsSummary::together([]), OperationsSummary::default());
    }
}
