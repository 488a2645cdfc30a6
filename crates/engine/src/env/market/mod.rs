//! Prediction markets: each agent's cash and shares, and a maker for each question.
//!
//! What is traded is counted in ten-thousandths: the log's numbers, summed up, give the very balances that the
//! agents have. Rounding is always in the maker's favour.

pub mod lmsr;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use self::lmsr::Lmsr;
use super::Rejection;
use crate::action::Outcome;
use crate::cast::{MarketSpec, Persona};
use crate::event::Side;
use crate::number::{CASH_DECIMALS, PRICE_DECIMALS, real, rounded, rounded_down, rounded_up};
use crate::{AgentId, IssueId, MarketId};

/// The comments that a market keeps for its observers.
const COMMENTS_KEPT: usize = 8;

/// One question that is traded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Market {
    pub issue: IssueId,
    pub question: Arc<str>,
    pub maker: Lmsr,
    /// Price of YES when it opened and after each round.
    pub history: Vec<f64>,
    /// The price when it was last in the news; at first, the one that it opened with.
    pub in_the_news_at: f64,
    pub comments: VecDeque<Comment>,
    holdings: BTreeMap<AgentId, Holding>,
}

/// A remark on a market.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    pub agent: AgentId,
    pub round: u32,
    pub text: Arc<str>,
}

/// What one agent has of one market.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Holding {
    pub yes: f64,
    pub no: f64,
    /// Cash paid into the market less cash taken out.
    pub paid: f64,
}

impl Holding {
    pub fn shares(&self, outcome: Outcome) -> f64 {
        match outcome {
            Outcome::Yes => self.yes,
            Outcome::No => self.no,
        }
    }

    /// What the shares are worth at a price of YES.
    pub fn worth(&self, price: f64) -> f64 {
        self.yes * price + self.no * (1.0 - price)
    }
}

/// A trade that took place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fill {
    pub side: Side,
    pub outcome: Outcome,
    pub shares: f64,
    pub cost: f64,
    pub price_before: f64,
    pub price_after: f64,
}

/// All markets of a run and the cash that goes into them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Markets {
    pub list: Vec<Market>,
    cash: Vec<f64>,
    /// The most that one trade may cost: one mean balance.
    pub trade_cap: f64,
}

impl Markets {
    pub fn open(specs: &[MarketSpec], agents: &[Arc<Persona>]) -> Self {
        let cash: Vec<f64> = agents.iter().map(|persona| persona.cash).collect();
        let total: f64 = cash.iter().sum();
        let one_balance = rounded(total / real(cash.len()).max(1.0), 2);
        let b = rounded(lmsr::liquidity(one_balance, total).max(1.0), 2);
        let list = specs.iter().map(|spec| Market::open(spec, b)).collect();
        Self { list, cash, trade_cap: one_balance }
    }

    pub fn cash(&self, agent: AgentId) -> f64 {
        self.cash.get(agent.index()).copied().unwrap_or(0.0)
    }

    pub fn get(&self, market: MarketId) -> Result<&Market, Rejection> {
        self.list.get(market.index()).ok_or(Rejection::UnknownMarket(market))
    }

    /// Buys for at most `amount` of cash.
    pub fn buy(
        &mut self,
        agent: AgentId,
        market: MarketId,
        outcome: Outcome,
        amount: f64,
    ) -> Result<Fill, Rejection> {
        let maker = self.get(market)?.maker;
        let amount = positive("the amount", amount)?;
        let cash = self.cash(agent);
        if amount > cash {
            return Err(Rejection::ShortOfCash { cash });
        }
        if amount > self.trade_cap {
            return Err(Rejection::AboveCap { cap: self.trade_cap });
        }
        let spend = rounded_down(amount, CASH_DECIMALS);
        let shares = rounded_down(maker.shares_for(outcome, spend), CASH_DECIMALS);
        if shares <= 0.0 {
            return Err(Rejection::TooSmall);
        }
        // Rounding the shares down has made them cheaper; rounding their cost up may not exceed the order.
        let cost = rounded_up(maker.cost_of(outcome, shares), CASH_DECIMALS).min(spend);
        Ok(self.settle(agent, market, Order { side: Side::Buy, outcome, shares, cost }))
    }

    /// Sells shares back to the maker.
    pub fn sell(
        &mut self,
        agent: AgentId,
        market: MarketId,
        outcome: Outcome,
        shares: f64,
    ) -> Result<Fill, Rejection> {
        let asked = self.get(market)?;
        let shares = rounded_down(positive("the number of shares", shares)?, CASH_DECIMALS);
        let held = asked.holding(agent).shares(outcome);
        if shares > held {
            return Err(Rejection::ShortOfShares { held });
        }
        let cost = rounded_down(-asked.maker.cost_of(outcome, -shares), CASH_DECIMALS);
        if cost <= 0.0 {
            return Err(Rejection::TooSmall);
        }
        Ok(self.settle(agent, market, Order { side: Side::Sell, outcome, shares, cost }))
    }

    /// Books an order that has been checked.
    fn settle(&mut self, agent: AgentId, market: MarketId, order: Order) -> Fill {
        let Order { side, outcome, shares, cost } = order;
        let (signed, paid) = match side {
            Side::Buy => (shares, cost),
            Side::Sell => (-shares, -cost),
        };
        let book = &mut self.list[market.index()];
        let price_before = book.price();
        book.maker = book.maker.after(outcome, signed);
        let holding = book.holdings.entry(agent).or_default();
        let shares_of = match outcome {
            Outcome::Yes => &mut holding.yes,
            Outcome::No => &mut holding.no,
        };
        *shares_of = rounded(*shares_of + signed, CASH_DECIMALS);
        holding.paid = rounded(holding.paid + paid, CASH_DECIMALS);
        let cash = &mut self.cash[agent.index()];
        *cash = rounded(*cash - paid, CASH_DECIMALS);
        Fill {
            side,
            outcome,
            shares,
            cost,
            price_before,
            price_after: self.list[market.index()].price(),
        }
    }

    pub fn comment(&mut self, market: MarketId, comment: Comment) -> Result<(), Rejection> {
        self.get(market)?;
        let comments = &mut self.list[market.index()].comments;
        if comments.len() == COMMENTS_KEPT {
            comments.pop_front();
        }
        comments.push_back(comment);
        Ok(())
    }

    /// Price of YES of each market.
    pub fn prices(&self) -> Vec<f64> {
        self.list.iter().map(Market::price).collect()
    }

    /// Writes the round's last prices into the histories.
    pub fn close_round(&mut self) {
        for market in &mut self.list {
            let price = market.price();
            market.history.push(price);
        }
    }
}

/// An order that has been checked.
#[derive(Clone, Copy)]
struct Order {
    side: Side,
    outcome: Outcome,
    shares: f64,
    cost: f64,
}

impl Market {
    fn open(spec: &MarketSpec, b: f64) -> Self {
        let price = rounded(spec.initial_price.clamp(0.01, 0.99), PRICE_DECIMALS);
        let maker = Lmsr::open(b, price);
        Self {
            issue: spec.issue,
            question: spec.question.as_str().into(),
            maker,
            history: vec![price],
            in_the_news_at: price,
            comments: VecDeque::new(),
            holdings: BTreeMap::new(),
        }
    }

    /// Price of YES, as the log has it.
    pub fn price(&self) -> f64 {
        rounded(self.maker.price(Outcome::Yes), PRICE_DECIMALS)
    }

    pub fn holding(&self, agent: AgentId) -> Holding {
        self.holdings.get(&agent).copied().unwrap_or_default()
    }

    /// What the agents hold, in their order.
    pub fn holdings(&self) -> impl Iterator<Item = (AgentId, Holding)> {
        self.holdings.iter().map(|(agent, holding)| (*agent, *holding))
    }
}

fn positive(what: &'static str, value: f64) -> Result<f64, Rejection> {
    if !value.is_finite() {
        return Err(Rejection::NotFinite(what));
    }
    if value <= 0.0 {
        return Err(Rejection::NotPositive(what));
    }
    Ok(value)
}
