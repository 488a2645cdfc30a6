//! What the report makes of the analyses: who keeps whose company, phases, cascades, influence, polarisation.

use serde_json::Value;
use simswarm_core::artifact::Artifact;
use simswarm_core::operations::OperationsSummary;
use simswarm_report::fold;

use crate::simulation::{play, play_seed, told};

const DOCUMENT: &str = include_str!("../../../../examples/harbour-strike/document.md");
const QUESTION: &str = include_str!("../../../../examples/harbour-strike/question.txt");
const TITLES: [&str; 5] = [
    "How far apart they stand",
    "Who keeps whose company",
    "Whose posts moved others",
    "How far posts went",
    "Phases",
];

fn artifact(log: &str, artifact: Artifact) -> Value {
    let folded = fold(log.as_bytes()).unwrap();
    let file = folded.file(artifact, &OperationsSummary::default()).unwrap();
    serde_json::from_slice(&file).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

/// The lines of a section.
fn section<'a>(report: &'a str, title: &str) -> Vec<&'a str> {
    let rest = report.split(&format!("\n## {title}\n")).nth(1).unwrap_or_default();
    rest.split("\n## ").next().unwrap().lines().filter(|line| !line.is_empty()).collect()
}

/// A name as Markdown has it.
fn escaped(name: &Value) -> String {
    name.as_str().unwrap().replace('-', "\\-").replace('&', "\\&")
}

#[test]
fn a_report_tells_what_the_analyses_found_as_the_artifacts_have_it() {
    // A run that falls into phases: not each one does.
    let mut runs = (1..=16).map(|seed| play_seed(seed, DOCUMENT, QUESTION.trim(), 60, 24));
    let log = runs.find(|log| list(&artifact(log, Artifact::Phases)).len() > 1).unwrap();

    let report = told(&log);

    let communities = artifact(&log, Artifact::Communities);
    let company = section(&report, TITLES[1]);
    let circles =
        list(&communities["communities"]).iter().filter(|it| it["size"].as_u64() > Some(2));
    for circle in circles.take(8) {
        let row = format!("| {} [", escaped(&circle["leading"][0]["name"]));
        assert!(company.iter().any(|line| line.starts_with(&row)), "{row} {company:?}");
    }
    let stand = company.iter().filter(|line| line.starts_with("- The circle of ")).count();
    assert_eq!(stand, list(&communities["coalitions"]).len().min(8), "{company:?}");

    let phases = artifact(&log, Artifact::Phases);
    let rows = section(&report, TITLES[4]).iter().filter(|line| line.starts_with("| ")).count();
    assert_eq!(rows, list(&phases).len() + 2, "{report}");

    let cascades = artifact(&log, Artifact::Cascades);
    let told = section(&report, TITLES[3]);
    for (line, cascade) in told[1..].iter().zip(list(&cascades["largest"])) {
        assert!(line.contains(&format!("[{}]", cascade["post_id"].as_str().unwrap())), "{line}");
    }

    let influence = artifact(&log, Artifact::Influence);
    let rows = section(&report, TITLES[2]);
    for (row, agent) in rows[3..].iter().zip(list(&influence["agents"])) {
        assert!(row.starts_with(&format!("| {} [", escaped(&agent["name"]))), "{row}");
    }
    assert!(rows.len() > 5 && told.len() > 1, "{report}");
}

#[test]
fn who_joined_and_who_left_a_coalition_is_named_with_the_change_of_mind_that_did_it() {
    let document = include_str!("../../../../examples/river-dam/document.md");
    let question = include_str!("../../../../examples/river-dam/question.txt");
    let (mut all_joined, mut all_left) = (0, 0);
    // Runs enough to see both happen.
    for seed in 1..=16 {
        if all_joined > 0 && all_left > 0 {
            break;
        }
        let log = play_seed(seed, document, question.trim(), 30, 12);
        let communities = artifact(&log, Artifact::Communities);
        let coalitions = list(&communities["coalitions"]);
        let with =
            |field: &str| coalitions.iter().filter(|it| it[field].as_u64() > Some(0)).count();

        let report = told(&log);

        let lines = section(&report, TITLES[1]);
        let saying = |words: &str| lines.iter().filter(|line| line.contains(words)).count();
        assert_eq!(saying(" joined it later: "), with("joined"), "{lines:?}");
        assert_eq!(saying(" left it before its end: "), with("left"), "{lines:?}");
        let steady = |it: &&Value| it["joined"] == 0 && it["left"] == 0;
        assert_eq!(saying(" Nobody joined it"), coalitions.iter().filter(steady).count());
        all_joined += with("joined");
        all_left += with("left");
    }
    assert!(all_joined > 0 && all_left > 0, "{all_joined} {all_left}");
}

#[test]
fn where_there_is_nothing_to_tell_the_report_is_silent() {
    let report = told(&play("Das Rathaus plant, die Fähre zu schließen.", "Schließt sie?", 3, 1));

    for title in TITLES {
        assert!(section(&report, title).is_empty(), "{title}: {report}");
    }
}

#[test]
fn polarisation_is_told_from_the_start_to_the_end_with_its_highest() {
    let log = play(DOCUMENT, QUESTION.trim(), 30, 10);

    let report = told(&log);

    let file = artifact(&log, Artifact::Polarisation);
    let rounds = list(&file[0]["rounds"]);
    let at = |row: &Value| format!("{:.2}", row["esteban_ray"].as_f64().unwrap());
    let cells = format!("| {} | {} | ", at(&rounds[0]), at(&rounds[10]));
    let rows = section(&report, TITLES[0]);
    assert!(rows.iter().any(|row| row.contains(&cells)), "{cells} {rows:?}");
}
