//! Runs that leave another one after a round.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{folder, log, refused, run, simswarm, told, usual, wait_for};

const EVENT: &str = "8: The council has taken its vote back.";

/// The lines of a log up to a round, and those after it.
fn parted(folder: &TempDir, out: &str, round: u64) -> [Vec<String>; 2] {
    let log = String::from_utf8(log(folder, out)).unwrap();
    let is_before = |line: &&str| {
        serde_json::from_str::<Value>(line).unwrap()["round"].as_u64().unwrap() <= round
    };
    let (before, after): (Vec<&str>, Vec<&str>) = log.lines().partition(is_before);
    [before, after].map(|lines| lines.into_iter().map(str::to_owned).collect())
}

/// The lines of a log, or of its end, as they were if no fork had been marked in it.
fn unmarked(lines: &[String]) -> Vec<Value> {
    let events: Vec<Value> = lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let is_mark = |event: &&Value| event["type"] == "run_forked";
    let marks: Vec<u64> =
        events.iter().filter(is_mark).map(|mark| mark["seq"].as_u64().unwrap()).collect();
    let earlier = |number: &mut Value| {
        let seq = number.as_u64().unwrap();
        *number = (seq - marks.iter().filter(|mark| **mark < seq).count() as u64).into();
    };
    let mut events: Vec<Value> = events.into_iter().filter(|event| !is_mark(&event)).collect();
    for event in &mut events {
        earlier(&mut event["seq"]);
        if let Some(news) = event["data"].get_mut("news").and_then(Value::as_array_mut) {
            news.iter_mut().for_each(earlier);
        }
    }
    events
}

/// The events that mark a fork, each as its round and what it says.
fn marks(folder: &TempDir, out: &str) -> Vec<(u64, Value)> {
    let lines = parted(folder, out, 0)[1].clone();
    let events = lines.iter().map(|line| serde_json::from_str::<Value>(line).unwrap());
    events
        .filter(|event| event["type"] == "run_forked")
        .map(|mut event| (event["round"].as_u64().unwrap(), event["data"].take()))
        .collect()
}

fn fork(folder: &TempDir, of: &str, round: &str, out: &str, more: &[&str]) {
    // Without a seed: it is the forked run's.
    let usual = ["night ferry.txt", "--goal", crate::GOAL];
    let forked = ["--fork", of, "--round", round, "--out", out];
    told(&run(folder, &[&usual[..], &forked, more].concat()));
}

#[test]
fn a_fork_that_changes_nothing_is_the_same_run_but_for_its_mark() {
    let folder = folder();
    told(&run(&folder, &usual(&["--out", "whole", "--event", "6: A storm."])));

    // Right at a kept world, between two of them, before the first round and before an event that is due.
    for round in ["0", "5", "7", "14"] {
        let out = format!("from-{round}");
        fork(&folder, "whole", round, &out, &[]);

        let all = |out: &str| unmarked(&parted(&folder, out, 0).concat());
        assert_eq!(all(&out), all("whole"), "from round {round}");
        let first = round.parse::<u64>().unwrap() + 1;
        assert_eq!(marks(&folder, &out), [(first, json!({ "seed": 7, "rounds": 15 }))]);
    }
}

#[test]
fn a_fork_differs_by_its_change_and_only_after_its_round() {
    let folder = folder();
    told(&run(&folder, &usual(&["--out", "whole"])));
    let changes: [&[&str]; 4] = [
        &["--event", EVENT],
        &["--event", "10: A storm."],
        &["--seed", "8"],
        &["--recommender", "chronological"],
    ];
    let [before, after] = parted(&folder, "whole", 7);

    for (number, change) in changes.into_iter().enumerate() {
        let out = format!("fork-{number}");
        fork(&folder, "whole", "7", &out, change);

        let [common, own] = parted(&folder, &out, 7);
        assert_eq!(common, before, "{change:?} changed what had happened");
        assert_ne!(unmarked(&own), unmarked(&after), "{change:?} changed nothing");
        if number == 1 {
            // Nobody can know before.
            let until = |out: &str| unmarked(&parted(&folder, out, 9)[0]);
            assert_eq!(until(&out), until("whole"));
        }
    }
    let text = String::from_utf8(log(&folder, "fork-0")).unwrap();
    let told = text.lines().find(|line| line.contains("taken its vote back")).unwrap();
    let told: Value = serde_json::from_str(told).unwrap();
    assert_eq!((&told["round"], &told["data"]["source"]), (&8.into(), &"scheduled".into()));
    assert!(folder.path().join("fork-0/report.md").exists());
}

#[test]
fn a_fork_may_have_more_rounds_or_fewer_and_is_whole() {
    let folder = folder();
    let events = ["--event", "6: A storm.", "--event", "12: The mayor resigns."];
    told(&run(&folder, &usual(&[&["--out", "whole"][..], &events].concat())));

    // The last one goes on after the run's end.
    for (round, rounds) in [("7", "20"), ("7", "10"), ("15", "18")] {
        let out = format!("{round}-to-{rounds}");
        fork(&folder, "whole", round, &out, &["--rounds", rounds]);

        let (left, planned): (u64, u64) = (round.parse().unwrap(), rounds.parse().unwrap());
        assert_eq!(parted(&folder, &out, left)[0], parted(&folder, "whole", left)[0]);
        let mark = json!({ "seed": 7, "rounds": planned });
        assert_eq!(marks(&folder, &out), [(left + 1, mark)]);
        assert_eq!(parted(&folder, &out, planned)[1], [""; 0], "{out} went on");
        let read = |name: &str| fs::read_to_string(folder.path().join(&out).join(name)).unwrap();
        let file = |name: &str| serde_json::from_str::<Value>(&read(name)).unwrap();
        let summary = file("artifacts/summary.json");
        assert_eq!(summary["status"], "completed");
        assert_eq!(
            (&summary["rounds_planned"], &summary["rounds_played"]),
            (&json!(planned), &json!(planned))
        );
        let forked = &file("artifacts/run_manifest.json")["forks"];
        assert_eq!((&forked[0]["after"], &forked[0]["rounds"]), (&json!(left), &json!(planned)));
        let report = read("report.md");
        assert!(!report.contains("not complete"), "{report}");
        let sentence = format!("The run goes its own way from round {} on", left + 1);
        assert!(report.contains(&sentence), "{report}");
        let resigned = parted(&folder, &out, 0)[1].iter().any(|it| it.contains("mayor resigns"));
        assert_eq!(resigned, planned > 11, "what was planned for round 12 in {out}");
    }
}

#[test]
fn a_killed_fork_goes_on_to_the_log_of_an_undisturbed_one() {
    let folder = folder();
    told(&run(&folder, &usual(&["--out", "whole"])));
    let change = ["--event", EVENT, "--seed", "8", "--rounds", "17"];
    fork(&folder, "whole", "7", "undisturbed", &change);
    for seen in ["r3.json", "r7.json", "r8.json", "r11.json"] {
        let out = format!("killed-at-{seen}");
        let arguments = [
            &["night ferry.txt", "--goal", crate::GOAL, "--fork", "whole", "--round", "7"],
            &change[..],
            &["--out", &out, "--pace-ms", "50"],
        ];
        let mut process = simswarm(&folder, &arguments.concat()).spawn().unwrap();
        wait_for(&folder.path().join(&out).join("checkpoint").join(seen));
        process.kill().unwrap();
        assert!(!process.wait().unwrap().success());

        fork(&folder, "whole", "7", &out, &change);

        assert_eq!(log(&folder, &out), log(&folder, "undisturbed"), "killed at {seen}");
    }
}

#[test]
fn a_fork_can_be_forked_and_outlives_what_it_came_from() {
    let folder = folder();
    told(&run(&folder, &usual(&["--out", "whole"])));
    fork(&folder, "whole", "7", "fork", &["--seed", "8", "--event", EVENT]);
    fs::remove_dir_all(folder.path().join("whole")).unwrap();

    // In its own part, at its root, and in the part that it has from the first one.
    for round in ["9", "8", "7", "3"] {
        let out = format!("again-{round}");
        fork(&folder, "fork", round, &out, &["--event", "12: A storm."]);
        let number = round.parse().unwrap();
        assert_eq!(parted(&folder, &out, number)[0], parted(&folder, "fork", number)[0]);
    }
    // Nothing but the storm is new.
    let until = |out: &str| unmarked(&parted(&folder, out, 11)[0]);
    assert_eq!(until("again-9"), until("fork"));
    let seen: Vec<u64> = marks(&folder, "again-9").iter().map(|(round, _)| *round).collect();
    assert_eq!(seen, [8, 10]);
    assert_ne!(log(&folder, "again-9"), log(&folder, "fork"));
}

#[test]
fn a_fork_that_cannot_be_is_refused_in_a_sentence() {
    let folder = folder();
    told(&run(&folder, &usual(&["--out", "whole"])));
    let fork = |more: &[&str]| {
        let usual = ["night ferry.txt", "--goal", crate::GOAL, "--out", "new"];
        let said = refused(&run(&folder, &[&usual, more].concat()), 2);
        assert!(!folder.path().join("new").exists(), "{more:?} left something behind");
        said
    };
    for (more, sentence) in [
        (&["--fork", "nowhere", "--round", "3"][..], "nowhere cannot be forked: it holds no run\n"),
        (&["--fork", "whole", "--round", "15"], "of 15 rounds none is after its round 15\n"),
        (&["--fork", "whole", "--round", "3", "--agents", "9"], "another number of agents\n"),
        (
            &["--fork", "whole", "--round", "3", "--event", "3: Too late."],
            "\"Too late.\" cannot happen in its round 3 any more\n",
        ),
        (
            &["--fork", "whole", "--round", "9", "--rounds", "9"],
            "of 9 rounds none is after its round 9\n",
        ),
        (&["--fork", "whole", "--round", "16", "--rounds", "20"], "its round 16 is not played\n"),
        (
            &["--fork", "whole", "--round", "3", "--rounds", "9", "--event", "10: A storm."],
            "the event \"A storm.\" cannot happen",
        ),
        (&["--fork", "whole"], "--round"),
        (&["--fork", "whole", "--round", "3", "--replicates", "2"], "cannot be used with"),
    ] {
        let said = fork(more);
        assert!(said.contains(sentence), "{more:?} said {said}");
    }
    fs::remove_file(folder.path().join("whole/checkpoint/r9.json")).unwrap();
    let said = fork(&["--fork", "whole", "--round", "9"]);
    assert!(said.contains("its round 9 is not played"), "{said}");
}
