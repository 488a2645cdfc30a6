//! What every agent is told: the title and the sentences that carry the document.

use std::collections::BTreeSet;

use simswarm_engine::cast::{Brief, Fact, Issue};

use crate::lexicon::{carries, is};
use crate::places::Places;
use crate::side::Aim;
use crate::text::{BlockKind, Sentence, Text, Token, TokenKind, span};

const MAX_FACTS: usize = 14;
const MAX_FACT_CHARS: usize = 400;
const MAX_TITLE_CHARS: usize = 140;

pub(crate) fn brief(
    text: &Text,
    question: &str,
    places: &Places<'_>,
    issues: &[Issue],
    horizon_days: u32,
) -> Brief {
    Brief {
        title: title(text),
        question: question.trim().to_owned(),
        facts: facts(text, places, issues),
        horizon_days,
    }
}

/// The headline in ordinary letters, or the first sentence.
pub(crate) fn title(text: &Text) -> String {
    let Some(first) = text.sentences.first() else { return String::new() };
    let heading = first.kind == BlockKind::Heading;
    let line = text.slice(first.span());
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let small = line.chars().filter(|c| c.is_lowercase()).count();
    let shouted = heading && letters > 5 && small * 2 < letters;
    let line = if shouted { spoken(text, first) } else { line };
    let line = line.trim_end_matches([':', '.']);
    if line.chars().count() <= MAX_TITLE_CHARS {
        return line.to_owned();
    }
    let cut: String = line.chars().take(MAX_TITLE_CHARS).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{whole} …")
}

/// A shouted headline as one would say it: words as the body of the document writes them.
fn spoken(text: &Text, heading: &Sentence) -> String {
    let mut line = String::new();
    let mut at = heading.start;
    for token in &heading.tokens {
        line.push_str(&gap(text, at, token.start));
        let shouted = token.kind == TokenKind::Word && token.is_acronym();
        if shouted {
            let elsewhere = text
                .sentences
                .iter()
                .filter(|s| s.kind != BlockKind::Heading)
                .flat_map(|s| s.tokens.iter().enumerate())
                .filter(|(_, other)| other.lower == token.lower)
                .map(|(place, other)| (place == 0, other.text.as_str()))
                .min();
            match elsewhere {
                Some((false, known)) => line.push_str(known),
                _ if is("country", &token.lower) || is("acronym_no", &token.lower) => {
                    line.push_str(&token.text);
                }
                _ => line.push_str(&token.lower),
            }
        } else {
            line.push_str(&token.text);
        }
        at = token.start + token.text.chars().count();
    }
    line.push_str(&gap(text, at, heading.end));
    let mut chars = line.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn gap(text: &Text, from: usize, to: usize) -> String {
    if from >= to {
        return String::new();
    }
    let found = text.raw(from, to);
    if found.trim().is_empty() { " ".to_owned() } else { found }
}

/// The sentences with most actors, numbers and words of the issues, in the document's order.
fn facts(text: &Text, places: &Places<'_>, issues: &[Issue]) -> Vec<Fact> {
    let mut scored: Vec<(f64, usize)> = text
        .sentences
        .iter()
        .enumerate()
        .filter(|(_, sentence)| is_fact(text, sentence))
        .map(|(index, sentence)| (worth(sentence, index, places, issues), index))
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    scored.truncate(MAX_FACTS);
    scored.sort_by_key(|(_, index)| *index);
    let aims: Vec<Aim<'_>> = issues.iter().map(Aim::at).collect();
    let fact = |index: usize| {
        let sentence = &text.sentences[index];
        let first = after_dateline(sentence);
        let start = first.map_or(sentence.start, |at| sentence.tokens[at].start);
        let evidence = span(start, sentence.end);
        let sides =
            aims.iter().map(|aim| side(aim, &sentence.tokens[first.unwrap_or(0)..])).collect();
        Fact { text: text.slice(evidence), evidence, sides }
    };
    scored.into_iter().map(|(_, index)| fact(index)).collect()
}

/// Less than this is no side.
const LEAST_SIDE: f64 = 0.25;

/// The pole of an issue that a sentence speaks for, by what it says and not by its mood. Harm that was done speaks for a rule
/// against it.
fn side(aim: &Aim<'_>, tokens: &[Token]) -> i8 {
    let score = aim.reading(tokens, true).score;
    let side = i8::from(score >= LEAST_SIDE) - i8::from(score <= -LEAST_SIDE);
    let is_harm = || tokens.iter().any(|token| is("harm", &token.lower));
    if side == 0 && aim.is_precaution() && is_harm() { 1 } else { side }
}

/// Tokens of the longest dateline: "New York, 4 November 2026 —".
const DATELINE: usize = 9;

/// "Kelmouth, 4 November — All six berths …": where the sentence itself begins.
fn after_dateline(sentence: &Sentence) -> Option<usize> {
    let tokens = &sentence.tokens;
    let dash = |at: &usize| tokens[*at].is_mark('—') || tokens[*at].is_mark('–');
    let end = (2..tokens.len().min(DATELINE)).find(dash)?;
    let head = &tokens[..end];
    let placed = head.iter().all(|token| {
        token.is_mark(',') || token.kind == TokenKind::Number || token.is_capitalised()
    });
    let dated = head.iter().any(|token| is("calendar", &token.lower));
    (placed && dated && end + 1 < tokens.len()).then_some(end + 1)
}

/// The place that a document is dated from.
pub(crate) fn dateline(text: &Text) -> Option<String> {
    let sentence = text.sentences.iter().find(|sentence| after_dateline(sentence).is_some())?;
    let place = sentence
        .tokens
        .iter()
        .take_while(|token| token.is_capitalised() && !is("calendar", &token.lower));
    let words: Vec<&str> = place.map(|token| token.text.as_str()).collect();
    (sentence.kind != BlockKind::Heading && !words.is_empty()).then(|| words.join(" "))
}

fn is_fact(text: &Text, sentence: &Sentence) -> bool {
    let words = sentence.tokens.iter().filter(|token| token.kind == TokenKind::Word).count();
    let only = text.sentences.len() == 1;
    let length = sentence.end - sentence.start;
    let question = sentence.tokens.last().is_some_and(|token| token.is_mark('?'));
    // "Case: A v. B" says nothing.
    let label = words < 8 && sentence.tokens.get(1).is_some_and(|token| token.is_mark(':'));
    only || (sentence.kind != BlockKind::Heading
        && words >= 3
        && length <= MAX_FACT_CHARS
        && !question
        && !label)
}

fn worth(sentence: &Sentence, index: usize, places: &Places<'_>, issues: &[Issue]) -> f64 {
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let numbers = sentence.tokens.iter().filter(|t| t.kind == TokenKind::Number).count();
    let named: BTreeSet<usize> =
        places.in_sentence(index).iter().map(|(actor, _)| *actor).collect();
    let keyed = sentence.tokens.iter().filter(|token| {
        carries(&token.lower) && issues.iter().any(|issue| issue.keywords.contains(&token.lower))
    });
    let early = 2.0 / (1.0 + count(index));
    1.2 * count(numbers.min(3))
        + count(named.len().min(3))
        + 1.5 * count(keyed.count().min(4))
        + early
}
