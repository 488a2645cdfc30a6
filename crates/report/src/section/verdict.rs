//! The answer to the main issue, from the signals that the run has, side by side.

use simswarm_engine::{IssueId, MarketId};
use simswarm_projection::history::{History, Poll};
use simswarm_projection::polls::issue_poll;

use crate::line::line;
use crate::model::{Claim, Format, Signal, Source, Verdict};
use crate::rule::{Counted, Rule};

/// The issue that the question is about first.
pub(super) const MAIN: IssueId = IssueId(0);
/// How far from the middle a probability must be to point somewhere.
const PROBABILITY_BAND: f64 = 0.05;
/// How far from the middle a mean position must be to point somewhere.
const POSITION_BAND: f64 = 0.1;

pub(crate) fn verdict(history: &History) -> Verdict {
    if history.issues.is_empty() || history.agents.is_empty() {
        let answer = line(history).say("The log holds no issue and no agents: there is no answer.");
        return Verdict {
            answer: answer.end().unwrap_or_default(),
            basis: Vec::new(),
            signals: Vec::new(),
            replicates: None,
        };
    }
    let signals = signals(history);
    let mut basis: Vec<Claim> =
        [poll(history), market(history), belief(history)].into_iter().flatten().collect();
    basis.extend(agreement(history, &signals));
    basis.extend(history.issue_ids().skip(1).filter_map(|issue| also(history, issue)));
    Verdict { answer: answer(history), basis, signals, replicates: None }
}

/// The last poll that has answers on an issue.
fn last_poll(history: &History) -> Option<&Poll> {
    history.polls.iter().rev().find(|poll| issue_poll(history, poll, MAIN).is_some())
}

fn main_market(history: &History) -> Option<MarketId> {
    history.market_ids().find(|id| history.market(*id).issue == MAIN)
}

fn signals(history: &History) -> Vec<Signal> {
    let round = history.rounds_played();
    let of = |name: &str, rule: Rule, middle: f64, band: f64| {
        let value = rule.evaluate(history)?;
        let direction = direction(value, middle, band);
        Some(Signal { name: name.to_owned(), value, direction, interval: None })
    };
    let poll = last_poll(history).and_then(|poll| {
        of("poll", Rule::PollMean { poll: poll.seq, issue: MAIN }, 0.5, PROBABILITY_BAND)
    });
    let market = main_market(history)
        .and_then(|market| of("market", Rule::Price { market, round }, 0.5, PROBABILITY_BAND));
    let belief = of("belief", Rule::MeanPosition { issue: MAIN, round }, 0.0, POSITION_BAND);
    [poll, market, belief].into_iter().flatten().collect()
}

fn direction(value: f64, middle: f64, band: f64) -> i8 {
    i8::from(value > middle + band) - i8::from(value < middle - band)
}

/// Where a probability points.
pub(super) fn points(probability: f64) -> i8 {
    direction(probability, 0.5, PROBABILITY_BAND)
}

/// A probability in words.
pub(super) fn likelihood(probability: f64) -> &'static str {
    match probability {
        p if p >= 0.9 => "Very likely",
        p if p >= 0.65 => "Likely",
        p if p > 0.55 => "More likely than not",
        p if p >= 0.45 => "Too close to call",
        p if p > 0.35 => "Less likely than not",
        p if p > 0.1 => "Unlikely",
        _ => "Very unlikely",
    }
}

fn answer(history: &History) -> Claim {
    let round = history.rounds_played();
    let by_poll = last_poll(history).and_then(|poll| {
        let rule = Rule::PollMean { poll: poll.seq, issue: MAIN };
        let words = likelihood(rule.evaluate(history)?);
        line(history)
            .say(words)
            .say(": ")
            .proposition(MAIN)
            .say(", put at ")
            .number(Format::Percent, rule)
            .say(" by the agents that were last polled")
            .cite_event(poll.seq, poll.round, None)
            .say(".")
            .end()
    });
    let by_market = || {
        let market = main_market(history)?;
        let rule = Rule::Price { market, round };
        let words = likelihood(rule.evaluate(history)?);
        let opened = history.market(market).seq;
        line(history)
            .say(words)
            .say(": ")
            .proposition(MAIN)
            .say(", at a market price of ")
            .number(Format::Percent, rule)
            .cite_event(opened, 0, None)
            .say(".")
            .end()
    };
    by_poll.or_else(by_market).or_else(|| by_belief(history)).unwrap_or_default()
}

fn by_belief(history: &History) -> Option<Claim> {
    let rule = Rule::MeanPosition { issue: MAIN, round: history.rounds_played() };
    let mean = rule.evaluate(history)?;
    let words = if mean > POSITION_BAND {
        "Opinion leans towards "
    } else if mean < -POSITION_BAND {
        "Opinion leans against "
    } else {
        "Opinion is evenly balanced on "
    };
    line(history)
        .say(words)
        .proposition(MAIN)
        .say(", with a mean position of ")
        .number(Format::Signed, rule)
        .say("; there was no poll and no market to give a probability.")
        .end()
}

fn poll(history: &History) -> Option<Claim> {
    let poll = last_poll(history)?;
    let (seq, issue) = (poll.seq, MAIN);
    let (sample, all) = (Rule::PollSample { poll: seq }, Rule::Count { of: Counted::Agents });
    let asked_all = poll.answers.len() == history.agents.len();
    let begun = line(history).say("Poll: in ").round(seq, poll.round).say(", ");
    let begun = if asked_all {
        begun.say("all ").counted(all, " agent", " agents")
    } else {
        begun.number(Format::Count, sample).say(" of ").counted(all, " agent", " agents")
    };
    let told = begun
        .say(" answered in private and put it at ")
        .number(Format::Percent, Rule::PollMean { poll: seq, issue })
        .say(" on average");
    let told = if asked_all {
        told
    } else {
        told.say(" (sampling interval ")
            .number(Format::Percent, Rule::PollLow { poll: seq, issue })
            .say(" to ")
            .number(Format::Percent, Rule::PollHigh { poll: seq, issue })
            .say(")")
    };
    told.say("; single answers differ by a standard deviation of ")
        .number(Format::Points, Rule::PollSpread { poll: seq, issue })
        .say(" percentage points")
        .cite_event(seq, poll.round, None)
        .say(".")
        .end()
}

fn market(history: &History) -> Option<Claim> {
    let market = main_market(history)?;
    let opened = history.market(market).seq;
    line(history)
        .say("Market: the price of yes is ")
        .number(Format::Percent, Rule::Price { market, round: history.rounds_played() })
        .say(" at the end; it opened at ")
        .number(Format::Percent, Rule::Price { market, round: 0 })
        .cite_event(opened, 0, None)
        .say(" and saw ")
        .counted(Rule::MarketTrades { market }, " trade.", " trades.")
        .end()
}

fn belief(history: &History) -> Option<Claim> {
    let (issue, round) = (MAIN, history.rounds_played());
    let definition = history.issue(issue);
    line(history)
        .say("Beliefs: the mean position of ")
        .counted(Rule::Count { of: Counted::Agents }, " agent", " agents")
        .say(" is ")
        .number(Format::Signed, Rule::MeanPosition { issue, round })
        .say(", from minus one (")
        .verbatim(&definition.pole_against, Source::Issue)
        .say(") to plus one (")
        .verbatim(&definition.pole_for, Source::Issue)
        .say("); the standard deviation of ")
        .number(Format::Plain, Rule::PositionSpread { issue, round })
        .say(" says how far apart they stand. A position is what an agent argues for, not a probability.")
        .end()
}

/// What the last poll says on an issue besides the main one.
fn also(history: &History, issue: IssueId) -> Option<Claim> {
    let poll = last_poll(history)?;
    line(history)
        .say("Also at issue: ")
        .proposition(issue)
        .say(" was put at ")
        .number(Format::Percent, Rule::PollMean { poll: poll.seq, issue })
        .say(" in the same poll")
        .cite_event(poll.seq, poll.round, None)
        .say(".")
        .end()
}

pub(super) fn agreement(history: &History, signals: &[Signal]) -> Option<Claim> {
    if signals.len() < 2 {
        return line(history).say("There is no second signal to compare this with.").end();
    }
    let yes = signals.iter().any(|signal| signal.direction > 0);
    let no = signals.iter().any(|signal| signal.direction < 0);
    let neither = signals.iter().any(|signal| signal.direction == 0);
    let told = match (yes, no, neither) {
        (true, true, _) => "The signals disagree: ",
        (true, false, true) | (false, true, true) => "The signals agree only in part: ",
        (true, false, false) | (false, true, false) => "The signals point the same way: ",
        (false, false, _) => "None of the signals points clearly either way: ",
    };
    let parts: Vec<String> = signals.iter().map(whither).collect();
    line(history).say(told).say(&parts.join(", ")).say(".").end()
}

fn whither(signal: &Signal) -> String {
    let what = match signal.name.as_str() {
        "poll" => "the poll",
        "market" => "the market",
        _ => "the mean of the beliefs",
    };
    let points = match signal.direction {
        1 => "points to yes",
        -1 => "points to no",
        _ => "is near the middle",
    };
    format!("{what} {points}")
}
