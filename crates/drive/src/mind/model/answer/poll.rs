//! The answers to a poll: how likely each issue's proposition is held, and why.

use serde_json::Value;
use simswarm_engine::IssueId;
use simswarm_engine::action::PollAnswer;

use super::fields::{issue, number, shown};
use super::known::Known;

/// The sound answers, and what is wrong with the rest. Every issue wants one.
pub(super) fn read(value: Option<&Value>, known: &Known) -> (Vec<PollAnswer>, Vec<String>) {
    let (answers, mut problems): (Vec<PollAnswer>, Vec<String>) = match entries(value) {
        Ok(entries) => {
            let mut answers = Vec::new();
            let mut problems = Vec::new();
            for entry in entries {
                match answer(&entry, known) {
                    Ok(answer) => answers.push(answer),
                    Err(problem) => problems.push(problem),
                }
            }
            (answers, problems)
        }
        Err(problem) => (Vec::new(), vec![problem]),
    };
    if problems.is_empty() {
        let all = (0..known.issues).filter_map(|place| u32::try_from(place).ok()).map(IssueId);
        let missing = all.filter(|id| !answers.iter().any(|answer| answer.issue == *id));
        problems.extend(missing.map(|id| format!("there is no answer on {id}")));
    }
    (answers, problems)
}

/// Each entry as an object with its issue, whether it came in a list or by the issues' names.
fn entries(value: Option<&Value>) -> Result<Vec<Value>, String> {
    match value {
        Some(Value::Array(entries)) => Ok(entries.clone()),
        Some(single @ Value::Object(map)) if map.contains_key("issue") => Ok(vec![single.clone()]),
        Some(Value::Object(map)) => Ok(map.iter().map(|(id, value)| named(id, value)).collect()),
        Some(Value::Null) | None => Err("it was not answered".to_owned()),
        Some(other) => Err(format!("its answers must be a list, not {}", shown(other))),
    }
}

fn named(id: &str, value: &Value) -> Value {
    let mut entry = value
        .as_object()
        .cloned()
        .unwrap_or_else(|| serde_json::Map::from_iter([("probability".to_owned(), value.clone())]));
    entry.insert("issue".to_owned(), Value::String(id.to_owned()));
    Value::Object(entry)
}

fn answer(entry: &Value, known: &Known) -> Result<PollAnswer, String> {
    let issue = issue(entry.get("issue").unwrap_or(&Value::Null), known)?;
    let probability = entry.get("probability").and_then(probability);
    let Some(probability) = probability.filter(|it| (0.0..=1.0).contains(it)) else {
        return Err(format!("the probability on {issue} must be a number from 0 to 1"));
    };
    let reason = entry.get("reason").and_then(Value::as_str).unwrap_or_default();
    Ok(PollAnswer { issue, probability, reason: reason.trim().to_owned() })
}

/// A probability, also where it is written in percent.
fn probability(value: &Value) -> Option<f64> {
    let percent = value.as_str().and_then(|text| text.trim().strip_suffix('%'));
    match percent {
        Some(text) => number(&Value::String(text.to_owned())).map(|percent| percent / 100.0),
        None => number(value),
    }
}
