//! The stretches that a run falls into, and what each was like.

use simswarm_engine::MarketId;
use simswarm_projection::history::History;
use simswarm_projection::phases::{Stretch, phases};

use super::verdict::MAIN;
use crate::line::line;
use crate::model::{Block, Claim, Format, Section, Source};
use crate::rule::Rule;

const COLUMNS: [&str; 4] = ["Rounds", "Actions in a round", "Mean position", "Words of its own"];
const PRICE: &str = "Price of yes";
const MARKET: MarketId = MarketId(0);

pub(crate) fn section(history: &History) -> Option<Section> {
    let stretches = phases(history);
    if stretches.len() < 2 || history.issues.is_empty() {
        return None;
    }
    let has_market = !history.markets.is_empty();
    let rows: Vec<Vec<Claim>> =
        stretches.iter().filter_map(|stretch| row(history, stretch, has_market)).collect();
    let mut columns = super::columns(&COLUMNS);
    if has_market {
        columns.insert(3, PRICE.to_owned());
    }
    let blocks = vec![
        Block::Paragraph { claims: explained(history, has_market)? },
        Block::Table { columns, rows },
    ];
    super::section("phases", "Phases", blocks)
}

fn explained(history: &History, has_market: bool) -> Option<Vec<Claim>> {
    let method = line(history).say(
        "The run is cut where what is counted in each round (actions, mean positions, prices) begins to follow another course by \
         more than it usually varies from round to round.",
    );
    let columns = line(history).say("The mean position is that on ").proposition(MAIN);
    let columns = if has_market {
        columns
            .say(" and the price that of “")
            .verbatim(&history.market(MARKET).question, Source::Question)
            .say("”, each before the first of the rounds and after the last.")
    } else {
        columns.say(", before the first of the rounds and after the last.")
    };
    let words = line(history).say(
        "The words are those that its posts have more often than the posts of the other stretches.",
    );
    Some(vec![method.end()?, columns.end()?, words.end()?])
}

fn row(history: &History, stretch: &Stretch, has_market: bool) -> Option<Vec<Claim>> {
    let [from, to] = stretch.rounds;
    let (first, last) = (super::end_of(history, from)?, super::end_of(history, to)?);
    let way = |format, rule: &dyn Fn(u32) -> Rule| {
        line(history).number(format, rule(from - 1)).say(" to ").number(format, rule(to)).end()
    };
    let rounds = line(history)
        .number(Format::Count, Rule::RoundOf { event: first, round: from })
        .cite_event(first, from, None)
        .say(" to ")
        .number(Format::Count, Rule::RoundOf { event: last, round: to })
        .cite_event(last, to, None);
    let mut cells = vec![
        rounds.end()?,
        line(history).number(Format::Count, Rule::Actions { from, to }).end()?,
        way(Format::Signed, &|round| Rule::MeanPosition { issue: MAIN, round })?,
    ];
    if has_market {
        cells.push(way(Format::Percent, &|round| Rule::Price { market: MARKET, round })?);
    }
    cells.push(words(history, &stretch.keywords)?);
    Some(cells)
}

fn words(history: &History, keywords: &[String]) -> Option<Claim> {
    if keywords.is_empty() {
        return line(history).say("none").end();
    }
    let mut told = line(history);
    for (place, word) in keywords.iter().enumerate() {
        told = told.say(if place == 0 { "" } else { ", " }).verbatim(word, Source::Word);
    }
    told.end()
}
