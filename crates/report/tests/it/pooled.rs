//! The report of several runs: every number is the pool's or the first run's, every citation leads into the right log.

use serde_json::Value;
use simswarm_core::artifact::Artifact;
use simswarm_core::job::FailedRun;
use simswarm_core::operations::OperationsSummary;
use simswarm_projection::Artifacts;
use simswarm_projection::ensemble::{Pool, PooledEvent};
use simswarm_projection::forecast::Forecast;
use simswarm_report::{Report, build_pooled, fold, to_markdown};

use crate::evidence::claims;
use crate::recount::{compute, events};
use crate::simulation::{PRICE_WAR, play_seed};

const DOCUMENT: &str = include_str!("../../../../examples/harbour-strike/document.md");
const QUESTION: &str = "Will the Kelmouth port strike end before the holiday season?";

fn forecast(artifacts: &Artifacts) -> Forecast {
    let file = artifacts.file(Artifact::Forecast, &OperationsSummary::default()).unwrap();
    serde_json::from_slice(&file).unwrap()
}

/// A number of the pool, from its raw JSON.
fn of_pool(pool: &Value, rule: &Value) -> f64 {
    let (place, kind) =
        match (rule["question"]["issue"].as_u64(), rule["question"]["market"].as_u64()) {
            (Some(place), _) => (usize::try_from(place).unwrap(), "issues"),
            (_, place) => (usize::try_from(place.unwrap_or(0)).unwrap(), "markets"),
        };
    let forecast = &pool[kind][place]["forecast"];
    let replicate = rule["replicate"].as_u64().unwrap_or(1);
    let run = &pool["runs"][usize::try_from(replicate).unwrap() - 1];
    let event = &pool["told"][usize::try_from(rule["event"].as_u64().unwrap_or(0)).unwrap()];
    if rule["what"] == "failed" {
        return f64::from(u32::try_from(pool["failed"].as_array().unwrap().len()).unwrap());
    }
    if rule["what"] == "told" {
        return f64::from(u32::try_from(event["runs"].as_array().unwrap().len()).unwrap());
    }
    let value = match rule["what"].as_str().unwrap() {
        "replicates" => &pool["replicates"],
        "planned" => &pool["planned"],
        "level" => &pool["level"],
        "tolerance" => &pool["rule"]["tolerance"],
        "centre" => &forecast["centre"],
        "low" => &forecast["interval"]["low"],
        "high" => &forecast["interval"]["high"],
        "next_low" => &forecast["next"]["low"],
        "next_high" => &forecast["next"]["high"],
        "failed_run" => {
            &pool["failed"][usize::try_from(rule["place"].as_u64().unwrap()).unwrap()]["replicate"]
        }
        "told_round" => &event["round"],
        "replicate" => &run["replicate"],
        "seed" => &run["seed"],
        "forecast" => &run[if kind == "issues" { "polled" } else { "prices" }][place],
        other => panic!("no rule is called {other}"),
    };
    value.as_f64().unwrap()
}

#[test]
fn the_answer_of_several_runs_is_the_pools_and_leads_to_their_polls() {
    let logs: Vec<String> =
        (7..11).map(|seed| play_seed(seed, DOCUMENT, QUESTION, 12, 6)).collect();
    let folded: Vec<Artifacts> = logs.iter().map(|log| fold(log.as_bytes()).unwrap()).collect();
    let forecasts: Vec<Forecast> = folded.iter().map(forecast).collect();
    let told = |text: &str, runs| PooledEvent { text: text.to_owned(), round: Some(3), runs };
    let told = vec![told("The court has ruled.", vec![3, 4]), told("A storm.", vec![1, 2, 3, 4])];
    let pool = Pool { told, ..Pool::of(&forecasts, 4) };

    let report = build_pooled(folded[0].history(), &pool);

    is_backed_by(&report, &pool, &logs);
    let text = to_markdown(&report);
    assert!(text.contains("runs that differ in their seed alone"), "{text}");
    assert!(text.contains("“The court has ruled”, in round 3, to 2 of 4 runs"), "{text}");
    assert!(!text.contains("A storm"), "all of them were told, so that they are alike: {text}");
    assert!(text.contains("Each run has 12 agents over 6 rounds"), "{text}");
}

/// Every number is the pool's or the first run's, and every citation leads to a poll of the run that it names.
fn is_backed_by(report: &Report, pool: &Pool, logs: &[String]) {
    let raw: Vec<Vec<Value>> = logs.iter().map(|log| events(log)).collect();
    let in_json = serde_json::to_value(pool).unwrap();
    let mut all = Vec::new();
    claims(&serde_json::to_value(report).unwrap(), &mut all);
    let (mut of_ensemble, mut elsewhere) = (0, 0);
    for span in all.iter().flatten() {
        if span["type"] == "words" {
            let text = span["text"].as_str().unwrap();
            assert!(!text.contains(|c: char| c.is_ascii_digit()), "an untold number: {text}");
        }
        if span["type"] == "number" {
            let rule = &span["rule"];
            let again = if rule["rule"] == "ensemble" {
                of_ensemble += 1;
                of_pool(&in_json, &rule["of"])
            } else {
                compute(&raw[0], rule)
            };
            assert!((span["value"].as_f64().unwrap() - again).abs() < 1e-9, "{span}: {again}");
        }
        if let Some(replicate) = span["citation"]["replicate"].as_u64() {
            elsewhere += u32::from(replicate > 1);
            let log = &raw[usize::try_from(replicate).unwrap() - 1];
            let cited = log.iter().find(|event| event["seq"] == span["citation"]["event"]).unwrap();
            assert_eq!(
                (&cited["type"], &cited["round"]),
                (&"poll".into(), &span["citation"]["round"])
            );
        }
    }
    assert!(of_ensemble > 20 && elsewhere > 3, "{of_ensemble} {elsewhere}");
}

const WHO: &str = "Who wins the price war?";

#[test]
fn candidates_are_ranked_by_what_all_runs_say_and_failed_runs_are_told() {
    let logs: Vec<String> =
        [3, 5, 6].map(|seed| play_seed(seed, PRICE_WAR, WHO, 12, 6)).into_iter().collect();
    let folded: Vec<Artifacts> = logs.iter().map(|log| fold(log.as_bytes()).unwrap()).collect();
    let forecasts: Vec<Forecast> = folded.iter().map(forecast).collect();
    let failed = vec![FailedRun { replicate: 4, reason: "The simulation gave up.".to_owned() }];

    let pool = Pool::of_finished(&forecasts, 4, failed);
    let report = build_pooled(folded[0].history(), &pool);

    is_backed_by(&report, &pool, &logs);
    let centre = |place: &usize| pool.issues[*place].forecast.as_ref().unwrap().centre;
    assert!(pool.ranked.len() > 2, "{pool:?}");
    assert!(pool.ranked.is_sorted_by(|one, next| centre(one) >= centre(next)), "{pool:?}");
    let answer = report.verdict.answer.text();
    let who = |rank: usize| {
        let text = pool.issues[pool.ranked[rank]].proposition.trim_end_matches('.');
        format!("“{text}”")
    };
    let places: Vec<usize> = (0..3).map(|rank| answer.find(&who(rank)).unwrap()).collect();
    assert!(
        places.is_sorted() && answer.contains("the likeliest of those asked about"),
        "{answer}"
    );
    assert_eq!(answer.matches("90% interval").count(), 3, "{answer}");
    assert!((report.verdict.signals[0].value - centre(&pool.ranked[0])).abs() < 1e-12);
    let text = to_markdown(&report);
    let told = "Degraded (failed run): run 4 failed: “The simulation gave up”; the answer is pooled from 3 of 4 runs.";
    assert!(text.contains(told), "{text}");
    assert!(text.contains("3 of 4 were played to their end, and 1 failed"), "{text}");
}
