//! `polls`: what samples of agents answered in private.

use serde::Serialize;

use crate::{AgentId, IssueId};

use super::history::{History, Poll};
use super::stats::{Distribution, count, distribution};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PollRow<'a> {
    pub round: u32,
    /// The event that says so: `e345`.
    pub event: String,
    /// How many agents were asked and answered.
    pub sample: u32,
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
    /// 95 % interval of the mean, from the spread of the sample; cut to 0 … 1.
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
        issues: history.issue_ids().filter_map(|issue| issue_poll(poll, issue)).collect(),
        answers: answers.collect(),
    }
}

/// What a poll says on one issue; none if nobody answered it.
pub fn issue_poll(poll: &Poll, issue: IssueId) -> Option<IssuePoll> {
    let probabilities: Vec<f64> = poll
        .answers
        .iter()
        .flat_map(|polled| &polled.answers)
        .filter(|answer| answer.issue == issue)
        .map(|answer| answer.probability)
        .collect();
    let answers = distribution(&probabilities, 0.0, 1.0)?;
    let margin = 1.96 * answers.sd / f64::from(answers.n).sqrt();
    let interval = [(answers.mean - margin).max(0.0), (answers.mean + margin).min(1.0)];
    Some(IssuePoll { issue, answers, interval })
}
