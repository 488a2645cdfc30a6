//! What a document says may come: clauses with "will", "could", "is expected to", a demand, a decision to be made.

use std::collections::BTreeSet;

use crate::clause::Statement;
use crate::lexicon::{carries, is};
use crate::text::{BlockKind, Sentence, Text, Token, TokenKind, span};

const MAX_SUBJECT_WORDS: usize = 9;
const MAX_REST_WORDS: usize = 20;

/// A clause in its sentence: token ranges, end exclusive.
struct Clause {
    subject: (usize, usize),
    /// The verb and what follows it.
    rest: (usize, usize),
    weight: f64,
}

/// The statements that matter most, at most `most`.
pub(crate) fn statements(text: &Text, most: usize) -> Vec<Statement> {
    let headings = text.sentences.iter().filter(|s| s.kind == BlockKind::Heading);
    let words = headings.flat_map(|s| s.tokens.iter().map(|token| token.lower.as_str()));
    let titled: BTreeSet<&str> = words.filter(|word| carries(word)).collect();
    let mut found: Vec<(f64, Statement)> = Vec::new();
    for (index, sentence) in text.sentences.iter().enumerate() {
        if sentence.kind == BlockKind::Heading || asks(sentence) {
            continue;
        }
        for clause in clauses(&sentence.tokens) {
            let late = f64::from(u32::try_from(index).unwrap_or(u32::MAX)) * 0.04;
            let weight = clause.weight + in_title(&titled, sentence, &clause) - late;
            if let Some((told, statement)) = statement(text, &sentence.tokens, &clause) {
                found.push((weight + told, statement));
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().take(most).map(|(_, statement)| statement).collect()
}

/// "Port strike enters its third week" → "The port strike will end".
pub(crate) fn of_title(title: &str) -> Option<Statement> {
    let words: Vec<&str> = title.split(' ').collect();
    let lower: Vec<String> = words.iter().map(|word| crate::clause::bare(word)).collect();
    let at = lower.iter().position(|word| is("state", word))?;
    let name = |at: usize| words[at].chars().next().is_some_and(char::is_uppercase);
    let mut from = at;
    while from > 0 && at - from < 4 {
        let word = &lower[from - 1];
        let of = word == "of" && from < at && name(from) && from > 1;
        let verb = is("action", word) || is("speech", word) || is("auxiliary", word);
        if !of && (verb || is("stop", word)) {
            break;
        }
        from -= 1;
    }
    let said = words[from..at].iter().copied().chain([lower[at].as_str()]);
    let said: Vec<&str> = said.collect();
    Some(Statement::of(&format!("the {}", said.join(" ")), "will", "end"))
}

fn asks(sentence: &Sentence) -> bool {
    sentence.tokens.last().is_some_and(|token| token.is_mark('?'))
}

/// Words shared with the headlines: what the document is about.
fn in_title(titled: &BTreeSet<&str>, sentence: &Sentence, clause: &Clause) -> f64 {
    let own = sentence.tokens[clause.subject.0..clause.subject.1]
        .iter()
        .chain(&sentence.tokens[clause.rest.0..clause.rest.1]);
    let shared = own.filter(|token| titled.contains(token.lower.as_str()));
    0.7 * f64::from(u32::try_from(shared.count().min(3)).unwrap_or(0))
}

fn clauses(tokens: &[Token]) -> Vec<Clause> {
    let mut found = Vec::new();
    for at in 1..tokens.len() {
        let word = tokens[at].lower.as_str();
        let expected = matches!(word, "is" | "are" | "was")
            && tokens
                .get(at + 1)
                .is_some_and(|t| matches!(t.lower.as_str(), "expected" | "set" | "due" | "likely"))
            && tokens.get(at + 2).is_some_and(|t| t.lower == "to");
        let (verb, weight) = match word {
            "will" => (at + 1, 3.0),
            "would" => (at + 1, 2.0),
            "must" | "could" => (at + 1, 1.5),
            "may" if !tokens[at].is_capitalised() => (at + 1, 1.2),
            _ if expected => (at + 3, 2.5),
            _ if is("prospect", word) => {
                found.extend(demanded(tokens, at));
                continue;
            }
            _ => continue,
        };
        let subject = subject_before(tokens, at);
        let rest = rest_from(tokens, verb);
        if let (Some(subject), Some(rest)) = (subject, rest) {
            found.push(Clause { subject, rest, weight: weight + extra(tokens, subject, rest) });
        }
    }
    found
}

/// "an ultimatum for Iran to reopen the strait", "legislation to impose fees".
fn demanded(tokens: &[Token], at: usize) -> Option<Clause> {
    let next = tokens.get(at + 1)?;
    let (subject, to) = if next.lower == "for" {
        let to = (at + 3..tokens.len().min(at + 9)).find(|to| tokens[*to].lower == "to")?;
        ((at + 2, to), to)
    } else {
        let verb = tokens.iter().position(|token| {
            ["action", "speech", "auxiliary"].iter().any(|section| is(section, &token.lower))
                || (token.lower.ends_with("ed") && !token.is_capitalised())
        })?;
        ((0, verb.min(at)), at + 1)
    };
    let plain = tokens[subject.0..subject.1].iter().all(|token| token.kind != TokenKind::Mark);
    let fits = tokens[to].lower == "to" && plain && is_subject(&tokens[subject.0..subject.1]);
    let rest = rest_from(tokens, to + 1).filter(|_| fits)?;
    Some(Clause { subject, rest, weight: 1.5 + extra(tokens, subject, rest) })
}

/// What speaks for a clause beside its helper: a name, a date; and against it: a quotation, "the board".
fn extra(tokens: &[Token], subject: (usize, usize), rest: (usize, usize)) -> f64 {
    let named = tokens[subject.0..subject.1].iter().enumerate();
    let named =
        named.filter(|(at, t)| t.is_capitalised() && (*at > 0 || subject.0 > 0)).count() > 0;
    let dated = tokens[rest.0..rest.1].iter().any(|token| is("calendar", &token.lower));
    let vague = !named && subject.1 - subject.0 <= 2;
    let body = vague && is("org_role", &tokens[subject.1 - 1].lower);
    let worth = |holds: bool, worth: f64| if holds { worth } else { 0.0 };
    worth(named, 1.0) + worth(dated, 1.0)
        - worth(vague, 0.5)
        - worth(body, 1.0)
        - worth(tokens[subject.0].quoted, 0.5)
}

/// The noun phrase that ends just before a helper.
fn subject_before(tokens: &[Token], helper: usize) -> Option<(usize, usize)> {
    let mut end = helper;
    while end > 0 && is("adverb", &tokens[end - 1].lower) {
        end -= 1;
    }
    if end > 0 && tokens[end - 1].is_mark(')') {
        end = (0..end).rev().find(|at| tokens[*at].is_mark('('))?;
    }
    let mut from = end;
    while from > 0
        && !is_boundary(tokens, from - 1)
        && tokens[from - 1].quoted == tokens[helper].quoted
    {
        from -= 1;
    }
    let opened = from.checked_sub(1).is_none_or(|at| opens_clause(tokens, at));
    (opened && is_subject(&tokens[from..end])).then_some((from, end))
}

fn is_boundary(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    if token.kind == TokenKind::Mark {
        return !matches!(token.text.as_str(), "%" | "$" | "/" | "'" | "’" | "&" | "-");
    }
    let word = token.lower.as_str();
    let names = at > 0
        && tokens[at - 1].is_capitalised()
        && tokens.get(at + 1).is_some_and(Token::is_capitalised);
    let reported = word.ends_with("ing")
        && !token.is_capitalised()
        && at > 0
        && !is("stop", &tokens[at - 1].lower);
    match word {
        "and" => !names,
        "that" | "whether" | "if" | "when" | "because" | "but" | "until" | "while" | "as"
        | "who" | "which" | "or" | "so" => true,
        _ => !token.is_capitalised() && (is("speech", word) || is("action", word) || reported),
    }
}

/// Whether a clause may begin after what stands at `at`.
fn opens_clause(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    if token.is_mark(',') {
        // "After eleven years of studies, the council …"
        let from =
            (0..at).rev().find(|back| tokens[*back].is_mark('—') || tokens[*back].is_mark(':'));
        return is("stop", &tokens[from.map_or(0, |back| back + 1)].lower);
    }
    let word = token.lower.as_str();
    token.kind == TokenKind::Mark
        || matches!(word, "that" | "because" | "but")
        || is("speech", word)
        || word == "predicting"
}

fn is_subject(tokens: &[Token]) -> bool {
    let Some(first) = tokens.first() else { return false };
    let words = tokens.iter().filter(|token| token.kind != TokenKind::Mark);
    tokens.len() <= MAX_SUBJECT_WORDS
        && !is("pronoun", &first.lower)
        && words.filter(|token| carries(&token.lower)).count() > 0
        && !tokens.iter().any(|token| is("auxiliary", &token.lower))
}

/// The verb at `verb` and what follows it, up to where something else begins.
fn rest_from(tokens: &[Token], mut verb: usize) -> Option<(usize, usize)> {
    while tokens.get(verb).is_some_and(|t| {
        is("adverb", &t.lower) && !is("negation", &t.lower) || t.lower.ends_with("ly")
    }) {
        verb += 1;
    }
    let first = tokens.get(verb).filter(|token| token.kind == TokenKind::Word)?;
    if is("negation", &first.lower) || first.lower == "have" {
        return None;
    }
    let ends = |at: usize| {
        let token = &tokens[at];
        let mark = token.kind == TokenKind::Mark
            && matches!(
                token.text.as_str(),
                "," | ";" | "—" | "–" | "(" | ")" | "." | "?" | "!" | ":"
            );
        let next = tokens.get(at + 1).map_or("", |token| token.lower.as_str());
        let second = matches!(token.lower.as_str(), "and" | "or")
            && (is("action", next)
                || is("speech", next)
                || is("pronoun", next)
                || is("base_verb", next));
        mark || second
            || crate::act::is_quote(token)
            || matches!(token.lower.as_str(), "but" | "while" | "because")
    };
    let end = (verb..tokens.len()).find(|at| ends(*at)).unwrap_or(tokens.len());
    ((2..=MAX_REST_WORDS).contains(&(end - verb))).then_some((verb, end))
}

/// The clause as a statement; a decision between two courses becomes the course.
fn statement(text: &Text, tokens: &[Token], clause: &Clause) -> Option<(f64, Statement)> {
    let slice =
        |(from, to): (usize, usize)| text.slice(span(tokens[from].start, token_end(tokens, to)));
    let subject = slice(clause.subject);
    let (from, to) = clause.rest;
    let whether = (from..to).find(|at| tokens[*at].lower == "whether");
    let Some(at) = whether.filter(|at| at + 2 < to) else {
        return Some((0.0, Statement::of(&subject, "will", &slice((from, to)))));
    };
    if tokens[at + 1].lower == "to" {
        return Some((2.0, Statement::of(&subject, "will", &slice((at + 2, to)))));
    }
    let may =
        (at + 2..to).find(|at| matches!(tokens[*at].lower.as_str(), "may" | "can" | "should"))?;
    let rest = format!("let {} {}", slice((at + 1, may)), slice((may + 1, to)));
    Some((2.0, Statement::of(&subject, "will", &rest)))
}

/// Where the token before `to` ends in the text, with its possessive ending.
fn token_end(tokens: &[Token], to: usize) -> usize {
    let last = &tokens[to - 1];
    last.end + if last.possessive { 2 } else { 0 }
}
