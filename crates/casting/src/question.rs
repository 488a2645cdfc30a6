//! A question as statements: what would be true if it were answered with yes.

use crate::clause::{
    Statement, bare, capitalised, decapitalised, is_base_verb, name_end, shortened, verb_at,
};
use crate::deed;
use crate::lexicon::is;
use crate::open;
use crate::outlook::listed;
use crate::subjects::Subjects;

/// The statements of a question; empty if it asks nothing.
pub(crate) fn statements(question: &str, subjects: &Subjects<'_>) -> Vec<Statement> {
    let mut found = Vec::new();
    for part in question.split_inclusive(['?', '\n', '？', '؟']) {
        let part = tidy(part);
        if part.chars().any(char::is_alphanumeric) {
            found.extend(of_part(&part, subjects));
        }
    }
    found
}

fn tidy(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ").replace('\0', "");
    line.trim_matches(|c: char| matches!(c, '?' | '.' | '!' | ' ' | ':' | '"' | '؟' | '？'))
        .to_owned()
}

fn of_part(part: &str, subjects: &Subjects<'_>) -> Vec<Statement> {
    let small = subjects.with_small_nouns(part);
    let words: Vec<&str> = small.split(' ').collect();
    let lower: Vec<String> = words.iter().map(|word| bare(word)).collect();
    if let Some(rest) = after_lead(&words, &lower) {
        return of_part(&words[rest..].join(" "), subjects);
    }
    if let Some(at) = second_question(&lower) {
        let mut found = of_part(words[..at].join(" ").trim_end_matches(','), subjects);
        found.extend(of_part(&words[at + 1..].join(" "), subjects));
        return found;
    }
    let will = lower.iter().skip(1).position(|word| word == "will").map(|at| at + 1);
    match lower[0].as_str() {
        first if opens_yes_or_no(first) => forks(&words, first),
        first if is("wh", first) => {
            let words = in_order(&words, &lower);
            let lower: Vec<String> = words.iter().map(|word| bare(word)).collect();
            open::statements(&words, &lower, subjects)
        }
        first if is("simulate", first) => foretold(&words[1..], &lower[1..], subjects),
        _ => match will.filter(|_| words.len() > 3) {
            Some(at) => vec![plain(&words, at)],
            None => open::said(&words, &lower).map_or_else(|| listed(&words), |it| vec![it]),
        },
    }
}

/// "Predict the next month of the market", "Predict how it will react": what is to be foretold; nothing but a length of time
/// says nothing.
fn foretold(words: &[&str], lower: &[String], subjects: &Subjects<'_>) -> Vec<Statement> {
    let article = usize::from(lower.first().is_some_and(|word| word == "the"));
    let ahead = lower.get(article).is_some_and(|word| {
        matches!(word.as_str(), "next" | "coming" | "following" | "first" | "rest")
    });
    let term = (article + 1..lower.len().min(article + 4)).find(|at| deed::is_term(&lower[*at]));
    if let Some(term) = term.filter(|_| ahead) {
        let link = lower.get(term + 1).is_some_and(|word| {
            matches!(word.as_str(), "of" | "for" | "in" | "at" | "on" | "after")
        });
        let rest = &words[(term + 1 + usize::from(link)).min(words.len())..];
        return if rest.is_empty() { Vec::new() } else { listed(rest) };
    }
    let asks = lower.first().is_some_and(|word| opens_yes_or_no(word) || is("wh", word));
    if asks && words.len() > 2 { of_part(&words.join(" "), subjects) } else { listed(words) }
}

/// "how the market will react" → "how will the market react".
fn in_order<'a>(words: &[&'a str], lower: &[String]) -> Vec<&'a str> {
    let asks = matches!(lower[0].as_str(), "how" | "what" | "when" | "where" | "why");
    let led = lower.get(1).is_some_and(|word| {
        is("determiner", word) || words[1].chars().next().is_some_and(char::is_uppercase)
    });
    let will = lower.iter().position(|word| word == "will" || word == "would");
    match will.filter(|at| asks && led && *at > 1) {
        Some(at) => [&words[..1], &words[at..=at], &words[1..at], &words[at + 1..]].concat(),
        None => words.to_vec(),
    }
}

/// Whether a question that begins with this word is answered by yes or no.
pub(crate) fn opens_yes_or_no(word: &str) -> bool {
    is("modal", word) || is("being", word)
}

/// "… and will the agency act": where a second question begins.
fn second_question(lower: &[String]) -> Option<usize> {
    (3..lower.len().saturating_sub(2)).find(|at| {
        lower[*at] == "and" && matches!(lower[*at + 1].as_str(), "will" | "would" | "does")
    })
}

/// "How likely is it that …", "Predict whether …", "By June, will …": where the real question begins.
fn after_lead(words: &[&str], lower: &[String]) -> Option<usize> {
    let is_at = |at: usize, word: &str| lower.get(at).is_some_and(|w| w == word);
    let asking = |word: &String| opens_yes_or_no(word) || is("wh", word);
    let titled = words.iter().take(5).position(|word| word.ends_with(':')).map(|at| at + 1);
    if let Some(at) = titled.filter(|at| lower.get(*at).is_some_and(asking)) {
        return Some(at);
    }
    let asks = lower.iter().take(6).any(|word| is("chance", word));
    let that = lower.iter().position(|word| word == "that" || word == "whether");
    if let Some(at) = that.filter(|at| (asks || *at <= 2) && at + 2 < lower.len()) {
        return Some(at + 1);
    }
    if matches!(lower[0].as_str(), "and" | "or" | "but" | "so" | "then") && lower.len() > 2 {
        return Some(1);
    }
    if matches!(lower[0].as_str(), "by" | "after" | "in" | "within" | "given" | "if") {
        return (2..lower.len().min(14)).find(|at| is_at(*at, "will") && lower.len() > at + 2);
    }
    None
}

/// "Will A … or will B …", "Will A do this or that": one statement for each.
fn forks(words: &[&str], auxiliary: &str) -> Vec<Statement> {
    let Some(or) = words.iter().position(|word| *word == "or").filter(|at| *at + 1 < words.len())
    else {
        return vec![inverted(words)];
    };
    let (left, right) = (&words[..or], &words[or + 1..]);
    let listed = left;
    let left: Vec<&str> = left.iter().map(|word| word.trim_end_matches(',')).collect();
    let first = bare(right[0]);
    if first == "not" || right.len() == 1 && bare(right[0]) == "no" {
        return vec![inverted(&left)];
    }
    if opens_yes_or_no(&first) {
        return vec![inverted(&left), inverted(right)];
    }
    if let Some(rivals) = rivals(listed, right) {
        return rivals;
    }
    let verb = verb_at(&left);
    if (is_base_verb(&first) && right.len() > 1) || (is_base_verb(&first) && verb + 1 == left.len())
    {
        let mut other: Vec<&str> = left[..verb].to_vec();
        other.extend(right);
        return vec![inverted(&left), inverted(&other)];
    }
    let mut other: Vec<&str> = left[..replaced_from(&left, &first, right.len()).max(verb)].to_vec();
    other.extend(right);
    if auxiliary.is_empty() || other.len() < 3 {
        vec![inverted(words)]
    } else {
        vec![inverted(&left), inverted(&other)]
    }
}

/// "Will A, B or C win it": one statement for each of them; none if it is not the subjects that are set against each other.
fn rivals(left: &[&str], right: &[&str]) -> Option<Vec<Statement>> {
    let name = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    let article = |word: &&str| matches!(bare(word).as_str(), "the" | "a" | "an");
    let named = left.len() > 1 && left[1..].iter().all(|word| name(word) || article(word));
    if !named || !right.iter().take(2).any(name) {
        return None;
    }
    let asked = [&["will"], right].concat();
    let at = verb_at(&asked);
    let deed = asked.get(at..).filter(|rest| !rest.is_empty())?.join(" ");
    let first = left[1..].join(" ");
    let several = first.split(',').map(str::trim).filter(|name| !name.is_empty());
    let all = several.map(str::to_owned).chain([asked[1..at].join(" ")]);
    Some(all.map(|name| Statement::of(&name, "will", &deed)).collect())
}

/// Where the part of `left` begins that the alternative stands in for.
fn replaced_from(left: &[&str], first: &str, length: usize) -> usize {
    let same_class = |word: &str| {
        let articles = ["a", "an", "the", "its", "their"];
        let prepositions =
            ["in", "on", "by", "with", "before", "after", "to", "for", "at", "through"];
        (articles.contains(&first) && articles.contains(&word))
            || (prepositions.contains(&first) && prepositions.contains(&word))
    };
    let fallback = left.len().saturating_sub(length.min(3));
    left.iter().rposition(|word| same_class(&bare(word))).unwrap_or(fallback)
}

/// "Will the council approve the dam" → "The council will approve the dam".
pub(crate) fn inverted(words: &[&str]) -> Statement {
    let helper = bare(words[0]);
    let at = if is("being", &helper) { name_end(words) } else { verb_at(words) };
    let subject = words[1..at].join(" ");
    let rest = words[at..].join(" ");
    if subject.is_empty() || rest.is_empty() {
        let asked = words.join(" ");
        return Statement {
            text: format!("The answer to \"{asked}?\" is yes"),
            asked: capitalised(&asked),
            pole_for: "yes".to_owned(),
            pole_against: "no".to_owned(),
        };
    }
    let will = if matches!(helper.as_str(), "does" | "do" | "did") { "will" } else { &helper };
    Statement::of(&subject, will, &rest)
}

/// A statement that already is one: "the council will approve the dam".
fn plain(words: &[&str], will: usize) -> Statement {
    let mut asked = vec!["will"];
    asked.extend(&words[..will]);
    asked.extend(&words[will + 1..]);
    let first = decapitalised(words[0]);
    let mut said: Vec<&str> = words.to_vec();
    said[0] = &first;
    let against = format!("{} not {}", said[..=will].join(" "), said[will + 1..].join(" "));
    Statement {
        text: capitalised(&said.join(" ")),
        asked: capitalised(&asked.join(" ")),
        pole_for: shortened(&said.join(" ")),
        pole_against: shortened(&against),
    }
}
