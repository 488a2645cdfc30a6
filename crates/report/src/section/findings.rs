//! What a reader should know first: a handful of sentences, each with its figures and its evidence.

use simswarm_projection::history::History;
use simswarm_projection::posts::by_engagement;
use simswarm_projection::stance::Stance;

use super::list;
use super::verdict::MAIN;
use crate::analysis::{Mover, movers, strongest_cause, strongest_trade};
use crate::line::line;
use crate::model::{Claim, Format, Section, Source};
use crate::rule::Rule;

fn claims(history: &History) -> Vec<Claim> {
    if history.issues.is_empty() {
        return Vec::new();
    }
    let mut claims: Vec<Claim> = [
        camps(history),
        mean(history),
        movers(history, MAIN).first().and_then(|mover| furthest(history, mover)),
        cause(history),
        answered(history),
    ]
    .into_iter()
    .flatten()
    .collect();
    claims.extend(history.market_ids().take(2).filter_map(|market| {
        let trade = strongest_trade(history, market, None)?;
        let (seq, round) = (trade.seq, trade.round);
        let begun = line(history)
            .say("The largest single move of “")
            .verbatim(&history.market(market).question, Source::Question)
            .say("” came in ")
            .round(seq, round)
            .say(", when ");
        super::markets::traded(begun, trade)
            .say(" and left the price of yes at ")
            .number(Format::Percent, Rule::PriceAfter { trade: seq })
            .cite_event(seq, round, Some(trade.agent))
            .say(".")
            .end()
    }));
    claims
}

pub(crate) fn section(history: &History) -> Option<Section> {
    super::section("findings", "Findings", list(claims(history)))
}

fn camps(history: &History) -> Option<Claim> {
    let (issue, round) = (MAIN, history.rounds_played());
    let size = |stance, round| Rule::BlocSize { issue, stance, round };
    line(history)
        .say("On ")
        .proposition(issue)
        .say(", ")
        .counted(
            size(Stance::Supports, round),
            " agent ends in favour, ",
            " agents end in favour, ",
        )
        .number(Format::Count, size(Stance::Opposes, round))
        .say(" against and ")
        .number(Format::Count, size(Stance::Undecided, round))
        .say(" undecided; they began with ")
        .number(Format::Count, size(Stance::Supports, 0))
        .say(" in favour, ")
        .number(Format::Count, size(Stance::Opposes, 0))
        .say(" against and ")
        .number(Format::Count, size(Stance::Undecided, 0))
        .say(" undecided.")
        .end()
}

fn mean(history: &History) -> Option<Claim> {
    let (issue, round) = (MAIN, history.rounds_played());
    let at = |round| Rule::MeanPosition { issue, round };
    let spread = |round| Rule::PositionSpread { issue, round };
    let wider = Rule::Difference { from: Box::new(spread(0)), to: Box::new(spread(round)) };
    let wider = wider.evaluate(history)?;
    let how = if wider > 0.02 {
        ", and the agents drew further apart: the standard deviation went from "
    } else if wider < -0.02 {
        ", and the agents drew closer together: the standard deviation went from "
    } else {
        ", with about the same distance between the agents: the standard deviation went from "
    };
    line(history)
        .say("The mean position went from ")
        .number(Format::Signed, at(0))
        .say(" to ")
        .number(Format::Signed, at(round))
        .say(how)
        .number(Format::Plain, spread(0))
        .say(" to ")
        .number(Format::Plain, spread(round))
        .say(".")
        .end()
}

fn furthest(history: &History, mover: &Mover<'_>) -> Option<Claim> {
    let at = |round| Rule::Position { agent: mover.agent, issue: MAIN, round };
    line(history)
        .say("Nobody moved further than ")
        .name(mover.agent)
        .cite_agent(mover.agent)
        .say(": from ")
        .number(Format::Signed, at(0))
        .say(" to ")
        .number(Format::Signed, at(history.rounds_played()))
        .say(".")
        .end()
}

fn cause(history: &History) -> Option<Claim> {
    let post = strongest_cause(history, MAIN, None)?;
    line(history)
        .say("The post that moved most minds was written by ")
        .name(history.post(post).agent)
        .say(" in ")
        .round(history.post(post).seq, history.post(post).round)
        .say(": ")
        .quote(post)
        .say(". ")
        .counted(
            Rule::CausesOfAll { issue: MAIN, post },
            " change of belief names",
            " changes of belief name",
        )
        .say(" it among the causes.")
        .end()
}

fn answered(history: &History) -> Option<Claim> {
    let post = *by_engagement(history).first()?;
    if history.post(post).engagement() == 0 {
        return None;
    }
    line(history)
        .say("Nothing drew more answers than what ")
        .name(history.post(post).agent)
        .say(" wrote in ")
        .round(history.post(post).seq, history.post(post).round)
        .say(": ")
        .quote(post)
        .say(" (")
        .counted(Rule::UpVotes { post }, " up-vote, ", " up-votes, ")
        .counted(Rule::Reposts { post }, " repost, ", " reposts, ")
        .counted(Rule::Replies { post }, " reply).", " replies).")
        .end()
}
