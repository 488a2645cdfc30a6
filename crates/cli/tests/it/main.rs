//! The command, as a process.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

mod ensemble;
mod fork;
mod model;

const DOCUMENT: &str = "\
The Harbour Council of Vessel Bay voted on Tuesday to close the night ferry to Gull Island by June. \
Mayor Ilse Brandt said the line loses two million crowns a year. \
\"We cannot pay for empty boats,\" Brandt said. \
The Gull Island Residents Association opposes the closure. \
\"Without the night ferry our nurses cannot get home,\" said Tomas Reyes, who chairs the association. \
Northline Shipping, which operates the ferry, offered to run it at half price until autumn.";

const GOAL: &str = "Will the night ferry be closed by June?";
/// Longer than anything here takes.
const BOUND: Duration = Duration::from_mins(1);

/// A folder with a document in it.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("night ferry.txt"), DOCUMENT).unwrap();
    folder
}

fn simswarm(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_simswarm"));
    command.current_dir(folder.path()).arg("run").args(arguments).stdin(Stdio::null());
    command
}

fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    simswarm(folder, arguments).output().unwrap()
}

fn told(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn refused(output: &Output, code: i32) -> String {
    assert_eq!(output.status.code(), Some(code), "{output:?}");
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn log(folder: &TempDir, out: &str) -> Vec<u8> {
    fs::read(folder.path().join(out).join("events.jsonl")).unwrap()
}

const USUAL: [&str; 5] = ["night ferry.txt", "--goal", GOAL, "--seed", "7"];

fn usual<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&USUAL[..], more].concat()
}

#[test]
fn a_run_writes_its_log_artifacts_and_report_and_tells_the_verdict() {
    let folder = folder();

    let said = told(&run(&folder, &USUAL));

    assert!(said.contains("Report  runs/night-ferry-7/report.md"), "{said}");
    assert!(said.contains("Seed    7"), "{said}");
    let out = folder.path().join("runs/night-ferry-7");
    let report = fs::read_to_string(out.join("report.md")).unwrap();
    assert!(report.contains("## Verdict"));
    for artifact in simswarm_core::artifact::Artifact::ALL {
        let file = format!("{}.json", artifact.name());
        let bytes = fs::read(out.join("artifacts").join(file)).unwrap();
        serde_json::from_slice::<serde_json::Value>(&bytes).unwrap();
    }
    let log = String::from_utf8(log(&folder, "runs/night-ferry-7")).unwrap();
    for (place, line) in log.lines().enumerate() {
        let event: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(event["seq"], place + 1);
    }
    assert!(log.lines().last().unwrap().contains("\"round\":15"));
}

#[test]
fn the_same_document_question_and_seed_give_the_same_log() {
    let folder = folder();
    told(&run(&folder, &usual(&["--out", "first"])));
    told(&run(&folder, &usual(&["--out", "second"])));
    told(&run(&folder, &["night ferry.txt", "--goal", GOAL, "--seed", "8", "--out", "third"]));

    assert_eq!(log(&folder, "first"), log(&folder, "second"));
    assert_ne!(log(&folder, "first"), log(&folder, "third"));
}

#[test]
fn planned_events_happen_in_their_rounds() {
    let folder = folder();
    let list = r#"[{"round": 3, "text": "A court stops the closure.", "credibility": 0.9,
        "audience": {"kind": "person"}, "shifts": [{"issue": 0, "position": -0.8}]}]"#;
    fs::write(folder.path().join("events.json"), list).unwrap();
    let events = ["--event", "2 yes: The ferry has run aground.", "--events", "events.json"];
    told(&run(&folder, &usual(&[&["--out", "first"], &events[..]].concat())));

    let log = String::from_utf8(log(&folder, "first")).unwrap();
    let planned = log.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let planned: Vec<_> = planned.filter(|event| event["data"]["source"] == "scheduled").collect();
    let position = |at: usize| planned[at]["data"]["stances"][0]["position"].as_f64();
    assert_eq!((position(0), position(1)), (Some(0.8), Some(-0.8)));
    let planned: Vec<_> = planned
        .iter()
        .map(|event| (event["round"].as_u64(), event["data"]["text"].as_str().map(str::to_owned)))
        .collect();
    let expected = [(2, "The ferry has run aground."), (3, "A court stops the closure.")];
    assert_eq!(planned, expected.map(|(round, text)| (Some(round), Some(text.to_owned()))));
    // They are part of what makes a run: without them it is another one.
    let other = refused(&run(&folder, &usual(&["--out", "first"])), 2);
    assert!(other.contains("list of events"), "{other}");
}

#[test]
fn an_event_that_cannot_happen_is_refused() {
    let folder = folder();
    for (event, reason) in [
        ("no round at all", "it is not of the form"),
        ("x: something", "is no round"),
        ("3 perhaps: something", "is none of yes, no, neither and text"),
        ("99: too late", "its round 99 is not one from 1 to 15"),
        ("3:  ", "its text is blank"),
    ] {
        let said = refused(&run(&folder, &usual(&["--event", event])), 2);
        assert!(said.contains(reason), "{said}");
    }
}

#[test]
fn a_drawn_seed_is_told_and_repeats_the_run() {
    let folder = folder();
    let said = told(&run(&folder, &["night ferry.txt", "--goal", GOAL, "--out", "first"]));
    let seed = said.lines().find_map(|line| line.strip_prefix("Seed    ")).unwrap();

    let again = ["night ferry.txt", "--goal", GOAL, "--seed", seed, "--out", "second"];
    told(&run(&folder, &again));

    assert_eq!(log(&folder, "first"), log(&folder, "second"));
}

#[test]
fn a_document_can_come_from_standard_input() {
    let folder = folder();
    told(&run(&folder, &usual(&["--out", "first"])));
    let mut command = simswarm(&folder, &["-", "--goal", GOAL, "--seed", "7"]);
    command.stdin(fs::File::open(folder.path().join("night ferry.txt")).unwrap());

    told(&command.output().unwrap());

    assert_eq!(log(&folder, "runs/stdin-7"), log(&folder, "first"));
}

/// Waits until a round is committed.
fn wait_for(manifest: &Path) {
    let began = Instant::now();
    while !manifest.exists() {
        assert!(began.elapsed() < BOUND, "the run never came to {}", manifest.display());
        std::thread::yield_now();
    }
}

#[test]
fn a_killed_run_goes_on_to_the_log_of_an_undisturbed_one() {
    let folder = folder();
    told(&run(&folder, &usual(&["--out", "undisturbed"])));
    for round in ["r0.json", "r3.json", "r6.json"] {
        let out = format!("killed-at-{round}");
        let mut process =
            simswarm(&folder, &usual(&["--out", &out, "--pace-ms", "50"])).spawn().unwrap();
        wait_for(&folder.path().join(&out).join("checkpoint").join(round));
        process.kill().unwrap();
        assert!(!process.wait().unwrap().success());
        assert!(!folder.path().join(&out).join("report.md").exists());

        told(&run(&folder, &usual(&["--out", &out])));

        assert_eq!(log(&folder, &out), log(&folder, "undisturbed"));
    }
}

#[test]
fn an_interrupted_run_says_how_to_go_on() {
    let folder = folder();
    let arguments = usual(&["--out", "there", "--pace-ms", "3600000"]);
    let process = simswarm(&folder, &arguments)
        .stderr(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for(&folder.path().join("there/checkpoint/r1.json"));
    let id = process.id().to_string();
    Command::new("kill").args(["-INT", &id]).status().unwrap();

    let said = refused(&process.wait_with_output().unwrap(), 130);

    assert!(said.contains("--out there --seed 7 to go on"), "{said}");
    told(&run(&folder, &usual(&["--out", "there"])));
}

#[test]
fn a_finished_run_says_so_and_stays_as_it_is() {
    let folder = folder();
    told(&run(&folder, &usual(&["--out", "there"])));
    let before = log(&folder, "there");

    let said = told(&run(&folder, &["night ferry.txt", "--goal", GOAL, "--out", "there"]));

    assert!(said.starts_with("This run was finished already."), "{said}");
    assert_eq!(log(&folder, "there"), before);
}

#[test]
fn another_run_does_not_get_into_the_same_directory() {
    let folder = folder();
    told(&run(&folder, &usual(&["--out", "there"])));

    let said = refused(&run(&folder, &usual(&["--out", "there", "--rounds", "3"])), 2);

    assert_eq!(
        said,
        "simswarm: there cannot be used: it holds a run with another number of rounds\n"
    );
}

#[test]
fn a_damaged_checkpoint_is_a_failure_that_names_the_file() {
    let folder = folder();
    told(&run(&folder, &usual(&["--out", "there"])));
    fs::write(folder.path().join("there/checkpoint/r2.events.zst"), "x").unwrap();

    let said = refused(&run(&folder, &usual(&["--out", "there"])), 1);

    assert!(said.contains("r2.events.zst is not what was committed"), "{said}");
}

#[test]
fn bad_input_is_refused_in_a_sentence() {
    let folder = folder();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("blank.txt", b" \n ");
    write("nul.txt", b"a\0b");
    write("long.txt", "word ".repeat(20_000).as_bytes());
    write("binary.txt", &[0xff, 0xfe, 0x00]);
    let cases: [(&[&str], &str); 15] = [
        (&["nowhere.txt"], "there is no file nowhere.txt\n"),
        (&["."], ". is a folder: name a text file\n"),
        (&["/dev/zero"], "the document must have at most 50000 characters, has many more\n"),
        (&["night ferry.txt", "--agents", "0"], "0 is not in 2..=10000"),
        (&["blank.txt"], "the document must not be blank"),
        (&["nul.txt"], "the document must not contain the NUL character"),
        (&["long.txt"], "the document must have at most 50000 characters"),
        (&["binary.txt"], "binary.txt is not UTF-8 text"),
        (&["night ferry.txt", "--agents", "1"], "1 is not in 2..=10000"),
        (&["night ferry.txt", "--rounds", "0"], "0 is not in 1..=1000"),
        (&["night ferry.txt", "--rounds", "-1"], "-1 is not in 1..=1000"),
        (&["night ferry.txt", "--seed", "9007199254740992"], "must be between 0 and"),
        (&["night ferry.txt", "--seed", "-3"], "must be between 0 and 9007199254740991"),
        (
            &["night ferry.txt", "--recommender", "newest"],
            "must be chronological, popularity, interest or bridging",
        ),
        (
            &["night ferry.txt", "--seed", "1", "--out", "night ferry.txt"],
            "night ferry.txt cannot be used: it is a file; name a folder\n",
        ),
    ];
    for (arguments, sentence) in cases {
        let said = refused(&run(&folder, arguments), 2);
        assert!(said.contains(sentence), "{arguments:?} said {said}");
        assert!(!folder.path().join("runs").exists(), "{arguments:?} left something behind");
    }
}

#[test]
fn a_recommender_is_chosen_by_name_and_a_run_goes_on_with_its_own_only() {
    let folder = folder();
    told(&run(&folder, &usual(&["--out", "usual"])));
    told(&run(&folder, &usual(&["--out", "newest", "--recommender", "chronological"])));

    let log_of = |out: &str| String::from_utf8(log(&folder, out)).unwrap();
    assert!(log_of("newest").lines().next().unwrap().contains("\"recommender\":\"chronological\""));
    assert_ne!(log_of("newest"), log_of("usual"));
    let manifest = fs::read(folder.path().join("newest/artifacts/run_manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    assert_eq!(manifest["recommender"], "chronological");

    let said = refused(&run(&folder, &usual(&["--out", "newest"])), 2);
    assert!(said.contains("it holds a run with another recommender"), "{said}");
}

#[test]
fn a_folder_with_other_files_is_left_alone() {
    let folder = folder();
    let mine = folder.path().join("mine");
    fs::create_dir(&mine).unwrap();
    fs::write(mine.join("report.md"), "my own").unwrap();

    let said = refused(&run(&folder, &usual(&["--out", "mine"])), 2);

    assert_eq!(said, "simswarm: mine cannot be used: it holds other files; name another --out\n");
    assert_eq!(fs::read_to_string(mine.join("report.md")).unwrap(), "my own");
    assert_eq!(fs::read_dir(&mine).unwrap().count(), 1);
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let folder = folder();
    for out in ["night ferry.txt", "/proc/there"] {
        let said = refused(&run(&folder, &usual(&["--out", out])), 2);

        assert!(said.starts_with(&format!("simswarm: {out} cannot be used: ")), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}

#[test]
fn an_editors_mark_before_the_text_makes_no_difference() {
    let folder = folder();
    fs::write(folder.path().join("marked.txt"), format!("\u{feff}{DOCUMENT}")).unwrap();
    told(&run(&folder, &usual(&["--out", "first"])));

    told(&run(&folder, &["marked.txt", "--goal", GOAL, "--seed", "7", "--out", "second"]));

    assert_eq!(log(&folder, "first"), log(&folder, "second"));
}

#[test]
fn a_document_that_never_comes_can_be_interrupted() {
    let folder = folder();
    let mut process = simswarm(&folder, &["-"]).stdin(Stdio::piped()).spawn().unwrap();
    let id = process.id().to_string();
    let began = Instant::now();

    while process.try_wait().unwrap().is_none() {
        assert!(began.elapsed() < BOUND, "it waits for its input whatever one does");
        // Not SIGINT, which is treated alike: a shell that starts the tests in the background ignores it for them.
        Command::new("kill").args(["-TERM", &id]).stderr(Stdio::null()).status().unwrap();
    }

    assert!(!process.wait().unwrap().success());
}

#[test]
fn help_shows_an_example() {
    let folder = folder();

    let said = told(&run(&folder, &["--help"]));

    assert!(said.contains("simswarm run examples/"), "{said}");
}
