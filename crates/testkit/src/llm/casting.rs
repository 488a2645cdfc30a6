//! A model that reads documents: who is named in a passage, by which words, as far as capitals and a few verbs tell.

use serde_json::{Value, json};

use super::question::Question;

/// The answer to a question about a document; none if it is another question.
pub(super) fn answer(question: &Question) -> Option<Value> {
    let (_, shared) = question.messages.first()?;
    let (_, own) = question.messages.get(1)?;
    if !shared.starts_with("You prepare a simulation") {
        return None;
    }
    let within = |mark: &str| {
        let from = own.find(&format!("<{mark}>"))? + mark.len() + 2;
        let to = own[from..].find(&format!("</{mark}>"))? + from;
        Some(own[from..to].trim())
    };
    within("passage")
        .map(passage)
        .or_else(|| within("facts").map(|facts| publics(facts, shared)))
        .or_else(|| within("document").map(|_| issues(within("question"), within("title"))))
}

fn issues(asked: Option<&str>, title: Option<&str>) -> Value {
    let asked = asked.or(title).unwrap_or("it happens");
    let what = asked.trim_end_matches(['?', '.']);
    let what = what.strip_prefix("Will ").unwrap_or(what);
    json!({ "issues": [{
        "statement": format!("It will be so: {what}."),
        "question": asked,
        "pole_for": format!("yes: {what}"),
        "pole_against": format!("no: {what}"),
    }] })
}

fn passage(passage: &str) -> Value {
    let (mut actors, mut relations, mut stances) = (Vec::new(), Vec::new(), Vec::new());
    for line in passage.lines() {
        let names = names(line);
        let side = side(line);
        for name in &names {
            let evidence = around(line, name);
            let (kind, role) = (kind(name), String::new());
            actors.push(json!({
                "name": name, "aliases": [], "kind": kind, "role": role, "works_for": "",
                "evidence": evidence,
            }));
        }
        if let (Some(name), Some(position)) = (names.first(), side) {
            stances.push(json!({
                "actor": name, "issue": "i0", "position": position, "confidence": 0.8,
                "evidence": around(line, name),
            }));
        }
        if let ([source, target, ..], Some(position)) = (&names[..], side) {
            let kind = if position > 0.0 { "supports" } else { "opposes" };
            relations.push(json!({
                "source": source, "target": target, "kind": kind, "evidence": around(line, source),
            }));
        }
    }
    json!({ "actors": actors, "relations": relations, "stances": stances })
}

/// Runs of capitalised words; a single one that begins a line is no name.
fn names(line: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    let mut run: Option<(usize, usize)> = None;
    let mut at = 0;
    for word in line.split(' ').chain([""]) {
        let bare = word.trim_end_matches([',', '.', '"', ')', ':']);
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        if capital {
            run = Some((run.map_or(at, |(from, _)| from), at + bare.len()));
        }
        if !capital || bare.len() < word.len() {
            found.extend(run.take().map(|(from, to)| &line[from..to]));
        }
        at += word.len() + 1;
    }
    let names = found.into_iter().map(|name| name.strip_prefix("The ").unwrap_or(name));
    names.filter(|name| name.contains(' ')).collect()
}

fn kind(name: &str) -> &'static str {
    match name.split(' ').next_back() {
        Some("Council" | "Ministry" | "Court" | "Office") => "government",
        Some("Association" | "Union" | "League") => "organization",
        Some("Shipping" | "Lines" | "Group") => "company",
        Some("Bay" | "Island" | "River") => "none",
        _ => "person",
    }
}

fn side(line: &str) -> Option<f64> {
    let holds = |words: &[&str]| words.iter().any(|word| line.contains(word));
    if holds(&["oppose", "warned", "cannot get home"]) {
        Some(-0.7)
    } else if holds(&["support", "loses", "voted"]) {
        Some(0.6)
    } else {
        None
    }
}

/// A few words of the line from the name on.
fn around<'a>(line: &'a str, name: &str) -> &'a str {
    let from = line.find(name).unwrap_or_default();
    let words = line[from..].match_indices(' ').map(|(place, _)| place);
    let end = words.take(14).last().filter(|_| line[from..].split(' ').count() > 14);
    &line[from..end.map_or(line.len(), |end| from + end)]
}

fn publics(facts: &str, shared: &str) -> Value {
    let issues = shared.lines().filter(|line| line.starts_with('i') && line.contains(": ")).count();
    let mut words: Vec<&str> = facts
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| word.len() > 5 && word.chars().all(char::is_lowercase))
        .collect();
    words.sort_unstable();
    words.dedup();
    let group = |(place, word): (usize, &&str)| {
        let lean = if place % 2 == 0 { 0.5 } else { -0.5 };
        let positions: Vec<Value> = (0..issues)
            .map(|issue| json!({ "issue": format!("i{issue}"), "position": lean }))
            .collect();
        json!({
            "label": format!("people of the {word}"),
            "role": format!("person of the {word}"),
            "weight": 10 + place,
            "ages": "working",
            "occupations": [format!("{word} hand"), format!("{word} clerk")],
            "positions": positions,
        })
    };
    let groups: Vec<Value> = words.iter().take(5).enumerate().map(group).collect();
    json!({ "publics": groups })
}

/// The answer with evidence that is in no document.
pub(super) fn fabricated(mut answer: Value) -> Value {
    for list in ["actors", "relations", "stances"] {
        let items = answer.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten();
        for item in items {
            let name = item.get("name").and_then(Value::as_str).unwrap_or("Somebody").to_owned();
            item["evidence"] = json!(format!("{name} said what nobody ever wrote down"));
        }
    }
    answer
}

/// The answer with nothing in it.
pub(super) fn emptied(mut answer: Value) -> Value {
    for list in answer.as_object_mut().into_iter().flatten().map(|(_, list)| list) {
        *list = json!([]);
    }
    answer
}
