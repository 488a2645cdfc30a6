//! Every number of the report is in the log, and every citation leads to it.

use serde_json::Value;
use simswarm_report::{build, fold};

use crate::FERRY;
use crate::recount::{compute, events};

/// Every span of the report, wherever it stands.
fn spans(value: &Value, into: &mut Vec<Value>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::Array(found)) = fields.get("spans") {
                into.extend(found.iter().cloned());
            } else {
                fields.values().for_each(|inner| spans(inner, into));
            }
        }
        Value::Array(items) => items.iter().for_each(|inner| spans(inner, into)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn report_spans(log: &str) -> Vec<Value> {
    let report = build(fold(log.as_bytes()).unwrap().history());
    let mut all = Vec::new();
    spans(&serde_json::to_value(&report).unwrap(), &mut all);
    assert!(all.len() > 5);
    all
}

pub(crate) fn check(log: &str) {
    let raw = events(log);
    for span in report_spans(log) {
        match span["type"].as_str().unwrap() {
            "words" => {
                let text = span["text"].as_str().unwrap();
                assert!(!text.contains(|c: char| c.is_ascii_digit()), "an untold number: {text}");
            }
            "number" => check_number(&raw, &span),
            "quote" => {
                check_citation(&raw, &span["citation"]);
                check_quote(&raw, &span);
            }
            "cite" => check_citation(&raw, &span["citation"]),
            "verbatim" => check_verbatim(&raw, &span),
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
    let text = event(raw, &span["citation"])["data"]["text"].as_str().unwrap();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let quoted = span["text"].as_str().unwrap().trim_end_matches('…');
    assert!(text.starts_with(quoted), "“{quoted}” is not how “{text}” begins");
}

fn check_verbatim(raw: &[Value], span: &Value) {
    let text = span["text"].as_str().unwrap();
    let log = serde_json::to_string(raw).unwrap();
    let quoted = serde_json::to_string(text).unwrap();
    assert!(log.contains(quoted.trim_matches('"')), "the log does not say “{text}”");
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
