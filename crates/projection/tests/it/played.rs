//! Analyses of a real run: an example's document, played by the rule-based minds.

use std::collections::BTreeMap;

use serde_json::Value;
use simswarm_core::artifact::Artifact;
use simswarm_core::document::Seed;
use simswarm_core::exogenous::{ExogenousEvent, Shift};
use simswarm_core::operations::OperationsSummary;
use simswarm_engine::Event;
use simswarm_engine::env::economy::EconomySettings;
use simswarm_engine::world::Settings;
use simswarm_projection::Artifacts;
use simswarm_testkit::play;

const DOCUMENT: &str = include_str!("../../../../examples/harbour-strike/document.md");
const QUESTION: &str = include_str!("../../../../examples/harbour-strike/question.txt");

fn played(agents: u32, rounds: u32) -> Vec<Event> {
    played_with(agents, Settings::new(Seed::try_from(7).unwrap(), rounds))
}

fn played_with(agents: u32, settings: Settings) -> Vec<Event> {
    play(DOCUMENT, QUESTION, agents, settings)
}

fn bytes(events: &[Event]) -> Vec<Vec<u8>> {
    let artifacts = Artifacts::from_events(events).unwrap();
    let file = |artifact| artifacts.file(artifact, &OperationsSummary::default()).unwrap();
    Artifact::ALL.into_iter().map(file).collect()
}

#[test]
fn a_run_that_is_folded_twice_gives_the_same_bytes() {
    let events = played(60, 12);

    assert_eq!(bytes(&events), bytes(&events));
}

/// Everybody who was moved is counted, and those are named who went furthest.
fn check_movers(moved: &Value, who: &BTreeMap<&str, f64>) {
    assert_eq!((&moved["issue"], &moved["agents"]), (&"i0".into(), &who.len().into()));
    let furthest = moved["furthest"].as_array().unwrap();
    let by = |mover: &Value| mover["by"].as_f64().unwrap();
    let mut distances: Vec<f64> = who.values().map(|by| by.abs()).collect();
    distances.sort_by(|one, other| other.total_cmp(one));
    assert_eq!(furthest.len(), who.len().min(5));
    for (mover, distance) in furthest.iter().zip(distances) {
        assert!((by(mover).abs() - distance).abs() < 1e-4, "{mover} {distance}");
        assert!((by(mover) - who[mover["agent"].as_str().unwrap()]).abs() < 1e-4, "{mover}");
    }
}

#[test]
fn the_economy_and_the_news_of_a_run_are_told_as_the_log_has_them() {
    let shifts = vec![Shift { issue: 0, position: 1.0 }];
    let ruling =
        ExogenousEvent { shifts, ..ExogenousEvent::plain(3, "The court has ruled.".to_owned()) };
    let settings = Settings {
        economy: Some(EconomySettings::default()),
        events: vec![ruling],
        ..Settings::new(Seed::try_from(7).unwrap(), 10)
    };
    let events = played_with(60, settings);
    let log: Vec<Value> = events.iter().map(|it| serde_json::to_value(it).unwrap()).collect();
    let artifacts = Artifacts::from_events(&events).unwrap();
    let file = |artifact| -> Value {
        let bytes = artifacts.file(artifact, &OperationsSummary::default()).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    };
    let of = |kind: &str| log.iter().filter(|it| it["type"] == kind).collect::<Vec<_>>();

    let economy = file(Artifact::Economy);
    let measured = of("economy_measured");
    assert_eq!(economy["rounds"].as_array().unwrap().len(), 10);
    for (row, event) in economy["rounds"].as_array().unwrap().iter().zip(&measured) {
        assert_eq!(row["unemployment"], event["data"]["metrics"]["unemployment"]);
        assert_eq!(row["tax_rate"], event["data"]["tax_rate"]);
        assert_eq!(row["event"], format!("e{}", event["seq"]));
    }
    let acts = of("action_applied");
    let economic = ["set_price", "hire", "fire", "invest", "apply_policy"];
    let kind = |it: &&Value| it["data"]["action"]["type"].as_str().unwrap().to_owned();
    let acts = acts.iter().filter(|it| economic.contains(&kind(it).as_str())).count();
    let chat_log = file(Artifact::ChatLog);
    let rows = chat_log.as_array().unwrap();
    let rows = rows.iter().filter(|row| row["platform"] == "economic" && row["success"] == true);
    assert_eq!(rows.count(), acts);

    let news = file(Artifact::News);
    let ruling = news.as_array().unwrap().iter().find(|it| it["source"] == "scheduled").unwrap();
    assert_eq!(
        (&ruling["text"], &ruling["round_num"]),
        (&"The court has ruled.".into(), &3.into())
    );
    let cites = |it: &&&Value| {
        let causes = it["data"]["news"]
            .as_array()
            .is_some_and(|news| news.iter().any(|event| ruling["event"] == format!("e{event}")));
        causes && it["data"]["issue"] == "i0"
    };
    let changes = of("belief_changed");
    let mut who: BTreeMap<&str, f64> = BTreeMap::new();
    for data in changes.iter().filter(cites).map(|it| &it["data"]) {
        let by = data["to"].as_f64().unwrap() - data["from"].as_f64().unwrap();
        *who.entry(data["agent"].as_str().unwrap()).or_default() += by;
    }
    check_movers(&ruling["moved"][0], &who);
    assert!(!who.is_empty() && acts > 0);
    assert_eq!(news.as_array().unwrap().len(), of("exogenous").len());
}

#[test]
fn a_run_without_an_economy_says_so() {
    let artifacts = Artifacts::from_events(&played(10, 2)).unwrap();
    let file = artifacts.file(Artifact::Economy, &OperationsSummary::default()).unwrap();
    assert_eq!(file, b"null");
}

#[test]
fn a_run_has_communities_cascades_influence_and_phases() {
    let artifacts = Artifacts::from_events(&played(120, 20)).unwrap();
    let file = |artifact| -> Value {
        let bytes = artifacts.file(artifact, &OperationsSummary::default()).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    };
    let list = |value: &Value| value.as_array().unwrap().clone();

    let communities = file(Artifact::Communities);
    let members: usize =
        list(&communities["communities"]).iter().map(|one| list(&one["members"]).len()).sum();
    let alone = usize::try_from(communities["alone"].as_u64().unwrap()).unwrap();
    assert_eq!(members + alone, 120);
    assert!(communities["modularity"].as_f64().unwrap() > 0.0);
    let cascades = file(Artifact::Cascades);
    assert!(cascades["answered"].as_u64().unwrap() > 0);
    let influence = file(Artifact::Influence);
    assert!(!list(&influence["agents"]).is_empty() && !list(&influence["posts"]).is_empty());
    let phases = list(&file(Artifact::Phases));
    let mut next = 1;
    for phase in &phases {
        assert_eq!(phase["rounds"][0], next);
        next = phase["rounds"][1].as_u64().unwrap() + 1;
    }
    assert_eq!(next, 21);
    let quotes = list(&file(Artifact::StorySignals)["quotable_posts"]);
    assert!(!quotes.is_empty() && quotes.len() <= 12);
}
