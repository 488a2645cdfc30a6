//! Every number of the report is in the log, and every citation leads to it.

use serde_json::Value;
use simswarm_report::{build, fold};

use crate::FERRY;
use crate::recount::{compute, events};

/// The spans of every claim of the report, wherever it stands.
pub(crate) fn claims(value: &Value, into: &mut Vec<Vec<Value>>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::Array(found)) = fields.get("spans") {
                into.push(found.clone());
            } else {
                fields.values().for_each(|inner| claims(inner, into));
            }
        }
        Value::Array(items) => items.iter().for_each(|inner| claims(inner, into)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn report_claims(log: &str) -> Vec<Vec<Value>> {
    let report = build(fold(log.as_bytes()).unwrap().history());
    let mut all = Vec::new();
    claims(&serde_json::to_value(&report).unwrap(), &mut all);
    assert!(all.iter().map(Vec::len).sum::<usize>() > 5);
    all
}

pub(crate) fn check(log: &str) {
    let raw = events(log);
    for claim in report_claims(log) {
        check_names(&raw, &claim);
        check_spans(&raw, &claim);
    }
}

fn check_spans(raw: &[Value], claim: &[Value]) {
    for span in claim {
        match span["type"].as_str().unwrap() {
            "words" => {
                let text = span["text"].as_str().unwrap();
                assert!(!text.contains(|c: char| c.is_ascii_digit()), "an untold number: {text}");
            }
            "number" => check_number(raw, span),
            "quote" => {
                check_citation(raw, &span["citation"]);
                check_quote(raw, span);
            }
            "cite" => check_citation(raw, &span["citation"]),
            "verbatim" => check_verbatim(raw, span),
            other => panic!("no span is called {other}"),
        }
    }
}

fn check_number(raw: &[Value], span: &Value) {
    let told = span["value"].as_f64().unwrap();
    let again = compute(raw, &span["rule"]);
    assert!((told - again).abs() < 1e-9, "{span}: computed again it is {again}");
    let shown: String = span["text"].as_str().unwrap().replace('−', "-").replace(['%', '+'], "");
    let shown: f64 = shown.parse().unwrap();
    let (expected, error) = match span["format"].as_str().unwrap() {
        "percent" => (again * 100.0, 0.5),
        "points" => ((again * 100.0).abs(), 0.5),
        "signed" | "plain" => (again, 0.005),
        _ => (again, 0.5),
    };
    assert!((shown - expected).abs() <= error + 1e-9, "{span} shows {shown} for {expected}");
}

fn event<'a>(raw: &'a [Value], citation: &Value) -> &'a Value {
    raw.iter().find(|event| event["seq"] == citation["event"]).unwrap()
}

fn check_citation(raw: &[Value], citation: &Value) {
    let event = event(raw, citation);
    assert_eq!(event["round"], citation["round"], "{citation}");
    if !citation["agent"].is_null() {
        assert_eq!(event["data"]["agent"], citation["agent"], "{citation}");
    }
    let label = citation["label"].as_str().unwrap();
    match &label[..1] {
        "p" => assert_eq!(event["data"]["post"], citation["label"]),
        "a" => assert_eq!(event["data"]["agent"], citation["label"]),
        _ => assert_eq!(label, format!("e{}", event["seq"])),
    }
}

fn check_quote(raw: &[Value], span: &Value) {
    let text = one_line(&event(raw, &span["citation"])["data"]["text"]);
    let quoted = span["text"].as_str().unwrap().trim_end_matches('…');
    assert!(text.starts_with(quoted), "“{quoted}” is not how “{text}” begins");
}

/// Who is named last before a quotation wrote it; who is named last before the event of an agent is that agent.
fn check_names(raw: &[Value], claim: &[Value]) {
    let mut named: Option<&str> = None;
    for span in claim {
        let citation = &span["citation"];
        if span["source"] == "name" {
            named = span["text"].as_str();
        } else if let Some(agent) = citation["agent"].as_str() {
            // A sentence about nobody may point at somebody's event; one that names people names these.
            if let Some(named) = named {
                assert_eq!(named, name_of(raw, agent), "{citation}");
            }
        }
    }
}

fn name_of(raw: &[Value], agent: &str) -> String {
    let cast = raw
        .iter()
        .find(|event| event["type"] == "agent_cast" && event["data"]["agent"] == agent)
        .unwrap();
    one_line(&cast["data"]["persona"]["name"])
}

fn one_line(text: &Value) -> String {
    text.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words stand in the log where they say that they come from.
fn check_verbatim(raw: &[Value], span: &Value) {
    let text = span["text"].as_str().unwrap();
    let places: &[(&str, &str)] = match span["source"].as_str().unwrap() {
        "name" => &[("agent_cast", "/data/persona/name")],
        "issue" => &[
            ("issue_defined", "/data/definition/proposition"),
            ("issue_defined", "/data/definition/pole_for"),
            ("issue_defined", "/data/definition/pole_against"),
        ],
        "question" => &[("market_opened", "/data/question")],
        "news" => &[("exogenous", "/data/text")],
        "word" => {
            let says = |event: &Value| {
                event["data"]["text"].as_str().unwrap().to_lowercase().contains(text)
            };
            assert!(raw.iter().filter(|event| event["type"] == "post_created").any(says), "{text}");
            return;
        }
        "reason" => &[("degraded", "/data/reason"), ("turn_skipped", "/data/reason")],
        other => panic!("no words come from {other}"),
    };
    let said = raw.iter().any(|event| {
        places.iter().any(|(kind, path)| {
            let there = event.pointer(path).map(one_line).unwrap_or_default();
            event["type"] == *kind && !text.is_empty() && there.starts_with(text)
        })
    });
    assert!(said, "nothing of {places:?} says “{text}”");
}

#[test]
fn every_number_and_citation_of_the_report_is_in_the_log() {
    check(FERRY);
}

#[test]
fn a_run_that_stops_at_any_round_still_gets_a_true_report() {
    let lines: Vec<&str> = FERRY.lines().collect();
    for (place, line) in lines.iter().enumerate() {
        if line.contains("round_ended") || line.contains("\"degraded\"") {
            check(&lines[..=place].join("\n"));
        }
    }
}
