//! What a reader must know before relying on any of it.

use simswarm_engine::event::Degradation;
use simswarm_projection::ensemble::Pool;
use simswarm_projection::history::{Degraded, History};

use super::ensemble;
use crate::counted::Counted;
use crate::line::line;
use crate::model::{Claim, Section, Source};
use crate::rule::Rule;

pub(crate) fn section(history: &History, pool: Option<&Pool>) -> Option<Section> {
    let mut items: Vec<Claim> =
        history.degraded.iter().filter_map(|degraded| told(history, degraded)).collect();
    items.extend(pool.into_iter().flat_map(|pool| ensemble::failed(history, pool)));
    items.extend(size(history, pool));
    items.extend(forked(history));
    items.extend(unfinished(history));
    items.extend(skipped(history));
    items.extend(rejected(history));
    items.extend(
        line(history)
            .say("The agents are simulated: nobody was asked, and no real market traded.")
            .end(),
    );
    super::section("limits", "Limits", super::list(items))
}

fn told(history: &History, degraded: &Degraded) -> Option<Claim> {
    let what = match degraded.what {
        Degradation::RuleBasedCasting => "Degraded (rule-based casting): ",
        Degradation::RuleBasedMinds => "Degraded (rule-based minds): ",
        Degradation::SkippedTurns => "Degraded (skipped turns): ",
    };
    line(history)
        .say(what)
        .verbatim(degraded.reason.trim().trim_end_matches('.'), Source::Reason)
        .cite_event(degraded.seq, degraded.round, None)
        .say(".")
        .end()
}

fn size(history: &History, pool: Option<&Pool>) -> Option<Claim> {
    let opening = history.opening.as_ref()?;
    let (what, another) = match pool {
        None => ("This is one run with ", "; another seed may end differently."),
        Some(_) => {
            ("Each run has ", "; what holds for the first one need not hold for the others.")
        }
    };
    line(history)
        .say(what)
        .counted(Rule::Count { of: Counted::Agents }, " agent", " agents")
        .say(" over ")
        .counted(Rule::Count { of: Counted::Rounds }, " round", " rounds")
        .cite_event(opening.seq, 0, None)
        .say(another)
        .end()
}

fn forked(history: &History) -> Option<Claim> {
    let last = history.forks.last()?;
    line(history)
        .say("The run goes its own way from ")
        .round(last.seq, last.round)
        .say(" on; the rounds before are those of the run that it was forked from")
        .cite_event(last.seq, last.round, None)
        .say(".")
        .end()
}

fn unfinished(history: &History) -> Option<Claim> {
    if history.rounds_played() == history.rounds_planned() {
        return None;
    }
    line(history)
        .say("The run is not complete: ")
        .counted(Rule::Count { of: Counted::RoundsPlanned }, " round was", " rounds were")
        .say(" planned.")
        .end()
}

fn skipped(history: &History) -> Option<Claim> {
    let first = history.skipped.first()?;
    line(history)
        .counted(Rule::Count { of: Counted::SkippedTurns }, " turn", " turns")
        .say(" of ")
        .counted(Rule::Count { of: Counted::Turns }, "", "")
        .say(" got no decision; the first one: “")
        .verbatim(first.reason.trim().trim_end_matches('.'), Source::Reason)
        .say("”")
        .cite_event(first.seq, first.round, Some(first.agent))
        .say(".")
        .end()
}

fn rejected(history: &History) -> Option<Claim> {
    let rule = Rule::Count { of: Counted::Rejected };
    if rule.evaluate(history)? == 0.0 {
        return None;
    }
    line(history).counted(rule, " action was", " actions were").say(" refused by the rules.").end()
}
