//! Trading on the gap between what an agent holds likely and what the market asks; none where they agree.

use super::opinion::probability;
use crate::action::{Action, Outcome};
use crate::number::{rounded, rounded_down};
use crate::stream::Stream;
use crate::world::Turn;
use crate::world::turn::{BeliefView, MarketView};

/// The gap that nobody trades on, and what caution adds to it.
const MARGIN: f64 = 0.03;
const CAUTION: f64 = 0.05;
/// The share of the Kelly stake (Kelly 1956) that the boldest puts up in one turn.
const BOLDEST: f64 = 0.5;
/// Orders below this are not worth the trouble.
const LEAST_ORDER: f64 = 1.0;

/// One order at most, on the market with the widest gap.
pub(super) fn trade(turn: &Turn, stream: &mut Stream) -> Option<Action> {
    let risk = turn.persona.traits.risk;
    if !stream.chance(0.25 + 0.6 * risk) {
        return None;
    }
    let gap =
        |market: &MarketView, belief: &BeliefView| probability(belief, Some(market)) - market.price;
    let wide = turn.markets.iter().filter_map(|market| {
        let belief = turn.beliefs.get(market.issue.index())?;
        Some((gap(market, belief), market))
    });
    let (gap, market) = wide.max_by(|(one, _), (other, _)| one.abs().total_cmp(&other.abs()))?;
    if gap.abs() < MARGIN + CAUTION * (1.0 - risk) {
        return None;
    }
    let (want, against) =
        if gap > 0.0 { (Outcome::Yes, Outcome::No) } else { (Outcome::No, Outcome::Yes) };
    sell(market, against).or_else(|| buy(turn, market, want, gap.abs()))
}

/// Shares of the outcome that it has come to doubt go first.
fn sell(market: &MarketView, outcome: Outcome) -> Option<Action> {
    let held = market.holding.shares(outcome);
    if held < LEAST_ORDER {
        return None;
    }
    let shares = if held < 20.0 { held } else { rounded_down(held * 0.5, 2) };
    Some(Action::SellShares { market: market.market, outcome, shares })
}

/// A fraction of the Kelly stake: gap / (1 − price) of the cash, by risk.
fn buy(turn: &Turn, market: &MarketView, outcome: Outcome, gap: f64) -> Option<Action> {
    let price = match outcome {
        Outcome::Yes => market.price,
        Outcome::No => 1.0 - market.price,
    };
    let kelly = (gap / (1.0 - price).max(0.05)).min(1.0);
    let stake = BOLDEST * (0.2 + 0.8 * turn.persona.traits.risk) * kelly * turn.cash;
    // An order as large as the gap: past it the agent would buy at a price that it thinks too high.
    let to_the_gap = 1.5 * market.liquidity * gap;
    let amount = stake.min(to_the_gap).min(turn.trade_cap).min(turn.cash);
    (amount >= LEAST_ORDER).then(|| Action::BuyShares {
        market: market.market,
        outcome,
        amount: rounded(rounded_down(amount, 2), 2),
    })
}
