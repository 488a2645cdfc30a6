//! The words of a document that its people may care about.

use std::collections::BTreeMap;

use crate::lexicon::{carries, is};
use crate::text::{Text, Token, TokenKind};

/// A language in which fewer than one word of so many is an article has none.
const ARTICLES: usize = 40;

/// The document's most telling words, for an interest list: common nouns. Where words cannot be told to be nouns, in a
/// language without articles, any that carry meaning do.
pub(crate) fn words(text: &Text, most: usize) -> Vec<String> {
    let words = || text.sentences.iter().flat_map(|sentence| &sentence.tokens);
    let articles = words().filter(|token| is("determiner", &token.lower)).count();
    if articles * ARTICLES < words().count() {
        return ranked(text, most, |_, _| true);
    }
    ranked(text, most, is_noun_at)
}

fn ranked(text: &Text, most: usize, fits: fn(&[Token], usize) -> bool) -> Vec<String> {
    let mut counts: BTreeMap<&str, (bool, u32)> = BTreeMap::new();
    for sentence in &text.sentences {
        for (at, token) in sentence.tokens.iter().enumerate().filter(|(_, it)| is_telling(it)) {
            let (is_noun, count) = counts.entry(&token.lower).or_default();
            *is_noun |= fits(&sentence.tokens, at);
            *count += 1;
        }
    }
    let nouns = counts.into_iter().filter(|(_, (is_noun, _))| *is_noun);
    let mut ranked: Vec<(&str, u32)> = nouns.map(|(word, (_, count))| (word, count)).collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    ranked.into_iter().take(most).map(|(word, _)| word.to_owned()).collect()
}

fn is_telling(token: &Token) -> bool {
    let word = token.lower.as_str();
    let common = token.kind == TokenKind::Word && !token.is_capitalised() && carries(word);
    let verb = is("speech", word) || is("action", word) || is("adverb", word);
    let ending = ["ing", "ed", "ly", "al", "ive"].iter().any(|end| word.ends_with(end));
    let counts = is("measure", word) || word.chars().any(|c| c.is_ascii_digit());
    common && !verb && !ending && !counts && !is("vague", word) && word.chars().count() > 3
}

/// Whether a word ends a noun phrase: "the strike", "automatic cranes for", and no noun after it.
fn is_noun_at(tokens: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|at| tokens[at].lower.as_str()) else { return false };
    let ends = tokens.get(at + 1).is_none_or(|next| {
        next.kind == TokenKind::Mark
            || !next.is_acronym() && (is("stop", &next.lower) || is("auxiliary", &next.lower))
    });
    let led = is("determiner", before)
        || tokens[at].lower.ends_with('s')
            && matches!(before, "of" | "for" | "with" | "on" | "by" | "from" | "about" | "against");
    led && ends
}
