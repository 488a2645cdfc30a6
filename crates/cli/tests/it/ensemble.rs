//! Several runs that differ in their seed alone.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::{folder, log, refused, run, simswarm, told, usual, wait_for};

/// A poll every so often would only cost time here.
const SHORT: [&str; 4] = ["--rounds", "6", "--agents", "8"];

fn short<'a>(more: &[&'a str]) -> Vec<&'a str> {
    usual(&[&SHORT[..], more].concat())
}

fn pool(folder: &TempDir, out: &str) -> Value {
    let text = fs::read(folder.path().join(out).join("ensemble.json")).unwrap();
    serde_json::from_slice(&text).unwrap()
}

fn events(folder: &TempDir, out: &str) -> Vec<Value> {
    let log = String::from_utf8(log(folder, out)).unwrap();
    log.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What the last poll of a log puts the first issue at.
fn last_poll(events: &[Value]) -> (u64, f64) {
    let poll = events.iter().rfind(|event| event["type"] == "poll").unwrap();
    let answers: Vec<f64> = poll["data"]["answers"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|polled| polled["answers"].as_array().unwrap())
        .filter(|answer| answer["issue"] == "i0")
        .map(|answer| answer["probability"].as_f64().unwrap())
        .collect();
    let n = u32::try_from(answers.len()).unwrap();
    (poll["seq"].as_u64().unwrap(), answers.iter().sum::<f64>() / f64::from(n))
}

fn near(one: &Value, other: f64) {
    let one = one.as_f64().unwrap();
    assert!((one - other).abs() < 1e-6, "{one} is not {other}");
}

#[test]
fn replicates_are_whole_runs_whose_forecasts_are_pooled() {
    let folder = folder();

    let said = told(&run(&folder, &short(&["--replicates", "3", "--out", "all"])));

    let pool = pool(&folder, "all");
    assert_eq!((&pool["replicates"], &pool["planned"]), (&3.into(), &3.into()));
    assert_eq!(pool["ended"], "all_played");
    let mut log_odds = Vec::new();
    for (place, seed) in ["7", "8", "9"].into_iter().enumerate() {
        let of_replicate = format!("all/replicates/{}", place + 1);
        // Each is the run that it would be by itself.
        let alone = [&["night ferry.txt", "--goal", crate::GOAL, "--seed", seed], &SHORT[..]];
        let alone_out = format!("alone-{seed}");
        told(&run(&folder, &[&alone.concat()[..], &["--out", &alone_out]].concat()));
        assert_eq!(log(&folder, &of_replicate), log(&folder, &alone_out));
        let (event, probability) = last_poll(&events(&folder, &of_replicate));
        let told = &pool["runs"][place];
        assert_eq!(told["seed"].to_string(), seed);
        assert_eq!(told["poll"]["event"], event);
        near(&told["polled"][0], probability);
        log_odds.push((probability / (1.0 - probability)).ln());
    }
    // Student's t with two degrees of freedom, by hand; 2.919986 is the table's.
    let mean = log_odds.iter().sum::<f64>() / 3.0;
    let variance = log_odds.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / 2.0;
    let reach = 2.919_986 * (variance / 3.0).sqrt();
    let probability = |log_odds: f64| 1.0 / (1.0 + (-log_odds).exp());
    let forecast = &pool["issues"][0]["forecast"];
    near(&forecast["centre"], probability(mean));
    near(&forecast["interval"]["low"], probability(mean - reach));
    near(&forecast["interval"]["high"], probability(mean + reach));
    assert!(forecast["interval"]["low"].as_f64() < forecast["interval"]["high"].as_f64());
    assert_eq!(pool["markets"][0]["forecast"]["values"].as_array().unwrap().len(), 3);

    // The answer is the pool's, in the terminal and in the report, which leads to the runs' polls.
    let put_at = format!("{:.0}% (90% interval ", probability(mean) * 100.0);
    assert!(said.contains(&put_at) && said.contains("Runs    3 of 3"), "{said}");
    let report = fs::read_to_string(folder.path().join("all/report.md")).unwrap();
    assert!(report.contains(&put_at), "{report}");
    for run in pool["runs"].as_array().unwrap() {
        let label = format!("[r{}:e{}]", run["replicate"], run["poll"]["event"]);
        assert!(report.contains(&label), "{label} is not in {report}");
    }
}

fn finished(folder: &TempDir, out: &str) -> [Vec<u8>; 2] {
    ["ensemble.json", "report.md"].map(|name| fs::read(folder.path().join(out).join(name)).unwrap())
}

fn written(path: &Path) -> std::time::SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

#[test]
fn a_killed_ensemble_goes_on_with_the_finished_runs_as_they_are() {
    let folder = folder();
    told(&run(&folder, &short(&["--replicates", "4", "--out", "undisturbed"])));
    // Within a run, and right after one.
    for (number, seen) in ["2/checkpoint/r3.json", "2/report.md"].into_iter().enumerate() {
        let out = format!("killed-{number}");
        let pace = if seen.ends_with("r3.json") { "50" } else { "5" };
        let arguments = short(&["--replicates", "4", "--out", &out, "--pace-ms", pace]);
        let mut process = simswarm(&folder, &arguments).spawn().unwrap();
        let replicates = folder.path().join(&out).join("replicates");
        wait_for(&replicates.join(seen));
        process.kill().unwrap();
        assert!(!process.wait().unwrap().success());
        assert!(!folder.path().join(&out).join("ensemble.json").exists());
        let kept = replicates.join("1/artifacts/forecast.json");
        let before = written(&kept);

        told(&run(&folder, &short(&["--replicates", "4", "--out", &out])));

        assert_eq!(written(&kept), before, "a finished run was played again");
        assert_eq!(finished(&folder, &out), finished(&folder, "undisturbed"));
    }
}

#[test]
fn a_finished_ensemble_says_so_and_can_be_given_more_runs() {
    let folder = folder();
    told(&run(&folder, &short(&["--replicates", "2", "--out", "there"])));
    let before = finished(&folder, "there");

    let unseeded =
        ["night ferry.txt", "--goal", crate::GOAL, "--replicates", "2", "--out", "there"];
    let said = told(&run(&folder, &[&unseeded, &SHORT[..]].concat()));
    assert!(said.starts_with("This ensemble was finished already."), "{said}");
    assert_eq!(finished(&folder, "there"), before);

    told(&run(&folder, &short(&["--replicates", "3", "--out", "there"])));
    told(&run(&folder, &short(&["--replicates", "3", "--out", "anew"])));
    assert_eq!(finished(&folder, "there"), finished(&folder, "anew"));
}

#[test]
fn runs_that_tell_enough_are_not_followed_by_more() {
    let folder = folder();
    let arguments = ["--replicates", "20", "--rounds", "1", "--agents", "40", "--out", "all"];

    let said = told(&run(&folder, &usual(&arguments)));

    let pool = pool(&folder, "all");
    let played = pool["replicates"].as_u64().unwrap();
    assert_eq!(pool["ended"], "narrow_enough", "{pool}");
    assert!((8..20).contains(&played), "{pool}");
    assert!(said.contains(&format!("Runs    {played} of 20; no more were needed")), "{said}");
    for question in ["issues", "markets"] {
        for asked in pool[question].as_array().unwrap() {
            let interval = &asked["forecast"]["interval"];
            let width = interval["high"].as_f64().unwrap() - interval["low"].as_f64().unwrap();
            assert!(width <= 0.1, "{asked}");
        }
    }
    let report = fs::read_to_string(folder.path().join("all/report.md")).unwrap();
    assert!(report.contains("no more were needed"), "{report}");
    assert!(!folder.path().join(format!("all/replicates/{}", played + 1)).exists());
}

#[test]
fn an_ensemble_and_a_single_run_do_not_get_into_each_others_folder() {
    let folder = folder();
    told(&run(&folder, &short(&["--out", "one"])));
    told(&run(&folder, &short(&["--replicates", "2", "--out", "two"])));

    let said = refused(&run(&folder, &short(&["--replicates", "2", "--out", "one"])), 2);
    assert!(said.contains("one cannot be used: it holds a single run"), "{said}");
    let said = refused(&run(&folder, &short(&["--out", "two"])), 2);
    assert!(said.contains("two cannot be used: it holds an ensemble"), "{said}");
    let other = ["--replicates", "2", "--out", "two", "--horizon-days", "9"];
    let said = refused(&run(&folder, &short(&other)), 2);
    assert!(said.contains("it holds a run with another horizon"), "{said}");
    for replicates in ["0", "33", "-1", "x"] {
        refused(&run(&folder, &short(&["--replicates", replicates])), 2);
    }
}
