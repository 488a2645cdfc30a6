//! One to five issues: from the question where it asks something, else from what the document leaves open.

use std::collections::BTreeSet;

use simswarm_engine::cast::Issue;

use crate::clause::Statement;
use crate::lexicon::{Side, action_of, carries, is};
use crate::outlook::about;
use crate::subjects::Subjects;
use crate::text::{BlockKind, Text, TokenKind};
use crate::{brief, deed, future, question};

const MAX_ISSUES: usize = 5;
const MAX_KEYWORDS: usize = 24;

/// An issue and the question that a market asks about it.
pub(crate) struct Asked {
    pub(crate) issue: Issue,
    pub(crate) market: String,
}

/// The issues of a question about a document.
pub(crate) fn issues(
    text: &Text,
    question: &str,
    subjects: &Subjects<'_>,
    horizon_days: u32,
) -> Vec<Asked> {
    let mut statements = question::statements(question, subjects);
    if statements.is_empty() {
        statements = of_document(text, subjects);
    }
    let mut seen = BTreeSet::new();
    statements.retain(|statement| seen.insert(statement.text.to_lowercase()));
    statements.truncate(MAX_ISSUES);
    statements.into_iter().map(|statement| asked(&statement, horizon_days)).collect()
}

fn asked(statement: &Statement, horizon_days: u32) -> Asked {
    // "Are they angry", "Should it be sold" ask about now, or about no time at all.
    let ahead =
        ["Will ", "Can ", "Could ", "Would "].iter().any(|it| statement.asked.starts_with(it))
            || statement.asked.contains(" going to ");
    let term = if is_dated(&statement.text) || horizon_days == 0 || !ahead {
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

/// Whether a statement says itself by when it is to come true.
fn is_dated(statement: &str) -> bool {
    let words = words_of(statement);
    let year =
        |word: &str| word.len() == 4 && word.starts_with("20") && word.parse::<u16>().is_ok();
    let term = [
        " by the ",
        " before ",
        " within ",
        " until ",
        " in the next ",
        " for the next ",
        " over the next ",
        " over the coming ",
        " in the coming ",
    ];
    let span = |word: &str| {
        matches!(word, "day" | "days" | "week" | "weeks" | "month" | "months" | "year" | "years")
    };
    term.iter().any(|term| statement.contains(term))
        || words.iter().any(|word| (is("calendar", word) && word != "may") || year(word))
        || words.windows(2).any(|pair| pair[0].parse::<u16>().is_ok() && span(&pair[1]))
        || words.windows(2).any(|pair| pair[0] == "by" && !carries(&pair[1]))
        || words.windows(2).any(|pair| pair[0] == "may" && pair[1].parse::<u8>().is_ok())
}

/// The words that carry a statement, with the other forms of what it says is done.
fn keywords(statement: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |word: &str| {
        if carries(word) && !found.iter().any(|known| known == word) && found.len() < MAX_KEYWORDS {
            found.push(word.to_owned());
        }
    };
    let words = deed::undated(&words_of(statement));
    for word in &words {
        add(word);
    }
    for word in &words {
        if let Some(singular) =
            word.strip_suffix('s').filter(|it| it.len() > 3 && !it.ends_with('s'))
        {
            add(singular);
        }
    }
    let deed = deed::of(&words).map(|deed| deed.action);
    let named = words.iter().filter_map(|word| action_of(word));
    let done_to = named.filter(|(_, side)| *side == Side::Same).map(|(action, _)| action);
    for action in deed.into_iter().chain(done_to) {
        for form in action.words.iter().chain(&action.opposites) {
            add(form);
        }
    }
    if found.is_empty() {
        found.extend(words.into_iter().take(3));
    }
    found
}

/// Lower-case words of a text, without possessive endings.
pub(crate) fn words_of(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    crate::text::tokens(&chars, 0, chars.len())
        .into_iter()
        .filter(|token| token.kind != TokenKind::Mark)
        .map(|token| token.lower)
        .collect()
}

/// Issues that a document gives by itself.
const MAX_OWN: usize = 3;

/// Without a question: the document's own questions, then the state its title names and what it says may come.
fn of_document(text: &Text, subjects: &Subjects<'_>) -> Vec<Statement> {
    let sentences = text.sentences.iter().filter(|s| s.kind != BlockKind::Heading);
    let own = sentences
        .map(|sentence| text.slice(sentence.span()))
        .filter(|sentence| sentence.ends_with('?') && !sentence.contains('"'));
    let mut asked: Vec<Statement> =
        own.flat_map(|sentence| question::statements(&sentence, subjects)).collect();
    // What has happened is asked after what will.
    asked.sort_by_key(|statement| statement.text.starts_with("It will be established"));
    if asked.is_empty() {
        asked.extend(future::of_title(&brief::title(text)));
        asked.extend(future::statements(text, MAX_OWN - asked.len()));
    }
    if asked.is_empty() {
        asked.push(about(subjects.hero(), "get its way", "have to give way"));
    }
    asked.truncate(MAX_OWN);
    asked
}
