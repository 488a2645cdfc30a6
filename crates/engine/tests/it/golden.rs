//! The log's wire format, version 1: what was written once is read for ever.

use simswarm_engine::Event;

use crate::casts::{cast, run, settings};

const GOLDEN: &str = include_str!("../golden/events.v1.jsonl");

#[test]
fn a_log_of_envelope_version_one_reads_back_to_what_it_says() {
    for line in GOLDEN.lines() {
        let event: Event = serde_json::from_str(line).unwrap();
        assert_eq!(event.v, 1);
        assert_eq!(serde_json::to_string(&event).unwrap(), line);
    }
}

#[test]
fn the_golden_log_has_every_type_that_a_rule_based_run_writes() {
    let kind = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        value["type"].as_str().unwrap().to_owned()
    };
    let golden: std::collections::BTreeSet<String> = GOLDEN.lines().map(kind).collect();
    let (_, log) = run(cast(20), settings(1, 6));
    for event in log {
        let line = serde_json::to_string(&event).unwrap();
        assert!(golden.contains(&kind(&line)), "{line}");
    }
}
