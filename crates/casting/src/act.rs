//! What the sentence around a name says about it: whether it speaks or acts, and its role.

use crate::lexicon::is;
use crate::scan::Mention;
use crate::text::{Sentence, Token, TokenKind};

/// What a name does in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Act {
    Nothing,
    Acts,
    Speaks,
}

/// Words of an apposition or a role, at most.
const MAX_ROLE_WORDS: usize = 16;

pub(crate) fn act(sentence: &Sentence, mention: &Mention) -> Act {
    let tokens = &sentence.tokens;
    if tokens[mention.first].quoted {
        return Act::Nothing;
    }
    let forward = if tokens[mention.end - 1].possessive {
        owned_body_acts(tokens, mention.end)
    } else {
        verb_after(tokens, mention.end)
    };
    forward.max(speech_before(tokens, mention))
}

/// "Iran's parliament began …": the body of a state acts for it.
fn owned_body_acts(tokens: &[Token], at: usize) -> Act {
    match tokens.get(at) {
        Some(body) if is("government", &body.lower) => verb_after(tokens, at + 1),
        _ => Act::Nothing,
    }
}

/// The verb of the subject that ends at `at`, past appositions, lists, auxiliaries and adverbs.
fn verb_after(tokens: &[Token], mut at: usize) -> Act {
    let mut helped = false;
    at += people_of(tokens, at);
    for _ in 0..12 {
        let Some(token) = tokens.get(at) else { return Act::Nothing };
        if token.quoted && token.kind == TokenKind::Word {
            return Act::Nothing;
        }
        if let Some(next) = past_aside(tokens, at) {
            at = next;
            continue;
        }
        if token.is_mark(',') && tokens.get(at + 1).is_some_and(is_verb_like) {
            at += 1;
            continue;
        }
        let word = token.lower.as_str();
        if is("speech", word) {
            return Act::Speaks;
        }
        if is("action", word) || (word.ends_with("ed") && !helped && !token.is_capitalised()) {
            return Act::Acts;
        }
        if is("auxiliary", word) || is("adverb", word) {
            helped = helped || is("auxiliary", word);
            at += 1;
            continue;
        }
        let plain = token.kind == TokenKind::Word && !token.is_capitalised() && !is("stop", word);
        let passive = matches!(tokens[at - 1].lower.as_str(), "is" | "are" | "was" | "were");
        return if helped && plain && !passive { Act::Acts } else { Act::Nothing };
    }
    Act::Nothing
}

/// "the G7 foreign ministers agreed", "Alba officials said": the words for the people of a body, who act for it.
fn people_of(tokens: &[Token], at: usize) -> usize {
    let verbal = ["speech", "action", "auxiliary", "stop"];
    let small = |at: usize| {
        tokens.get(at).is_some_and(|t| {
            let noun = !verbal.iter().any(|section| is(section, &t.lower));
            t.kind == TokenKind::Word && !t.is_capitalised() && noun && !t.lower.ends_with("ed")
        })
    };
    let people = |at: usize| {
        tokens[at].lower.strip_suffix('s').is_some_and(|one| is("role", one) || is("title", one))
    };
    let length = (0..3).take_while(|step| small(at + step)).find(|step| people(at + step));
    length.map_or(0, |step| step + 1)
}

/// Past "(…)", ", …," and ", Name and Name".
fn past_aside(tokens: &[Token], at: usize) -> Option<usize> {
    let token = &tokens[at];
    if token.is_mark('(') {
        let length = tokens[at..].iter().take(12).position(|t| t.is_mark(')'))?;
        return Some(at + length + 1);
    }
    if token.is_mark(',') || token.lower == "and" || token.lower == "or" {
        let mut next = at + 1 + usize::from(token.is_mark(',') && word_is(tokens, at + 1, "and"));
        if tokens.get(next).is_some_and(Token::is_capitalised) {
            while tokens.get(next).is_some_and(Token::is_capitalised) {
                next += 1;
            }
            return Some(next);
        }
    }
    if token.is_mark(',') {
        let close =
            tokens[at + 1..].iter().take(MAX_ROLE_WORDS + 1).position(|t| t.is_mark(','))?;
        let inside = &tokens[at + 1..at + 1 + close];
        return inside.iter().all(|t| !is_quote(t)).then_some(at + close + 2);
    }
    None
}

/// What may go on after the comma that closes an apposition.
fn is_verb_like(token: &Token) -> bool {
    ["speech", "action", "adverb"].iter().any(|section| is(section, &token.lower))
}

fn word_is(tokens: &[Token], at: usize, word: &str) -> bool {
    tokens.get(at).is_some_and(|token| token.lower == word)
}

pub(crate) fn is_quote(token: &Token) -> bool {
    token.kind == TokenKind::Mark && token.text.starts_with(['"', '“', '”', '«', '»', '„'])
}

/// "…," said X; according to X.
fn speech_before(tokens: &[Token], mention: &Mention) -> Act {
    let from = role_before(tokens, mention).map_or(mention.first, |role| role.from);
    let from = mention.title.map_or(from, |(start, _)| start.min(from));
    let mut at = from;
    let owner = |token: &Token| token.possessive || token.is_capitalised();
    while at > 0 && (is("determiner", &tokens[at - 1].lower) || owner(&tokens[at - 1])) {
        at -= 1;
    }
    let Some(verb) = at.checked_sub(1) else { return Act::Nothing };
    let after_mark = verb > 0 && (tokens[verb - 1].is_mark(',') || is_quote(&tokens[verb - 1]));
    if is("speech", &tokens[verb].lower) && after_mark && !tokens[verb].quoted {
        return Act::Speaks;
    }
    // "according to Bloomberg data" names a source, and nobody who speaks.
    let source = ["data", "figures", "estimates", "records", "analysis"];
    let sourced = tokens.get(mention.end).is_some_and(|t| source.contains(&t.lower.as_str()));
    let according = tokens[verb].lower == "to"
        && verb > 0
        && word_is(tokens, verb - 1, "according")
        && !sourced;
    if according { Act::Speaks } else { Act::Nothing }
}

/// Where a role stands, and the name of whom it is held for.
pub(crate) struct RoleBefore {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// The last token of a capitalised name just before the role: "Alba" in "Alba chairman Jo Reyes".
    pub(crate) employer: Option<usize>,
}

/// "union leader X", "Alba chairman X", "Meta's head of EU affairs, X".
pub(crate) fn role_before(tokens: &[Token], mention: &Mention) -> Option<RoleBefore> {
    let end = mention.title.map_or(mention.first, |(start, _)| start);
    let apposed = end > 1 && tokens[end - 1].is_mark(',');
    if apposed || mention.title.is_some() {
        return if apposed { role_before_comma(tokens, end - 1) } else { None };
    }
    let mut from = end;
    while from > 0 && end - from < 5 {
        let token = &tokens[from - 1];
        let role_word = token.kind == TokenKind::Word
            && !token.is_capitalised()
            && !is("stop", &token.lower)
            && !is("speech", &token.lower)
            && token.quoted == tokens[mention.first].quoted;
        if !role_word {
            break;
        }
        from -= 1;
    }
    let held = from < end && is("role", &tokens[end - 1].lower);
    let before = from.checked_sub(1).filter(|at| tokens[*at].is_capitalised());
    // "Hotel owner X": the capital is the sentence's, the word is part of the role.
    let common = before.filter(|at| {
        crate::scan::opens(tokens, *at) && crate::scan::is_common_noun(&tokens[*at].lower)
    });
    let from = common.filter(|at| !is("stop", &tokens[*at].lower)).unwrap_or(from);
    let employer = before.filter(|_| common.is_none());
    held.then_some(RoleBefore { from, to: end, employer })
}

/// "the plaintiff (identified as X)": the role's tokens.
pub(crate) fn role_identified(tokens: &[Token], mention: &Mention) -> Option<(usize, usize)> {
    let as_at = mention.first.checked_sub(1).filter(|at| tokens[*at].lower == "as")?;
    let verb = as_at.checked_sub(1)?;
    if !matches!(tokens[verb].lower.as_str(), "identified" | "named" | "known" | "listed") {
        return None;
    }
    let role = (verb.saturating_sub(3)..verb).rev().find(|at| is("role", &tokens[*at].lower))?;
    Some((role, role + 1))
}

/// "its", "their": the owner was named before.
pub(crate) fn is_owner(token: &Token) -> bool {
    matches!(token.lower.as_str(), "its" | "their")
}

fn role_before_comma(tokens: &[Token], comma: usize) -> Option<RoleBefore> {
    let reach = comma.saturating_sub(9);
    let plain = |at: usize| tokens[at + 1..comma].iter().all(|t| t.kind == TokenKind::Word);
    let owner = (reach..comma).rev().take_while(|at| plain(*at)).find(|at| {
        let token = &tokens[*at];
        let words = &tokens[at + 1..comma];
        let role = words.iter().any(|word| is("role", &word.lower));
        // What somebody has and then names is a role, whatever the word: "its actuary, …".
        let own = is_owner(token) && (1..=2).contains(&words.len());
        (token.possessive || is("determiner", &token.lower)) && (role || own)
    })?;
    let employer = (tokens[owner].possessive && tokens[owner].is_capitalised()).then_some(owner);
    Some(RoleBefore { from: owner + 1, to: comma, employer })
}

/// ", president of the Dockers' Union," after a name: the tokens of the role.
pub(crate) fn role_after(tokens: &[Token], mention: &Mention) -> Option<(usize, usize)> {
    let at = mention.end;
    if tokens[at - 1].possessive || !tokens.get(at)?.is_mark(',') {
        return None;
    }
    let first = tokens.get(at + 1).filter(|token| !matches!(token.lower.as_str(), "and" | "or"))?;
    let titled = is("title_head", &first.lower) || is("role", &first.lower);
    if first.is_capitalised() && !titled {
        return None;
    }
    let rest = &tokens[at + 1..];
    let stops = |t: &Token| {
        t.is_mark(',') || t.is_mark(';') || t.is_mark('—') || is_quote(t) || t.is_mark('.')
    };
    let length = rest.iter().take(MAX_ROLE_WORDS + 1).position(stops)?;
    let inside = &rest[..length];
    let skip = usize::from(matches!(first.lower.as_str(), "the" | "a" | "an" | "its" | "who"));
    let role = inside.iter().take(6).any(|t| is("role", &t.lower) || is("org_role", &t.lower));
    (role && length > skip).then_some((at + 1 + skip, at + 1 + length))
}
