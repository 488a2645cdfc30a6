//! The answer to the main issue, or to the likeliest of those that a question sets against each other, from the signals that
//! the run has, side by side.

use simswarm_engine::{IssueId, MarketId};
use simswarm_projection::candidates;
use simswarm_projection::history::{History, Poll};
use simswarm_projection::polls::issue_poll;

use crate::counted::Counted;
use crate::line::{Line, line};
use crate::model::{Claim, Format, Signal, Source, Verdict};
use crate::rule::Rule;

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
    let ranked = ranked(history);
    let issue = ranked.first().copied().unwrap_or(MAIN);
    let signals = signals(history, issue);
    let told = [poll(history, issue), market(history, issue), belief(history, issue)];
    let mut basis: Vec<Claim> = told.into_iter().flatten().collect();
    basis.extend(agreement(history, &signals));
    let others = history.issue_ids().filter(|other| *other != issue);
    basis.extend(others.filter_map(|other| also(history, other)));
    let less_likely = ranked.get(1..).unwrap_or_default();
    Verdict { answer: answer(history, issue, less_likely), basis, signals, replicates: None }
}

/// The issues of a question that asks who or which, the likeliest by the last poll first; none where each is a question of
/// its own.
fn ranked(history: &History) -> Vec<IssueId> {
    let Some(poll) = last_poll(history, MAIN) else { return Vec::new() };
    let propositions: Vec<&str> =
        history.issues.iter().map(|issue| issue.proposition.as_str()).collect();
    let issues: Vec<IssueId> = history.issue_ids().collect();
    let share = |place: usize| {
        Rule::PollMean { poll: poll.seq, issue: *issues.get(place)? }.evaluate(history)
    };
    let places = candidates::ranked(&propositions, share);
    places.into_iter().filter_map(|place| issues.get(place).copied()).collect()
}

/// The last poll that has answers on an issue.
fn last_poll(history: &History, issue: IssueId) -> Option<&Poll> {
    history.polls.iter().rev().find(|poll| issue_poll(history, poll, issue).is_some())
}

pub(super) fn market_on(history: &History, issue: IssueId) -> Option<MarketId> {
    history.market_ids().find(|id| history.market(*id).issue == issue)
}

fn signals(history: &History, issue: IssueId) -> Vec<Signal> {
    let round = history.rounds_played();
    let of = |name: &str, rule: Rule, middle: f64, band: f64| {
        let value = rule.evaluate(history)?;
        let direction = direction(value, middle, band);
        Some(Signal { name: name.to_owned(), value, direction, interval: None })
    };
    let poll = last_poll(history, issue).and_then(|poll| {
        of("poll", Rule::PollMean { poll: poll.seq, issue }, 0.5, PROBABILITY_BAND)
    });
    let market = market_on(history, issue)
        .and_then(|market| of("market", Rule::Price { market, round }, 0.5, PROBABILITY_BAND));
    let belief = of("belief", Rule::MeanPosition { issue, round }, 0.0, POSITION_BAND);
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

/// How many of those that are less likely the answer names.
const RUNNERS_UP: usize = 2;

fn answer<'h>(history: &'h History, issue: IssueId, less_likely: &[IssueId]) -> Claim {
    let by_poll = last_poll(history, issue).and_then(|poll| {
        let share = |issue| Rule::PollMean { poll: poll.seq, issue };
        let put_at = |line: Line<'h>, issue: IssueId, tell_by: TellBy| {
            let told = line.proposition(issue).say(tell_by.put_at());
            let told = told.number(Format::Percent, share(issue));
            match tell_by {
                TellBy::Yes => told.say(" by the agents that were last polled"),
                TellBy::No => told,
            }
        };
        let probability = share(issue).evaluate(history)?;
        let told = best(line(history), probability, (issue, less_likely), put_at);
        told.cite_event(poll.seq, poll.round, None).say(".").end()
    });
    let by_market = || by_market(history, issue);
    by_poll.or_else(by_market).or_else(|| by_belief(history, issue)).unwrap_or_default()
}

/// Whether a probability is told with who gives it.
#[derive(Clone, Copy)]
pub(super) enum TellBy {
    Yes,
    No,
}

impl TellBy {
    pub(super) fn put_at(self) -> &'static str {
        match self {
            Self::Yes => ", put at ",
            Self::No => " at ",
        }
    }
}

/// The answer in words: the likeliest of those asked about with the next ones, where there are others, or else the one
/// issue. `put_at` tells an issue with its probability.
pub(super) fn best<'h, I: Copy>(
    begun: Line<'h>,
    probability: f64,
    (issue, less_likely): (I, &[I]),
    put_at: impl Fn(Line<'h>, I, TellBy) -> Line<'h>,
) -> Line<'h> {
    let mut told = begun.say(likelihood(probability));
    if !less_likely.is_empty() {
        told = told.say(", and the likeliest of those asked about");
    }
    told = put_at(told.say(": "), issue, TellBy::Yes);
    for (place, other) in less_likely.iter().take(RUNNERS_UP).enumerate() {
        told = put_at(told.say(if place == 0 { "; next " } else { " and " }), *other, TellBy::No);
    }
    told
}

fn by_market(history: &History, issue: IssueId) -> Option<Claim> {
    let market = market_on(history, issue)?;
    let rule = Rule::Price { market, round: history.rounds_played() };
    let words = likelihood(rule.evaluate(history)?);
    line(history)
        .say(words)
        .say(": ")
        .proposition(issue)
        .say(", at a market price of ")
        .number(Format::Percent, rule)
        .cite_event(history.market(market).seq, 0, None)
        .say(".")
        .end()
}

fn by_belief(history: &History, issue: IssueId) -> Option<Claim> {
    let rule = Rule::MeanPosition { issue, round: history.rounds_played() };
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
        .proposition(issue)
        .say(", with a mean position of ")
        .number(Format::Signed, rule)
        .say("; there was no poll and no market to give a probability.")
        .end()
}

fn poll(history: &History, issue: IssueId) -> Option<Claim> {
    let poll = last_poll(history, issue)?;
    let seq = poll.seq;
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

fn market(history: &History, issue: IssueId) -> Option<Claim> {
    let market = market_on(history, issue)?;
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

fn belief(history: &History, issue: IssueId) -> Option<Claim> {
    let round = history.rounds_played();
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

/// What the last poll says on an issue besides that of the answer.
fn also(history: &History, issue: IssueId) -> Option<Claim> {
    let poll = last_poll(history, issue)?;
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
