//! What a participant knows of itself: what came of its last actions, what it holds and owns, what it remembers.

use simswarm_engine::env::economy::Role;
use simswarm_engine::quote::quoted;
use simswarm_engine::world::Turn;
use simswarm_engine::world::memory::ActionResult;
use simswarm_engine::world::turn::{BeliefView, EconomyView, MarketView};

use crate::mind::model::tokens::Section;

/// Tokens of one result, and of one of its own posts.
const RESULT_TOKENS: usize = 40;
const OWN_POST_TOKENS: usize = 30;
/// The newest of its own posts that it is told, so as not to repeat them.
const OWN_POSTS_TOLD: usize = 2;
/// The newest prices that it is told.
const PRICES_TOLD: usize = 4;

/// The private state, most needed first; what goes beyond the budget is left out.
pub(super) fn state(turn: &Turn, budget: usize) -> Section {
    let mut section = Section::new(budget);
    section.push(&clock(turn));
    for result in &turn.results {
        section.push_within(&told(result), RESULT_TOKENS);
    }
    for belief in &turn.beliefs {
        section.push(&held(belief));
    }
    if !turn.markets.is_empty() {
        section.push(&format!(
            "Cash {:.2}; one trade costs {:.2} at most.",
            turn.cash, turn.trade_cap
        ));
    }
    for market in &turn.markets {
        section.push(&traded(market));
    }
    if let Some(economy) = &turn.economy {
        for line in managed(economy) {
            section.push(&line);
        }
    }
    for post in turn.own_posts.iter().rev().take(OWN_POSTS_TOLD) {
        let line = format!("You wrote {}: {}", post.post, quoted(&post.text));
        section.push_within(&line, OWN_POST_TOKENS);
    }
    section.push(&format!("You follow {}, {} follow you.", turn.follows, turn.followers));
    for recollection in turn.memory.iter().rev() {
        if !section.push(&quoted(&recollection.to_string())) {
            break;
        }
    }
    section
}

/// Where in the time that the question looks ahead this round lies.
fn clock(turn: &Turn) -> String {
    let Turn { round, rounds, day, brief, .. } = turn;
    format!("Round {round} of {rounds}: day {day} of {}.", brief.horizon_days)
}

fn told(result: &ActionResult) -> String {
    let action = quoted(&result.action);
    match &result.rejected {
        None => format!("Last time: {action}: done."),
        Some(reason) => format!("Last time: {action}: not done, since {}.", quoted(reason)),
    }
}

fn held(belief: &BeliefView) -> String {
    let declared = belief.declared.map_or_else(String::new, |it| format!(", in public {it:+.2}"));
    let moved = belief.moved_by.as_ref();
    let moved = moved.map_or_else(String::new, |by| format!(", moved most by {}", by.agent));
    format!(
        "You hold {:+.2} on {}, confidence {:.1}; at first {:+.2}{declared}{moved}.",
        belief.position, belief.issue, belief.confidence, belief.initial
    )
}

fn traded(market: &MarketView) -> String {
    let told = market.history.len().saturating_sub(PRICES_TOLD);
    let before: Vec<String> =
        market.history[told..].iter().map(|price| format!("{price:.2}")).collect();
    let holding = market.holding;
    let owned = if holding.yes > 0.0 || holding.no > 0.0 {
        let profit = market.profit;
        format!("; you own {:.1} yes, {:.1} no, profit {profit:+.2}", holding.yes, holding.no)
    } else {
        String::new()
    };
    format!("{} yes costs {:.2}, before {}{owned}.", market.market, market.price, before.join(" "))
}

/// What it has to decide on in the economy, and by what it can judge that. Who only works and buys decides nothing.
fn managed(view: &EconomyView) -> Vec<String> {
    let role = match view.role {
        Role::Firm => "You run a firm",
        Role::Authority => "You decide on tax_rate and benefit",
        Role::Household => return Vec::new(),
    };
    let metrics = view.metrics;
    let mut lines = vec![format!(
        "{role}; cash {:.2}, wage {:.2}, tax_rate {:.2}, benefit {:.2}; unemployment {:.2}, average price {:.2}.",
        view.cash,
        view.wage,
        view.policies.tax_rate,
        view.policies.benefit,
        metrics.unemployment,
        metrics.average_price
    )];
    lines.extend(view.own.as_ref().map(|own| {
        format!(
            "Your firm: price {:.2}, {} workers; last round made {}, sold {}, wanted {}.",
            own.price, own.workers, own.made, own.sold, own.wanted
        )
    }));
    lines
}
