//! The rounds in which most changed, and what stands beside the change in the log.

use simswarm_projection::history::History;

use crate::analysis::{Changed, Turning, strongest_cause, strongest_trade, turning_points};
use crate::line::line;
use crate::model::{Claim, Format, Section, Source};
use crate::rule::Rule;

/// How many turning points are told of.
const MOST: usize = 6;

pub(crate) fn section(history: &History) -> Option<Section> {
    let items = turning_points(history, MOST);
    let items = items.iter().filter_map(|turning| told(history, turning)).collect();
    super::section("timeline", "Turning points", super::list(items))
}

fn told(history: &History, turning: &Turning) -> Option<Claim> {
    let round = turning.round;
    let ended = history.rounds.get(round.checked_sub(1)? as usize)?.ended.as_ref()?.seq;
    let begun = line(history).say("In ").round(ended, round).cite_event(ended, round, None);
    match turning.of {
        Changed::Price(market) => {
            let at = |round| Rule::Price { market, round };
            let begun = begun
                .say(", the price of yes on “")
                .verbatim(&history.market(market).question, Source::Question)
                .say(if turning.change > 0.0 { "” rose from " } else { "” fell from " })
                .number(Format::Percent, at(round - 1))
                .say(" to ")
                .number(Format::Percent, at(round));
            let Some(trade) = strongest_trade(history, market, Some(round)) else {
                return begun.say(".").end();
            };
            super::markets::traded(begun.say("; the trade that moved it most: "), trade)
                .cite_event(trade.seq, round, Some(trade.agent))
                .say(".")
                .end()
        }
        Changed::Opinion(issue) => {
            let at = |round| Rule::MeanPosition { issue, round };
            let begun = begun
                .say(", the mean position on ")
                .proposition(issue)
                .say(" went from ")
                .number(Format::Signed, at(round - 1))
                .say(" to ")
                .number(Format::Signed, at(round));
            let Some(post) = strongest_cause(history, issue, Some(round)) else {
                return begun.say(".").end();
            };
            begun
                .say("; the post most often named as a cause is by ")
                .name(history.post(post).agent)
                .say(": ")
                .quote(post)
                .say(".")
                .end()
        }
    }
}
