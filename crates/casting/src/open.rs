//! Questions that yes or no does not answer, as statements: who wins, how many leave, what was the truck doing there.

use crate::clause::{Statement, is_base_verb, name_end, third_person, verb_at};
use crate::lexicon::is;
use crate::outlook::{about, fate, fate_of, how_of, listed, what_of};
use crate::question::{inverted, opens_yes_or_no};
use crate::subjects::{Subjects, rivals_at_the_end};

pub(crate) fn statements(
    words: &[&str],
    lower: &[String],
    subjects: &Subjects<'_>,
) -> Vec<Statement> {
    let hero = subjects.hero();
    if let Some(statement) = fate_of(&words[1..], &lower[1..], hero) {
        return vec![statement];
    }
    if let Some(statement) = about_the_past(words, lower) {
        return vec![statement];
    }
    let named = each_of(words, lower, subjects);
    if !named.is_empty() {
        return named;
    }
    let helper = lower.iter().position(|word| opens_yes_or_no(word));
    let Some(at) = helper.filter(|at| *at + 1 < words.len() && *at < 6) else {
        return without_helper(words, lower, hero);
    };
    let rest = &words[at..];
    match lower[0].as_str() {
        "how" if at > 1 => how_much_of(words, lower, at),
        "who" => vec![Statement::of(hero, "will", &words[at + 1..].join(" "))],
        "when" => vec![inverted_as_will(rest)],
        "why" => vec![about(&words[at + 1..].join(" "), "continue", "come to an end")],
        "what" | "which" | "where" | "whether" => what_of(&words[at + 1..], &lower[at + 1..], hero),
        _ => how_of(rest, &lower[at..], hero),
    }
}

/// "Who wins the race", "Which companies will gain most": the same statement of each whom it may be true of.
fn each_of(words: &[&str], lower: &[String], subjects: &Subjects<'_>) -> Vec<Statement> {
    let asks = |word: &str| matches!(word, "who" | "which" | "what");
    let inverted = lower[0] != "who" && lower.get(1).is_some_and(|word| opens_yes_or_no(word));
    if !asks(&lower[0]) || lower.len() < 2 || inverted {
        return Vec::new();
    }
    let verb = if lower[0] == "who" {
        1
    } else {
        let is_verb = |at: &usize| {
            opens_yes_or_no(&lower[*at])
                || is_base_verb(&lower[*at])
                || third_person(&lower[*at]).is_some_and(|verb| !is("noun_or_verb", &verb))
        };
        let Some(at) = (2..lower.len().min(14)).find(is_verb) else { return Vec::new() };
        at
    };
    // The sort of whom is asked for; "Which way", "What effect" ask for nobody.
    let (from, names) = subjects.asked_for(&words[1..verb], &lower[1..verb]);
    if lower[0] != "who" && !from {
        return Vec::new();
    }
    let (deed, rivals) = rivals_at_the_end(&words[verb..]);
    let Some(deed) = done(&deed) else { return Vec::new() };
    let names = if rivals.is_empty() { names } else { rivals };
    names.iter().map(|name| Statement::of(name, "will", &deed)).collect()
}

/// What is done, in its plain form: "wins it", "will win it", "is to blame" → "win it", "be to blame".
fn done(words: &[&str]) -> Option<String> {
    let first = crate::clause::bare(words.first()?);
    let rest = &words[1..];
    let second = rest.first().map(|word| crate::clause::bare(word)).unwrap_or_default();
    let expected = matches!(second.as_str(), "likely" | "going" | "set" | "expected" | "bound");
    let deed = match first.as_str() {
        "is" | "are" if expected && rest.len() > 2 => rest[2..].join(" "),
        "is" | "are" => format!("be {}", rest.join(" ")),
        helper if opens_yes_or_no(helper) => rest.join(" "),
        verb => {
            let plain = third_person(verb).unwrap_or_else(|| verb.to_owned());
            [&[plain.as_str()], rest].concat().join(" ")
        }
    };
    (!deed.trim().is_empty() && deed != "be ").then_some(deed)
}

/// "Which islands suffer most", "What about prices and jobs".
fn without_helper(words: &[&str], lower: &[String], hero: &str) -> Vec<Statement> {
    match lower[0].as_str() {
        "who" => done(&words[1..])
            .map_or_else(|| vec![fate(hero)], |deed| vec![Statement::of(hero, "will", &deed)]),
        "which" => {
            let verb = (2..lower.len()).find(|at| is_base_verb(&lower[*at]));
            let Some(at) = verb else { return vec![fate(hero)] };
            let whom = format!("the {}", words[1..at].join(" "));
            vec![Statement::of(&whom, "will", &words[at..].join(" "))]
        }
        "what" | "where" | "when" | "why" if third_person(&lower[1]).is_some() => vec![fate(hero)],
        _ if lower[1] == "about" && words.len() > 2 => listed(&words[2..]),
        _ => said(&words[1..], &lower[1..]).map_or_else(|| listed(&words[1..]), |it| vec![it]),
    }
}

/// "Disney sues Google" → "Disney will sue Google"; none if the words hold no such verb.
pub(crate) fn said(words: &[&str], lower: &[String]) -> Option<Statement> {
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
