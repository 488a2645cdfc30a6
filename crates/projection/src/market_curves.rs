//! `market_curves`: the price of each market, a point for its opening, each trade and each round's end.

use serde::{Deserialize, Serialize};

use simswarm_engine::{IssueId, MarketId};

use super::history::History;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Curve<'a> {
    pub market_id: MarketId,
    pub question: &'a str,
    pub outcome_a: &'static str,
    pub outcome_b: &'static str,
    pub points: Vec<Point>,
    pub issue: IssueId,
    pub liquidity: f64,
}

/// The price after something.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    /// How many trades there had been.
    pub trade_idx: u32,
    pub round_num: u32,
    pub price_yes: f64,
    pub price_no: f64,
    /// Cash that had changed hands.
    pub volume: f64,
    pub kind: PointKind,
    /// Number of the event that says so.
    pub seq: u64,
}

/// What a point comes after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PointKind {
    Opening,
    Trade,
    RoundEnd,
}

pub fn curves(history: &History) -> Vec<Curve<'_>> {
    history.market_ids().map(|id| curve(history, id)).collect()
}

pub fn curve(history: &History, id: MarketId) -> Curve<'_> {
    let market = history.market(id);
    let mut drawing = Drawing { trades: 0, volume: 0.0, points: Vec::new() };
    drawing.point(PointKind::Opening, market.seq, 0, market.initial_price);
    let mut trades = history.trades.iter().filter(|trade| trade.market == id).peekable();
    for round in &history.rounds {
        while let Some(trade) = trades.next_if(|trade| trade.round <= round.number) {
            drawing.trades += 1;
            drawing.volume += trade.cost;
            drawing.point(PointKind::Trade, trade.seq, trade.round, trade.price_after);
        }
        let ended = round.ended.as_ref();
        if let Some((ended, price)) =
            ended.and_then(|ended| ended.prices.get(id.index()).map(|price| (ended, *price)))
        {
            drawing.point(PointKind::RoundEnd, ended.seq, round.number, price);
        }
    }
    Curve {
        market_id: id,
        question: &market.question,
        outcome_a: "YES",
        outcome_b: "NO",
        points: drawing.points,
        issue: market.issue,
        liquidity: market.liquidity,
    }
}

/// A curve being drawn.
struct Drawing {
    trades: u32,
    volume: f64,
    points: Vec<Point>,
}

impl Drawing {
    fn point(&mut self, kind: PointKind, seq: u64, round_num: u32, price_yes: f64) {
        self.points.push(Point {
            trade_idx: self.trades,
            round_num,
            price_yes,
            price_no: 1.0 - price_yes,
            volume: self.volume,
            kind,
            seq,
        });
    }
}
