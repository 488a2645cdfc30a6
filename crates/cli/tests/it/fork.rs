//! Runs that leave another one after a round.

use std::fs;

use serde_json::Value;
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

fn fork(folder: &TempDir, of: &str, round: &str, out: &str, more: &[&str]) {
    // Without a seed: it is the forked run's.
    let usual = ["night ferry.txt", "--goal", crate::GOAL];
    let forked = ["--fork", of, "--round", round, "--out", out];
    told(&run(folder, &[&usual[..], &forked, more].concat()));
}

#[test]
fn a_fork_that_changes_nothing_is_the_same_run() {
    let folder = folder();
    told(&run(&folder, &usual(&["--out", "whole", "--event", "6: A storm."])));

    // Right at a kept world, between two of them, before the first round and before an event that is due.
    for round in ["0", "5", "7", "14"] {
        let out = format!("from-{round}");
        fork(&folder, "whole", round, &out, &[]);

        assert_eq!(log(&folder, &out), log(&folder, "whole"), "from round {round}");
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
        assert_ne!(own, after, "{change:?} changed nothing");
        if number == 1 {
            // Nobody can know before.
            assert_eq!(parted(&folder, &out, 9)[0], parted(&folder, "whole", 9)[0]);
        }
    }
    let text = String::from_utf8(log(&folder, "fork-0")).unwrap();
    let told = text.lines().find(|line| line.contains("taken its vote back")).unwrap();
    let told: Value = serde_json::from_str(told).unwrap();
    assert_eq!((&told["round"], &told["data"]["source"]), (&8.into(), &"scheduled".into()));
    assert!(folder.path().join("fork-0/report.md").exists());
}

#[test]
fn a_killed_fork_goes_on_to_the_log_of_an_undisturbed_one() {
    let folder = folder();
    told(&run(&folder, &usual(&["--out", "whole"])));
    let change = ["--event", EVENT, "--seed", "8"];
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
    assert_eq!(parted(&folder, "again-9", 11)[0], parted(&folder, "fork", 11)[0]);
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
        (&["--fork", "whole", "--round", "15"], "there is nothing after its round 15\n"),
        (&["--fork", "whole", "--round", "3", "--agents", "9"], "another number of agents\n"),
        (
            &["--fork", "whole", "--round", "3", "--event", "3: Too late."],
            "\"Too late.\" cannot happen in its round 3 any more\n",
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
