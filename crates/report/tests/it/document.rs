//! What a reader finds in the report.

use simswarm_report::{build, fold, to_markdown};

use crate::FERRY;

fn markdown(log: &str) -> String {
    to_markdown(&build(fold(log.as_bytes()).unwrap().history()))
}

#[test]
fn the_verdict_shows_poll_market_and_beliefs_side_by_side() {
    let report = build(fold(FERRY.as_bytes()).unwrap().history());

    let signals: Vec<(&str, i8)> = report
        .verdict
        .signals
        .iter()
        .map(|signal| (signal.name.as_str(), signal.direction))
        .collect();
    assert_eq!(signals, [("poll", 1), ("market", 0), ("belief", -1)]);
    assert_eq!(
        report.verdict.answer.text(),
        "Likely: “The ferry line is closed by June”, put at 70% by the agents that were last polled."
    );
    let last = report.verdict.basis.last().unwrap().text();
    assert_eq!(
        last,
        "The signals disagree: the poll points to yes, the market is near the middle, \
         the mean of the beliefs points to no."
    );
}

#[test]
fn degraded_runs_say_so() {
    let text = markdown(FERRY);

    assert!(text.contains("Degraded (rule-based minds)"), "{text}");
    assert!(text.contains("No model was configured"), "{text}");
}

#[test]
fn text_of_the_log_cannot_inject_markup() {
    let text = markdown(FERRY);

    assert!(text.contains(r"# Harbour \*ferry\* to close \<soon\>"), "{text}");
    assert!(!text.contains("\n- now"), "{text}");
}

#[test]
fn no_sentence_holds_what_is_no_number_and_no_section_is_empty() {
    let lines: Vec<&str> = FERRY.lines().collect();
    for end in 1..=lines.len() {
        let report = build(fold(lines[..end].join("\n").as_bytes()).unwrap().history());
        let text = to_markdown(&report);

        assert!(!text.contains("NaN") && !text.contains("inf "), "{text}");
        assert!(report.sections.iter().all(|section| !section.blocks.is_empty()));
        assert!(!report.verdict.answer.spans.is_empty(), "{text}");
    }
}

#[test]
fn a_later_type_of_event_is_passed_over() {
    let later = r#"{"v":1,"seq":35,"round":3,"type":"weather","data":{"rain":true}}"#;

    assert_eq!(markdown(&format!("{FERRY}{later}\n")), markdown(FERRY));
}

#[test]
fn a_log_with_a_gap_is_refused() {
    let gap = FERRY.lines().filter(|line| !line.contains("\"seq\":20,")).collect::<Vec<_>>();

    let error = fold(gap.join("\n").as_bytes()).unwrap_err();

    assert_eq!(error.to_string(), "event 20 is missing: the log goes on with event 21");
}
