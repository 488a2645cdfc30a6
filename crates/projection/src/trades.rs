//! `trades`: every purchase and sale, refused ones too.

use serde::Serialize;

use simswarm_engine::action::{Action, Outcome};
use simswarm_engine::event::Side;
use simswarm_engine::{AgentId, MarketId};

use super::history::{Act, Deed, History};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TradeRow<'a> {
    /// The agent's slug, the round and the event.
    pub trade_id: String,
    pub side: Side,
    pub agent_id: &'a str,
    pub agent: AgentId,
    pub agent_name: &'a str,
    pub round_num: u32,
    pub platform: &'static str,
    pub market_id: MarketId,
    pub outcome: Outcome,
    /// Price of YES after it, also where NO was traded; null if it was refused.
    pub price: Option<f64>,
    pub price_before: Option<f64>,
    /// Cash paid or received; null if it was refused.
    pub cost: Option<f64>,
    /// Null if a purchase was refused.
    pub shares: Option<f64>,
    /// Cash to spend, or shares to sell.
    pub amount_requested: f64,
    /// Always null, as it always was.
    pub timestamp: (),
    pub success: bool,
    pub error: Option<&'a str>,
    pub event: String,
}

/// What was to be traded.
struct Order {
    side: Side,
    market: MarketId,
    outcome: Outcome,
    amount: f64,
}

pub fn trades(history: &History) -> Vec<TradeRow<'_>> {
    history.acts.iter().filter_map(|act| trade_row(history, act)).collect()
}

fn trade_row<'a>(history: &'a History, act: &'a Act) -> Option<TradeRow<'a>> {
    match &act.deed {
        Deed::Traded(place) => {
            let trade = &history.trades[*place as usize];
            let amount = match trade.side {
                Side::Buy => trade.cost,
                Side::Sell => trade.shares,
            };
            let order =
                Order { side: trade.side, market: trade.market, outcome: trade.outcome, amount };
            Some(TradeRow {
                price: Some(trade.price_after),
                price_before: Some(trade.price_before),
                cost: Some(trade.cost),
                shares: Some(trade.shares),
                success: true,
                ..refused(history, act, &order)
            })
        }
        Deed::Rejected { action, reason } => {
            let order = order(action)?;
            Some(TradeRow { error: Some(reason), ..refused(history, act, &order) })
        }
        Deed::Wrote(_)
        | Deed::Voted { .. }
        | Deed::Reposted(_)
        | Deed::Followed(_)
        | Deed::Unfollowed(_)
        | Deed::Commented { .. }
        | Deed::Managed(_)
        | Deed::Nothing => None,
    }
}

fn order(action: &Action) -> Option<Order> {
    match *action {
        Action::BuyShares { market, outcome, amount } => {
            Some(Order { side: Side::Buy, market, outcome, amount })
        }
        Action::SellShares { market, outcome, shares } => {
            Some(Order { side: Side::Sell, market, outcome, amount: shares })
        }
        Action::CreatePost { .. }
        | Action::Reply { .. }
        | Action::Vote { .. }
        | Action::Repost { .. }
        | Action::Follow { .. }
        | Action::Unfollow { .. }
        | Action::CommentOnMarket { .. }
        | Action::Economic(_) => None,
    }
}

fn refused<'a>(history: &'a History, act: &Act, order: &Order) -> TradeRow<'a> {
    let persona = &history.agent(act.agent).persona;
    TradeRow {
        trade_id: format!("{}-r{}-e{}", persona.slug, act.round, act.seq),
        side: order.side,
        agent_id: &persona.slug,
        agent: act.agent,
        agent_name: &persona.name,
        round_num: act.round,
        platform: "market",
        market_id: order.market,
        outcome: order.outcome,
        price: None,
        price_before: None,
        cost: None,
        shares: None,
        amount_requested: order.amount,
        timestamp: (),
        success: false,
        error: None,
        event: format!("e{}", act.seq),
    }
}
