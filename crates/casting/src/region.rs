//! Where the publics live: the places of the document, the one that it plays in first.

use std::collections::BTreeMap;

use crate::brief;
use crate::dice::Dice;
use crate::lexicon::is;
use crate::scan::{self, Mention};
use crate::text::{Text, Token};

/// Places that people may come from, with how many of them do.
pub(crate) struct Regions(Vec<(String, f64)>);

/// More places than these are told apart by nobody.
const MAX_REGIONS: usize = 8;

impl Regions {
    /// The place that the document is dated from counts most, then what happens "in X"; a country that acts has its people too.
    pub(crate) fn of(text: &Text) -> Self {
        let mut found: BTreeMap<String, (String, f64, usize)> = BTreeMap::new();
        let dated = brief::dateline(text).map(|place| (place, 4.0));
        let named = scan::mentions(text).into_iter().filter_map(|mention| {
            let worth = worth(&text.sentences[mention.sentence].tokens, &mention)?;
            Some((mention.words.join(" "), worth))
        });
        for (order, (name, worth)) in dated.into_iter().chain(named).enumerate() {
            let entry = found.entry(name.to_lowercase()).or_insert((name, 0.0, order));
            entry.1 += worth;
        }
        let mut ranked: Vec<(String, f64, usize)> = found.into_values().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.2.cmp(&b.2)));
        ranked.truncate(MAX_REGIONS);
        Self(ranked.into_iter().map(|(name, worth, _)| (name, worth)).collect())
    }

    /// One of them, the weightier the more often; empty if there is none.
    pub(crate) fn pick(&self, dice: &mut Dice) -> String {
        let total: f64 = self.0.iter().map(|(_, worth)| worth).sum();
        let mut drawn = dice.unit() * total;
        for (name, worth) in &self.0 {
            drawn -= worth;
            if drawn < 0.0 {
                return name.clone();
            }
        }
        self.0.first().map_or_else(String::new, |(name, _)| name.clone())
    }
}

/// How much a mention says that people of the story live there; none for what is no place to live in.
fn worth(tokens: &[Token], mention: &Mention) -> Option<f64> {
    let name = mention.words.join(" ");
    let lower = name.to_lowercase();
    let country = is("country", &lower) && name.chars().count() > 3;
    let known = is("place", &lower) || country;
    let plain = mention
        .words
        .iter()
        .all(|word| !scan::is_typed(&word.to_lowercase()) && !is("thing", &word.to_lowercase()));
    let body = mention.words.iter().all(|word| word.chars().skip(1).any(char::is_lowercase));
    let lived_in = mention.words.last().is_some_and(|word| {
        let word = word.to_lowercase();
        !is("place_suffix", &word) || is("settled", &word)
    });
    let nowhere = ["earth", "mars", "internet", "web"].contains(&lower.as_str());
    if !lived_in || nowhere {
        return None;
    }
    match lead(tokens, mention.first) {
        "in" | "near" | "across" | "outside" if known || (plain && body) => Some(2.0),
        "from" if known || (plain && body) => Some(0.5),
        "to" | "than" | "with" => None,
        _ if country => Some(1.0),
        _ => None,
    }
}

/// The preposition before a name, also past other names of one list.
fn lead(tokens: &[Token], first: usize) -> &str {
    let listed = |token: &Token| {
        token.is_capitalised()
            || token.is_mark(',')
            || matches!(token.lower.as_str(), "and" | "the")
    };
    let at = (first.saturating_sub(8)..first).rev().find(|at| !listed(&tokens[*at]));
    at.map_or("", |at| tokens[at].lower.as_str())
}
