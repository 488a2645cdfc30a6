//! How many turns a run may lose: a rate over its latest rounds. One bad round is weather, three are a dead endpoint.

use std::collections::VecDeque;

use simswarm_engine::action::{Answer, AnswerOutcome};

use crate::error::DriveError;

/// What ends a run: more than `share` of the turns skipped, over its latest `rounds` and at least `turns` turns. Smaller
/// rounds are judged over more of them, and a run that has had fewer turns is not judged. Rounds that another host
/// played do not count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ErrorBudget {
    /// 0 … 1.
    pub share: f64,
    pub rounds: usize,
    pub turns: u32,
}

impl Default for ErrorBudget {
    fn default() -> Self {
        Self { share: 0.5, rounds: 3, turns: 20 }
    }
}

/// The latest rounds of this process.
pub(crate) struct Recent {
    budget: ErrorBudget,
    /// Turns, and how many of them were skipped; oldest first.
    rounds: VecDeque<(u32, u32)>,
}

impl Recent {
    pub(crate) fn of(budget: ErrorBudget) -> Self {
        Self { budget, rounds: VecDeque::new() }
    }

    /// Counts a round in; an error if the run has lost too much with it.
    pub(crate) fn add(&mut self, answers: &[Answer]) -> Result<(), DriveError> {
        let reasons = || answers.iter().filter_map(reason);
        let length = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        self.rounds.push_back((length(answers.len()), length(reasons().count())));
        while self.rounds.len() > self.budget.rounds
            && self.rounds.iter().skip(1).map(|(turns, _)| turns).sum::<u32>() >= self.budget.turns
        {
            self.rounds.pop_front();
        }
        let turns = self.rounds.iter().map(|(turns, _)| turns).sum::<u32>();
        let skipped = self.rounds.iter().map(|(_, skipped)| skipped).sum::<u32>();
        let is_lost = f64::from(skipped) > self.budget.share * f64::from(turns);
        match reasons().next_back() {
            Some(reason) if is_lost && turns >= self.budget.turns => {
                Err(DriveError::ErrorBudget { skipped, turns, reason: reason.to_owned() })
            }
            Some(_) | None => Ok(()),
        }
    }
}

fn reason(answer: &Answer) -> Option<&str> {
    match &answer.outcome {
        AnswerOutcome::Skipped(reason) => Some(reason),
        AnswerOutcome::Decided(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use simswarm_engine::AgentId;
    use simswarm_engine::action::Decision;

    fn round(turns: u32, skipped: u32) -> Vec<Answer> {
        let outcome = |agent| {
            if agent < skipped {
                AnswerOutcome::Skipped("it is down".to_owned())
            } else {
                AnswerOutcome::Decided(Decision::default())
            }
        };
        (0..turns).map(|agent| Answer { agent: AgentId(agent), outcome: outcome(agent) }).collect()
    }

    #[test]
    fn a_run_ends_once_its_latest_rounds_have_lost_too_much() {
        let mut recent = Recent::of(ErrorBudget::default());
        for _ in 0..3 {
            recent.add(&round(20, 8)).unwrap();
        }
        recent.add(&round(20, 14)).unwrap();

        let error = recent.add(&round(20, 14)).unwrap_err();

        assert_eq!(
            error.to_string(),
            "36 of the last 60 turns gave no decision, which is more than a run may lose; what was \
             played is kept. The last reason was: it is down"
        );
    }

    #[test]
    fn small_rounds_are_judged_together_and_few_turns_not_at_all() {
        let mut recent = Recent::of(ErrorBudget::default());
        for _ in 0..4 {
            recent.add(&round(4, 4)).unwrap();
        }

        assert!(recent.add(&round(4, 4)).is_err());
    }

    #[test]
    fn old_losses_are_forgotten() {
        let mut recent = Recent::of(ErrorBudget::default());
        recent.add(&round(19, 19)).unwrap();
        for _ in 0..3 {
            recent.add(&round(40, 0)).unwrap();
        }

        recent.add(&round(40, 39)).unwrap();
    }
}
