//! What each market did.

use simswarm_engine::MarketId;
use simswarm_engine::action::Outcome;
use simswarm_engine::event::Side;
use simswarm_projection::history::{History, Trade};

use super::columns;
use crate::line::{Line, line};
use crate::model::{Block, Claim, Format, Section, Source};
use crate::rule::Rule;

const COLUMNS: [&str; 8] =
    ["Market", "Opening", "End", "Lowest", "Highest", "Trades", "Traders", "Play money traded"];

pub(crate) fn section(history: &History) -> Option<Section> {
    let rows: Vec<Vec<Claim>> =
        history.market_ids().filter_map(|market| row(history, market)).collect();
    if rows.is_empty() {
        return None;
    }
    let mut blocks = vec![Block::Table { columns: columns(&COLUMNS), rows }];
    if history.trades.is_empty() {
        let told = line(history).say("Nobody traded: the prices say nothing but how they opened.");
        blocks.extend(told.end().map(|claim| Block::Paragraph { claims: vec![claim] }));
    }
    super::section("markets", "Markets", blocks)
}

fn row(history: &History, market: MarketId) -> Option<Vec<Claim>> {
    let number = |format, rule| line(history).number(format, rule).end();
    let opened = history.market(market);
    Some(vec![
        line(history)
            .verbatim(&opened.question, Source::Question)
            .cite_event(opened.seq, 0, None)
            .end()?,
        number(Format::Percent, Rule::Price { market, round: 0 })?,
        number(Format::Percent, Rule::Price { market, round: history.rounds_played() })?,
        number(Format::Percent, Rule::LowestPrice { market })?,
        number(Format::Percent, Rule::HighestPrice { market })?,
        number(Format::Count, Rule::MarketTrades { market })?,
        number(Format::Count, Rule::MarketTraders { market })?,
        number(Format::Cash, Rule::MarketVolume { market })?,
    ])
}

/// Who traded what for how much: "Ada bought yes for 209 in play money".
pub(super) fn traded<'h>(line: Line<'h>, trade: &Trade) -> Line<'h> {
    let did = match (trade.side, trade.outcome) {
        (Side::Buy, Outcome::Yes) => " bought yes for ",
        (Side::Buy, Outcome::No) => " bought no for ",
        (Side::Sell, Outcome::Yes) => " sold yes for ",
        (Side::Sell, Outcome::No) => " sold no for ",
    };
    line.name(trade.agent)
        .say(did)
        .number(Format::Cash, Rule::TradeCost { trade: trade.seq })
        .say(" in play money")
}
