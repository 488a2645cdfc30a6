//! What a proposition says is done: its words without their date, its action, and what that is done to.

use crate::lexicon::{Action, Side, action_of, is};

/// The action of a proposition.
#[derive(Clone, Copy)]
pub(crate) struct Deed {
    pub(crate) action: &'static Action,
    pub(crate) side: Side,
    /// A word of the table that names it on that side: "rise" for "reach $100".
    pub(crate) word: &'static str,
    /// Whether it is a level that is said to be reached or kept.
    pub(crate) is_level: bool,
}

/// The action of a proposition's words: the first one after "will", else any. A level that is to be reached is a rise.
pub(crate) fn of(words: &[String]) -> Option<Deed> {
    let from = words.iter().position(|word| word == "will").unwrap_or(0);
    let level = level_of(&words[from..]).and_then(named);
    let level = level.map(|deed| Deed { is_level: true, ..deed });
    level.or_else(|| words[from..].iter().chain(words).find_map(|word| named(word)))
}

fn named(word: &str) -> Option<Deed> {
    let (action, side) = action_of(word)?;
    let listed = if side == Side::Same { &action.words } else { &action.opposites };
    let word = listed.iter().find(|known| **known == word)?;
    Some(Deed { action, side, word, is_level: false })
}

/// "stay above 100", "reach 100,000": whether it is said that something is to be high or low.
fn level_of(words: &[String]) -> Option<&'static str> {
    let number = |at: usize| {
        words.get(at).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
    };
    words.iter().enumerate().find_map(|(at, word)| {
        let sign = match word.as_str() {
            "above" | "over" | "past" | "beyond" | "exceed" | "surpass" | "top" | "reach"
            | "hit" | "cross" | "touch" | "break" | "pass" => "rise",
            "below" | "under" => "fall",
            _ => return None,
        };
        number(at + 1).then_some(sign)
    })
}

/// The words of a proposition without those that say by when: "by the end of April", "within 30 days".
pub(crate) fn undated(words: &[String]) -> Vec<String> {
    let leads = ["by", "before", "until", "within", "in", "over", "during", "on", "for", "after"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let end = date_end(words, at + 1);
        let dated = words[at + 1..end].iter().any(|word| is_term(word));
        if leads.contains(&words[at].as_str()) && dated {
            at = end;
        } else {
            kept.push(words[at].clone());
            at += 1;
        }
    }
    kept
}

fn date_end(words: &[String], from: usize) -> usize {
    let filler = |word: &str| {
        matches!(word, "the" | "end" | "of" | "next" | "coming" | "mid" | "early" | "late" | "this")
            || matches!(word, "two" | "three" | "four" | "five" | "six" | "few" | "several" | "a")
            || word.starts_with(|c: char| c.is_ascii_digit())
    };
    let within = |at: &usize| filler(&words[*at]) || is_term(&words[*at]);
    (from..words.len()).find(|at| !within(at)).unwrap_or(words.len())
}

/// A month, a year, or a length of time.
pub(crate) fn is_term(word: &str) -> bool {
    let year = word.len() == 4 && word.starts_with("20") && word.parse::<u16>().is_ok();
    let length = ["day", "week", "month", "quarter", "year", "decade"];
    year || is("calendar", word) || length.contains(&word.strip_suffix('s').unwrap_or(word))
}
