//! What happened from outside, and whom it moved.

use simswarm_engine::IssueId;
use simswarm_engine::action::DeclaredStance;
use simswarm_projection::history::{History, News};

use crate::line::{Line, line};
use crate::model::{Claim, Format, Section, Source};
use crate::rule::Rule;

/// How many events are told of.
const MOST: usize = 12;

pub(crate) fn section(history: &History) -> Option<Section> {
    let outside = history.news.iter().filter(|news| news.source.is_exogenous());
    let items = outside.take(MOST).flat_map(|news| told(history, news)).collect();
    super::section("events", "What happened from outside", super::list(items))
}

/// The event, and what it did to each issue that it moved anybody on.
fn told(history: &History, news: &News) -> Vec<Claim> {
    let moving: Vec<IssueId> = history
        .issue_ids()
        .filter(|issue| moved_by(news, *issue).evaluate(history) > Some(0.0))
        .collect();
    let happened = line(history)
        .say("In ")
        .round(news.seq, news.round)
        .cite_event(news.seq, news.round, None)
        .say(": “")
        .verbatim(news.text.trim(), Source::News)
        .say("”");
    let happened = side(history, news, happened);
    let happened = if moving.is_empty() {
        happened.say(" No change of mind names it as a cause.")
    } else {
        happened
    };
    let effects = moving.iter().map(|issue| effect(history, news, *issue));
    std::iter::once(happened.end()).chain(effects).flatten().collect()
}

/// Which side it takes, and whether its text or somebody says so.
fn side<'h>(history: &'h History, news: &News, line: Line<'h>) -> Line<'h> {
    if news.stances.is_empty() {
        return line.say(if news.stances_read {
            " Its text takes no side on what is at issue."
        } else {
            " It was given no side on what is at issue."
        });
    }
    let lead = if news.stances_read {
        " Read from its text, it speaks for “"
    } else {
        " As it was given, it speaks for “"
    };
    let said = |(at, line): (usize, Line<'h>), stance: &DeclaredStance| {
        let issue = history.issue(stance.issue);
        let pole = if stance.position < 0.0 { &issue.pole_against } else { &issue.pole_for };
        let joint = if at == 0 { "" } else { "”, “" };
        (at + 1, line.say(joint).verbatim(pole, Source::Issue))
    };
    let (_, line) = news.stances.iter().fold((0, line.say(lead)), said);
    line.say("”.")
}

fn moved_by(news: &News, issue: IssueId) -> Rule {
    Rule::MovedByNews { issue, news: news.seq }
}

fn effect(history: &History, news: &News, issue: IssueId) -> Option<Claim> {
    let at = |round| Rule::MeanPosition { issue, round };
    line(history)
        .say("It is among the causes for ")
        .counted(
            moved_by(news, issue),
            " agent that changed its mind on ",
            " agents that changed their mind on ",
        )
        .proposition(issue)
        .cite_event(news.seq, news.round, None)
        .say("; the mean position of all went from ")
        .number(Format::Signed, at(news.round.saturating_sub(1)))
        .say(" before it to ")
        .number(Format::Signed, at(history.rounds_played()))
        .say(" at the end.")
        .end()
}
