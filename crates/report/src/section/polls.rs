//! What the agents answered in private, poll by poll.

use simswarm_engine::IssueId;
use simswarm_projection::history::{History, Poll};

use super::columns;
use crate::line::line;
use crate::model::{Block, Claim, Format, Section};
use crate::rule::Rule;

const COLUMNS: [&str; 6] =
    ["Round", "Proposition", "Answers", "Mean", "Sampling interval", "Spread (points)"];
/// The most polls in the table; of more, evenly spaced ones are shown, the last always.
const MOST: usize = 12;

pub(crate) fn section(history: &History) -> Option<Section> {
    let all = history.polls.len();
    let step = all.div_ceil(MOST).max(1);
    let shown = history
        .polls
        .iter()
        .enumerate()
        .filter(|(place, _)| (all - 1 - place).is_multiple_of(step));
    let rows: Vec<Vec<Claim>> = shown
        .flat_map(|(_, poll)| history.issue_ids().filter_map(|issue| row(history, poll, issue)))
        .collect();
    if rows.is_empty() {
        return None;
    }
    super::section("polls", "Polls", vec![Block::Table { columns: columns(&COLUMNS), rows }])
}

fn row(history: &History, poll: &Poll, issue: IssueId) -> Option<Vec<Claim>> {
    let seq = poll.seq;
    Some(vec![
        line(history)
            .number(Format::Count, Rule::RoundOf { event: seq, round: poll.round })
            .cite_event(seq, poll.round, None)
            .end()?,
        line(history).proposition(issue).end()?,
        line(history).number(Format::Count, Rule::PollSample { poll: seq }).end()?,
        line(history).number(Format::Percent, Rule::PollMean { poll: seq, issue }).end()?,
        interval(history, poll, issue)?,
        line(history).number(Format::Points, Rule::PollSpread { poll: seq, issue }).end()?,
    ])
}

fn interval(history: &History, poll: &Poll, issue: IssueId) -> Option<Claim> {
    if poll.answers.len() == history.agents.len() {
        return line(history).say("none: all were asked").end();
    }
    line(history)
        .number(Format::Percent, Rule::PollLow { poll: poll.seq, issue })
        .say(" to ")
        .number(Format::Percent, Rule::PollHigh { poll: poll.seq, issue })
        .end()
}
