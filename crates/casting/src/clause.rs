//! Sentences about what may come: a subject, a helper, a verb and what follows.

use crate::lexicon::{action_of, is};

/// A pole is said in posts, in the middle of a sentence: it is cut only where nobody would read it to its end.
const MAX_POLE_WORDS: usize = 30;

/// What a question comes to: somebody, a verb, and what follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    /// "The council will approve the dam", without a full stop.
    pub(crate) text: String,
    /// "Will the council approve the dam".
    pub(crate) asked: String,
    pub(crate) pole_for: String,
    pub(crate) pole_against: String,
}

impl Statement {
    /// "the council", "will", "approve the dam".
    pub(crate) fn of(subject: &str, helper: &str, rest: &str) -> Self {
        let subject = in_sentence(subject);
        Self {
            text: capitalised(&format!("{subject} {helper} {rest}")),
            asked: capitalised(&format!("{helper} {subject} {rest}")),
            pole_for: shortened(&format!("{subject} {helper} {rest}")),
            pole_against: shortened(&format!("{subject} {} {rest}", denied(helper))),
        }
    }
}

fn denied(helper: &str) -> String {
    if helper == "can" { "cannot".to_owned() } else { format!("{helper} not") }
}

/// A subject as it is written inside a sentence.
fn in_sentence(subject: &str) -> String {
    match subject.split_once(' ') {
        Some((first, rest)) => format!("{} {rest}", decapitalised(first)),
        None => decapitalised(subject),
    }
}

/// A word without the marks around it, lower case.
pub(crate) fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

pub(crate) fn decapitalised(word: &str) -> String {
    let shout = word.chars().nth(1).is_some_and(char::is_uppercase);
    if is("stop", &word.to_lowercase()) && !shout { word.to_lowercase() } else { word.to_owned() }
}

pub(crate) fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() <= MAX_POLE_WORDS {
        words.join(" ")
    } else {
        format!("{} …", words[..MAX_POLE_WORDS].join(" "))
    }
}

/// Words that are a verb in its plain form.
pub(crate) fn is_base_verb(word: &str) -> bool {
    let known = action_of(word).is_some() && !word.ends_with("ed") && !word.ends_with("ing");
    let noun = ["tion", "ment", "ure", "al", "ence", "age"].iter().any(|end| word.ends_with(end));
    is("base_verb", word) || (known && !noun && !word.ends_with('s'))
}

/// "wins" → "win", "reaches" → "reach", "denies" → "deny"; none for what is no verb in the present.
pub(crate) fn third_person(word: &str) -> Option<String> {
    let stem = word.strip_suffix('s')?;
    let long = stem.strip_suffix('e').map(str::to_owned);
    let with_y = stem.strip_suffix("ie").map(|root| format!("{root}y"));
    let stems = [Some(stem.to_owned()), long, with_y];
    stems.into_iter().flatten().find(|stem| is_base_verb(stem))
}

/// The place of the main verb after an auxiliary; the second word if nothing looks like one.
pub(crate) fn verb_at(words: &[&str]) -> usize {
    let lower: Vec<String> = words.iter().map(|word| bare(word)).collect();
    let follows_noun = |at: usize| {
        let before = lower[at - 1].as_str();
        ![
            "a", "an", "the", "of", "its", "their", "his", "her", "and", "to", "for", "in", "on",
            "by",
        ]
        .contains(&before)
    };
    let verbs = || (2..lower.len()).filter(|at| is_base_verb(&lower[*at]) && follows_noun(*at));
    let ahead = lower.len().min(12);
    verbs()
        .find(|at| *at < ahead && !is("noun_or_verb", &lower[*at]))
        .into_iter()
        .chain(verbs().next())
        .min_by_key(|at| usize::from(is("noun_or_verb", &lower[*at])) * 100 + at)
        .unwrap_or_else(|| name_end(words))
}

/// Past the first noun phrase, where no verb is known.
pub(crate) fn name_end(words: &[&str]) -> usize {
    let mut at = 1;
    while at < words.len() && is("stop", &bare(words[at])) {
        at += 1;
    }
    at += 1;
    let name = |at: usize| {
        words.get(at).is_some_and(|word| word.chars().next().is_some_and(char::is_uppercase))
    };
    // "Meta and Google" are one subject.
    let joined = |at: usize| matches!(words[at], "and" | "or" | "&") && name(at + 1);
    while at < words.len() && (name(at) || joined(at)) {
        at += 1;
    }
    at.min(words.len())
}
