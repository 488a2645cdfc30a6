//! `polls`: what samples of agents answered in private.

use serde::Serialize;

use simswarm_engine::{AgentId, IssueId};

use super::history::{History, Poll};
use super::stats::{Distribution, count, distribution};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PollRow<'a> {
    pub round: u32,
    /// The event that says so: `e345`.
    pub event: String,
    /// How many agents were asked and answered.
    pub sample: u32,
    /// How many agents there are to be asked.
    pub population: u32,
    pub issues: Vec<IssuePoll>,
    pub answers: Vec<AnswerRow<'a>>,
}

/// All answers to one issue.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct IssuePoll {
    pub issue: IssueId,
    /// Of the probabilities, on a scale from 0 to 1.
    #[serde(flatten)]
    pub answers: Distribution,
    /// 95 % interval of the mean over all agents; cut to 0 … 1.
    pub interval: [f64; 2],
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AnswerRow<'a> {
    pub agent: AgentId,
    pub agent_id: &'a str,
    pub issue: IssueId,
    pub probability: f64,
    pub reason: &'a str,
}

pub fn polls(history: &History) -> Vec<PollRow<'_>> {
    history.polls.iter().map(|poll| poll_row(history, poll)).collect()
}

fn poll_row<'a>(history: &'a History, poll: &'a Poll) -> PollRow<'a> {
    let answers = poll.answers.iter().flat_map(|polled| {
        polled.answers.iter().map(|answer| AnswerRow {
            agent: polled.agent,
            agent_id: &history.agent(polled.agent).persona.slug,
            issue: answer.issue,
            probability: answer.probability,
            reason: &answer.reason,
        })
    });
    PollRow {
        round: poll.round,
        event: format!("e{}", poll.seq),
        sample: count(poll.answers.len()),
        population: count(history.agents.len()),
        issues: history.issue_ids().filter_map(|issue| issue_poll(history, poll, issue)).collect(),
        answers: answers.collect(),
    }
}

/// What a poll says on one issue; none if nobody answered it.
pub fn issue_poll(history: &History, poll: &Poll, issue: IssueId) -> Option<IssuePoll> {
    let probabilities: Vec<f64> = poll
        .answers
        .iter()
        .flat_map(|polled| &polled.answers)
        .filter(|answer| answer.issue == issue)
        .map(|answer| answer.probability)
        .collect();
    let answers = distribution(&probabilities, 0.0, 1.0)?;
    let interval = interval(&answers, count(history.agents.len()));
    Some(IssuePoll { issue, answers, interval })
}

/// Where the mean over a whole population lies, by a sample drawn from it without replacement: mean ± 1.96 standard
/// errors √((1 − n/N) s²/n), with s² over n − 1 (Cochran, Sampling Techniques, 3rd ed. 1977, chapter 2). Who asked everybody
/// knows the mean; one answer out of many says nothing about the spread, so that anything is possible.
fn interval(answers: &Distribution, population: u32) -> [f64; 2] {
    let Distribution { n, mean, sd, .. } = *answers;
    if n >= population {
        return [mean, mean];
    }
    if n < 2 {
        return [0.0, 1.0];
    }
    let (n, population) = (f64::from(n), f64::from(population));
    let margin = 1.96 * ((1.0 - n / population) * sd * sd / (n - 1.0)).sqrt();
    [(mean - margin).max(0.0), (mean + margin).min(1.0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two answers, 0.3 apart from their mean.
    fn two() -> Distribution {
        distribution(&[0.2, 0.8], 0.0, 1.0).unwrap()
    }

    fn is(found: [f64; 2], expected: [f64; 2]) -> bool {
        found.iter().zip(&expected).all(|(one, other)| (one - other).abs() < 1e-12)
    }

    #[test]
    fn who_asked_everybody_knows_the_mean() {
        assert!(is(interval(&two(), 2), [0.5, 0.5]));
    }

    #[test]
    fn the_larger_the_rest_the_wider_the_interval() {
        let width = |population| {
            let [low, high] = interval(&two(), population);
            high - low
        };

        // By hand: s² = 0.18, so the error of two out of three is √(1/3 · 0.18 / 2).
        assert!((width(3) - 2.0 * 1.96 * 0.03_f64.sqrt()).abs() < 1e-12, "{}", width(3));
        assert!(width(3) < width(4) && width(4) < width(1000));
    }

    #[test]
    fn one_answer_of_many_tells_nothing() {
        let one = distribution(&[0.7], 0.0, 1.0).unwrap();

        assert!(is(interval(&one, 10), [0.0, 1.0]));
        assert!(is(interval(&one, 1), [0.7, 0.7]));
    }
}
