//! Where the document writes a name: runs of capitalised words, cut at titles, months and sentence starts.

use std::collections::BTreeSet;

use crate::lexicon::is;
use crate::text::{BlockKind, Sentence, Text, Token, TokenKind};

/// One place where something is named.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    pub(crate) sentence: usize,
    /// Its tokens in the sentence, end exclusive.
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) words: Vec<String>,
    /// The title written before a name with a capital: "President", "Mayor".
    pub(crate) title: Option<(usize, usize)>,
    /// A single word at the start of a sentence: it may be any word.
    pub(crate) doubtful: bool,
}

/// Which words the document writes small, and which with a capital where it need not.
pub(crate) struct Casing {
    small: BTreeSet<String>,
    proper: BTreeSet<String>,
}

impl Casing {
    pub(crate) fn of(text: &Text) -> Self {
        let mut casing = Self { small: BTreeSet::new(), proper: BTreeSet::new() };
        for sentence in text.sentences.iter().filter(|s| s.kind != BlockKind::Heading) {
            for (at, token) in sentence.tokens.iter().enumerate() {
                if token.kind == TokenKind::Word && !token.is_capitalised() {
                    casing.small.insert(token.lower.clone());
                } else if token.is_capitalised() && !opens(&sentence.tokens, at) {
                    casing.proper.insert(token.lower.clone());
                }
            }
        }
        casing
    }

    pub(crate) fn is_small(&self, word: &str) -> bool {
        self.small.contains(word)
    }

    pub(crate) fn is_proper(&self, word: &str) -> bool {
        self.proper.contains(word)
    }
}

pub(crate) fn mentions(text: &Text) -> Vec<Mention> {
    let casing = Casing::of(text);
    let mut found = Vec::new();
    for (index, sentence) in text.sentences.iter().enumerate() {
        if sentence.kind == BlockKind::Heading {
            continue;
        }
        let mut at = 0;
        while at < sentence.tokens.len() {
            let end = run_end(&sentence.tokens, at);
            if end == at {
                at += 1;
                continue;
            }
            let run = Run { sentence, index, casing: &casing };
            run.split(at, end, &mut found);
            at = end;
        }
    }
    found
}

/// Whether the word at `at` would have a capital whatever it is.
pub(crate) fn opens(tokens: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|index| &tokens[index]) else { return true };
    before.kind == TokenKind::Mark
        && before.text.starts_with(['"', '“', '«', '„', ':', '—', '–', '.', '?', '!', '…', '‘'])
}

/// Where the capitalised run that begins at `start` ends; `start` if none does.
fn run_end(tokens: &[Token], start: usize) -> usize {
    if !named(tokens, start) {
        return start;
    }
    let mut end = start + 1;
    while end < tokens.len() {
        let last = &tokens[end - 1];
        let plural_owner = last.possessive && is("owner", &last.lower);
        if last.possessive && !plural_owner {
            break;
        }
        if named(tokens, end) {
            end += 1;
        } else if let Some(next) = joined(tokens, start, end) {
            end = next;
        } else {
            break;
        }
    }
    end
}

fn named(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.is_capitalised() && !is("calendar", &token.lower))
}

/// The word after a joiner inside a name: "Department *of* Energy", "Ana *de la* Cruz", "J*.* Reyes".
fn joined(tokens: &[Token], start: usize, at: usize) -> Option<usize> {
    let joiner = &tokens[at];
    let last = &tokens[at - 1];
    let initial = last.text.chars().count() == 1 || is("title", &last.lower) || last.lower == "st";
    if joiner.is_mark('.') && initial && named(tokens, at + 1) {
        return Some(at + 2);
    }
    if joiner.is_mark('&') && named(tokens, at + 1) {
        return Some(at + 2);
    }
    let plural_owner = last.text.ends_with('s') && (joiner.is_mark('\'') || joiner.is_mark('’'));
    if plural_owner && joiner.start == last.end && named(tokens, at + 1) {
        return Some(at + 2);
    }
    let institution = tokens[start..at].iter().any(|token| is("head_of", &token.lower));
    let listed = tokens[start..at].iter().any(|token| token.lower == "of" || token.lower == "for");
    let allowed = match joiner.lower.as_str() {
        "of" => is("head_of", &last.lower) || is("place_suffix", &last.lower),
        "for" => is("head_of", &last.lower),
        "and" => institution && listed && !person_follows(tokens, at + 1),
        other => joiner.kind == TokenKind::Word && is("joiner", other),
    };
    if !allowed {
        return None;
    }
    let skip = usize::from(tokens.get(at + 1).is_some_and(|token| {
        matches!(token.lower.as_str(), "the" | "la" | "der" | "los" | "las")
            && !token.is_capitalised()
    }));
    named(tokens, at + 1 + skip).then_some(at + 2 + skip)
}

fn person_follows(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| is("given", &token.lower) || is("title", &token.lower))
}

struct Run<'a> {
    sentence: &'a Sentence,
    index: usize,
    casing: &'a Casing,
}

impl Run<'_> {
    /// Cuts a run into its names and keeps those that may be one.
    fn split(&self, start: usize, end: usize, found: &mut Vec<Mention>) {
        let tokens = &self.sentence.tokens;
        let start = self.without_opening_words(start, end);
        if start >= end || tokens.get(start.wrapping_sub(1)).is_some_and(|t| t.is_mark('/')) {
            return;
        }
        let end = self.before_number(start, end);
        let Some((from, to)) = self.title_in(start, end) else {
            self.keep(start, end, None, found);
            return;
        };
        if to == end {
            // An office without its holder: "US Surgeon General".
            if from > start {
                self.keep(start, end, None, found);
            }
            return;
        }
        self.keep(start, from, None, found);
        let to = to + usize::from(tokens[to].is_mark('.'));
        self.keep(to, end, Some((from, to)), found);
    }

    fn without_opening_words(&self, mut start: usize, end: usize) -> usize {
        let tokens = &self.sentence.tokens;
        while start < end {
            let word = &tokens[start].lower;
            let rest_is_typed = tokens[start + 1..end].iter().any(|token| is_typed(&token.lower));
            let acronym = tokens[start].is_acronym() && !is("stop", word);
            let upper_us = matches!(tokens[start].text.as_str(), "US" | "UK" | "EU" | "UN");
            let plain = is("stop", word) || (is("common", word) && !rest_is_typed);
            let opening = opens(tokens, start) || word == "the";
            let person = end - start >= 2 && is("given", word);
            // "New York" is no new York.
            let name = tokens[start..end].iter().map(|t| t.lower.as_str()).collect::<Vec<_>>();
            let name = name.join(" ");
            let place = end - start > 1 && (is("place", &name) || is("country", &name));
            if place
                || upper_us
                || acronym
                || person
                || !(opening && plain || word == "the" || word == "i")
            {
                break;
            }
            start += 1;
        }
        start
    }

    /// "Air Canada Express Flight 8646": a name ends before what is numbered.
    fn before_number(&self, start: usize, end: usize) -> usize {
        let tokens = &self.sentence.tokens;
        let numbered = tokens.get(end).is_some_and(|token| token.kind == TokenKind::Number);
        let thing = is("thing", &tokens[end - 1].lower);
        if numbered && thing && end - start > 1 { end - 1 } else { end }
    }

    /// The titles of a run, if somebody's title is what they are: not in "Justice Department".
    fn title_in(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let tokens = &self.sentence.tokens;
        let word = |at: usize| tokens[at].lower.as_str();
        if is_typed(word(end - 1)) || is("thing", word(end - 1)) {
            return None;
        }
        // "Hydrologist Sabine Ortega": any role is a title where its capital is the sentence's.
        let opening = opens(tokens, start) && end - start > 2 && is("role", word(start));
        let titled = |at: usize| is("title", word(at)) || (opening && at == start);
        let from = (start..end).find(|at| titled(*at))?;
        let to = (from..end).find(|at| !titled(*at)).unwrap_or(end);
        let held = opening && from == start || (from..to).any(|at| is("title_head", word(at)));
        held.then_some((from, to))
    }

    fn keep(
        &self,
        start: usize,
        end: usize,
        title: Option<(usize, usize)>,
        found: &mut Vec<Mention>,
    ) {
        let tokens = &self.sentence.tokens;
        let start = (start..end).find(|at| tokens[*at].kind != TokenKind::Mark).unwrap_or(end);
        if start >= end || tokens[start..end].iter().all(|token| token.text.chars().count() < 2) {
            return;
        }
        let single = end - start == 1;
        let word = &tokens[start].lower;
        // "OpenAI" is written like no common word.
        let humped = tokens[start].text.chars().skip(1).any(char::is_uppercase);
        let proper = humped || self.casing.proper.contains(word);
        let doubtful = single && opens(tokens, start) && !proper;
        if doubtful && title.is_none() && (self.casing.small.contains(word) || is_common_noun(word))
        {
            return;
        }
        let mut words: Vec<String> = Vec::new();
        for token in &tokens[start..end] {
            match words.last_mut() {
                // "Dockers' Union" keeps its apostrophe, "J. Reyes" loses its full stop.
                Some(owner) if token.is_mark('\'') || token.is_mark('’') => owner.push('\''),
                _ if token.kind == TokenKind::Mark && !token.is_mark('&') => {}
                _ => words.push(token.text.clone()),
            }
        }
        found.push(Mention { sentence: self.index, first: start, end, words, title, doubtful });
    }
}

/// Whether a capital at the start of a sentence is the sentence's: "Hotel owner …", "Chief inspector …".
pub(crate) fn is_common_noun(word: &str) -> bool {
    let sections = ["common", "stop", "role", "title", "org_role", "adverb"];
    sections.iter().any(|section| is(section, word))
        || is_typed(word)
        || crate::segment::is_topical(word)
}

/// Whether a word says what kind of body a name is: "Ministry", "Airlines", "Union".
pub(crate) fn is_typed(word: &str) -> bool {
    ["company", "government", "organization", "media"].iter().any(|section| is(section, word))
}
