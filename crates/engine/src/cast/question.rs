//! A question as statements: what would be true if it were answered with yes.

use super::clause::{
    Statement, bare, capitalised, decapitalised, is_base_verb, name_end, shortened, third_person,
    verb_at,
};
use super::lexicon::is;
use super::outlook::{about, fate, fate_of, how_of, listed, what_of};

/// The statements of a question; empty if it asks nothing.
pub(super) fn statements(question: &str, hero: &str) -> Vec<Statement> {
    let mut found = Vec::new();
    for part in question.split_inclusive(['?', '\n', '？', '؟']) {
        let part = tidy(part);
        if part.chars().any(char::is_alphanumeric) {
            found.extend(of_part(&part, hero));
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

fn of_part(part: &str, hero: &str) -> Vec<Statement> {
    let words: Vec<&str> = part.split(' ').collect();
    let lower: Vec<String> = words.iter().map(|word| bare(word)).collect();
    if let Some(rest) = after_lead(&words, &lower) {
        return of_part(&words[rest..].join(" "), hero);
    }
    if let Some(at) = second_question(&lower) {
        let mut found = of_part(words[..at].join(" ").trim_end_matches(','), hero);
        found.extend(of_part(&words[at + 1..].join(" "), hero));
        return found;
    }
    let will = lower.iter().skip(1).position(|word| word == "will").map(|at| at + 1);
    match lower[0].as_str() {
        first if opens_yes_or_no(first) => forks(&words, first),
        first if is("wh", first) => open_question(&words, &lower, hero),
        first if is("simulate", first) => listed(&words[1..]),
        _ => match will.filter(|_| words.len() > 3) {
            Some(at) => vec![plain(&words, at)],
            None => said(&words, &lower).map_or_else(|| listed(&words), |it| vec![it]),
        },
    }
}

/// Whether a question that begins with this word is answered by yes or no.
pub(super) fn opens_yes_or_no(word: &str) -> bool {
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
    let left: Vec<&str> = left.iter().map(|word| word.trim_end_matches(',')).collect();
    let first = bare(right[0]);
    if first == "not" || right.len() == 1 && bare(right[0]) == "no" {
        return vec![inverted(&left)];
    }
    if opens_yes_or_no(&first) {
        return vec![inverted(&left), inverted(right)];
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
fn inverted(words: &[&str]) -> Statement {
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

fn open_question(words: &[&str], lower: &[String], hero: &str) -> Vec<Statement> {
    if let Some(statement) = fate_of(&words[1..], &lower[1..], hero) {
        return vec![statement];
    }
    if let Some(statement) = about_the_past(words, lower) {
        return vec![statement];
    }
    let helper = lower.iter().position(|word| opens_yes_or_no(word));
    let Some(at) = helper.filter(|at| *at + 1 < words.len() && *at < 6) else {
        return without_helper(words, lower, hero);
    };
    let rest = &words[at..];
    match lower[0].as_str() {
        "how" if at > 1 => how_much_of(words, lower, at),
        "who" => vec![about(hero, &words[at + 1..].join(" "), "not come out ahead")],
        "when" => vec![inverted_as_will(rest)],
        "why" => vec![about(&words[at + 1..].join(" "), "continue", "come to an end")],
        "what" | "which" | "where" | "whether" => what_of(&words[at + 1..], &lower[at + 1..], hero),
        _ => how_of(rest, &lower[at..], hero),
    }
}

/// "Who wins the race", "Which companies gain", "What about prices and jobs".
fn without_helper(words: &[&str], lower: &[String], hero: &str) -> Vec<Statement> {
    match lower[0].as_str() {
        "who" => {
            let verb = third_person(&lower[1]).unwrap_or_else(|| lower[1].clone());
            let deed = [&[verb.as_str()], &words[2..]].concat().join(" ");
            vec![about(hero, &deed, "not come out ahead")]
        }
        "which" => vec![about(hero, "come out ahead", "fall behind")],
        "what" | "where" | "when" | "why" if third_person(&lower[1]).is_some() => vec![fate(hero)],
        _ if lower[1] == "about" && words.len() > 2 => listed(&words[2..]),
        _ => said(&words[1..], &lower[1..]).map_or_else(|| listed(&words[1..]), |it| vec![it]),
    }
}

/// "Disney sues Google" → "Disney will sue Google"; none if the words hold no such verb.
fn said(words: &[&str], lower: &[String]) -> Option<Statement> {
    let (at, verb) = (1..lower.len().min(8)).find_map(|at| {
        let verb = third_person(&lower[at]).filter(|verb| !is("noun_or_verb", verb))?;
        Some((at, verb))
    })?;
    let rest = [&[verb.as_str()], &words[at + 1..]].concat().join(" ");
    Some(Statement::of(&words[..at].join(" "), "will", &rest))
}

/// "How likely is a lawsuit", "How many will leave", "How long will it last".
fn how_much_of(words: &[&str], lower: &[String], helper: usize) -> Vec<Statement> {
    let rest = &words[helper..];
    match lower[1].as_str() {
        "likely" | "probable" | "possible" => {
            let what = rest[1..].join(" ");
            vec![Statement {
                text: format!("There will be {what}"),
                asked: format!("Will there be {what}"),
                pole_for: format!("there will be {what}"),
                pole_against: format!("it will not come to {what}"),
            }]
        }
        "many" if helper > 2 => {
            let (who, tail) = (words[2..helper].join(" "), rest[1..].join(" "));
            vec![Statement {
                text: format!("Many {who} will {tail}"),
                asked: format!("Will many {who} {tail}"),
                pole_for: format!("many {who} will {tail}"),
                pole_against: format!("few {who} will {tail}"),
            }]
        }
        _ => vec![inverted_as_will(rest)],
    }
}

/// "What was the truck doing there" → "It will be established what the truck was doing there".
fn about_the_past(words: &[&str], lower: &[String]) -> Option<Statement> {
    let past = |word: &String| matches!(word.as_str(), "was" | "were" | "did" | "had");
    let helper = lower.iter().take(6).position(|word| is("modal", word) || is("being", word));
    let clause = match helper {
        Some(at) if past(&lower[at]) => {
            let rest = &words[at..];
            let form = |word: &&str| word.ends_with("ing") || word.ends_with("ed");
            let verb = if is("being", &lower[at]) {
                rest.iter().skip(2).position(form).map_or_else(|| name_end(rest), |found| found + 2)
            } else {
                verb_at(rest)
            };
            [&words[1..at], &rest[1..verb], &rest[..1], &rest[verb..]].concat().join(" ")
        }
        None if lower.iter().skip(1).take(5).any(|word| word.ends_with("ed")) => {
            words[1..].join(" ")
        }
        Some(_) | None => return None,
    };
    let clause = format!("{} {clause}", lower[0]);
    Some(Statement {
        text: format!("It will be established {clause}"),
        asked: format!("Will it be established {clause}"),
        pole_for: "it will be established".to_owned(),
        pole_against: "it will stay in the dark".to_owned(),
    })
}

fn inverted_as_will(rest: &[&str]) -> Statement {
    let mut words = vec!["will"];
    words.extend(&rest[1..]);
    inverted(&words)
}
