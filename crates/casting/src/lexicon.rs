//! The word tables, read once. A table is a text: `[section]` lines, then words, `_` for a space inside one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Words by section.
pub(crate) struct Lexicon(BTreeMap<&'static str, BTreeSet<String>>);

impl Lexicon {
    fn read(tables: &[&'static str]) -> Self {
        let mut sections: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
        for table in tables {
            let mut section = "";
            for line in table.lines() {
                if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                    section = name;
                } else {
                    let words = line.split_whitespace().map(|word| word.replace('_', " "));
                    sections.entry(section).or_default().extend(words);
                }
            }
        }
        Self(sections)
    }

    /// Whether `word` (lower case) stands in `section`.
    pub(crate) fn has(&self, section: &str, word: &str) -> bool {
        self.0.get(section).is_some_and(|words| words.contains(word))
    }
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::read(&[
        include_str!("tables/words.txt"),
        include_str!("tables/cues.txt"),
        include_str!("tables/grammar.txt"),
    ])
});

/// Whether `word` (lower case) stands in the table's `section`.
pub(crate) fn is(section: &str, word: &str) -> bool {
    LEXICON.has(section, word)
}

/// A thing that can be done, and its opposite: "close" and "reopen".
pub(crate) struct Action {
    /// Whether doing it is bad for what it is done to: +1 or −1.
    pub(crate) polarity: f64,
    pub(crate) words: Vec<&'static str>,
    pub(crate) opposites: Vec<&'static str>,
}

/// Which side of an [`Action`] a word is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Same,
    Opposite,
}

impl Action {
    pub(crate) fn side(&self, word: &str) -> Option<Side> {
        if self.words.contains(&word) {
            Some(Side::Same)
        } else if self.opposites.contains(&word) {
            Some(Side::Opposite)
        } else {
            None
        }
    }
}

static ACTIONS: LazyLock<Vec<Action>> = LazyLock::new(|| {
    let table = include_str!("tables/actions.txt");
    table.lines().filter(|line| !line.starts_with('#')).filter_map(read_action).collect()
});

fn read_action(line: &'static str) -> Option<Action> {
    let mut parts = line.split('|');
    let polarity = if parts.next()?.trim() == "-" { -1.0 } else { 1.0 };
    let words = parts.next()?.split_whitespace().collect();
    let opposites = parts.next()?.split_whitespace().collect();
    Some(Action { polarity, words, opposites })
}

/// The action that a word names; a direct naming goes before an opposite.
pub(crate) fn action_of(word: &str) -> Option<(&'static Action, Side)> {
    let on = |side| {
        ACTIONS.iter().find(|action| action.side(word) == Some(side)).map(|action| (action, side))
    };
    on(Side::Same).or_else(|| on(Side::Opposite))
}

/// Whether a word carries meaning of its own: neither a function word nor a number.
pub(crate) fn carries(word: &str) -> bool {
    word.chars().count() > 2
        && word.chars().any(char::is_alphabetic)
        && !is("stop", word)
        && !is("calendar", word)
}
