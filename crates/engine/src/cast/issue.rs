//! One to five issues: from the question where it asks something, else from what the document leaves open.

use std::collections::BTreeSet;

use super::Issue;
use super::lexicon::{action_of, carries, is};
use super::question::{self, Statement};
use super::text::{BlockKind, Text, TokenKind};

const MAX_ISSUES: usize = 5;
const MAX_KEYWORDS: usize = 24;

/// An issue and the question that a market asks about it.
pub(super) struct Asked {
    pub(super) issue: Issue,
    pub(super) market: String,
}

/// The issues of a question about a document whose first actor is `hero`.
pub(super) fn issues(text: &Text, question: &str, hero: &str, horizon_days: u32) -> Vec<Asked> {
    let mut statements = question::statements(question, hero);
    if statements.is_empty() {
        statements = of_document(text, hero);
    }
    let mut seen = BTreeSet::new();
    statements.retain(|statement| seen.insert(statement.text.to_lowercase()));
    statements.truncate(MAX_ISSUES);
    statements.into_iter().map(|statement| asked(&statement, horizon_days)).collect()
}

fn asked(statement: &Statement, horizon_days: u32) -> Asked {
    let dated = [" by ", " before ", " within ", " until ", " in the next "]
        .iter()
        .any(|word| statement.text.contains(word));
    let term = if dated || horizon_days == 0 {
        String::new()
    } else {
        format!(" within {horizon_days} days")
    };
    Asked {
        issue: Issue {
            proposition: format!("{}.", statement.text),
            pole_for: statement.pole_for.clone(),
            pole_against: statement.pole_against.clone(),
            keywords: keywords(&statement.text),
        },
        market: format!("{}{term}?", statement.asked),
    }
}

/// The words that carry a statement, with the other forms of what it says is done.
fn keywords(statement: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |word: &str| {
        if carries(word) && !found.iter().any(|known| known == word) && found.len() < MAX_KEYWORDS {
            found.push(word.to_owned());
        }
    };
    let words = words_of(statement);
    for word in &words {
        add(word);
    }
    for word in &words {
        if let Some(singular) = word.strip_suffix('s').filter(|stem| stem.len() > 3) {
            add(singular);
        }
        if let Some((action, _)) = action_of(word) {
            for form in action.words.iter().chain(&action.opposites) {
                add(form);
            }
        }
    }
    if found.is_empty() {
        found.extend(words.into_iter().take(3));
    }
    found
}

/// Lower-case words of a text, without possessive endings.
pub(super) fn words_of(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    super::text::tokens(&chars, 0, chars.len())
        .into_iter()
        .filter(|token| token.kind != TokenKind::Mark)
        .map(|token| token.lower)
        .collect()
}

/// Without a question: the document's own questions, then what it says will happen, then its title.
fn of_document(text: &Text, hero: &str) -> Vec<Statement> {
    let sentences = || text.sentences.iter().filter(|s| s.kind != BlockKind::Heading);
    let own: Vec<Statement> = sentences()
        .map(|sentence| text.slice(sentence.span()))
        .filter(|sentence| sentence.ends_with('?') && !sentence.contains('"'))
        .flat_map(|sentence| question::statements(&sentence, hero))
        .take(2)
        .collect();
    if !own.is_empty() {
        return own;
    }
    let announced: Vec<Statement> = sentences()
        .filter(|sentence| sentence.tokens.len() < 30)
        .filter(|sentence| {
            let opens_with_pronoun =
                sentence.tokens.first().is_some_and(|t| is("stop", &t.lower) && t.lower != "the");
            let will = sentence.tokens.iter().filter(|t| t.lower == "will" && !t.quoted).count();
            will == 1
                && !opens_with_pronoun
                && sentence.tokens.iter().all(|t| !t.quoted && !is("speech", &t.lower))
        })
        .flat_map(|sentence| question::statements(&text.slice(sentence.span()), hero))
        .take(2)
        .collect();
    if !announced.is_empty() {
        return announced;
    }
    let title = super::brief::title(text);
    vec![Statement {
        text: format!("\"{title}\" will be settled to the satisfaction of most"),
        asked: format!("Will \"{title}\" be settled to the satisfaction of most"),
        pole_for: "it is settled to the satisfaction of most".to_owned(),
        pole_against: "it stays contested".to_owned(),
    }]
}
