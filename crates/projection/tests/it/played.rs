//! Analyses of a real run: an example's document, played by the rule-based minds.

use serde_json::Value;
use simswarm_casting::{CastSettings, cast};
use simswarm_core::artifact::Artifact;
use simswarm_core::document::Seed;
use simswarm_core::operations::OperationsSummary;
use simswarm_engine::Event;
use simswarm_engine::action::{Answer, AnswerOutcome};
use simswarm_engine::mind::rule::decide;
use simswarm_engine::world::{Settings, World};
use simswarm_projection::Artifacts;

const DOCUMENT: &str = include_str!("../../../../examples/harbour-strike/document.md");
const QUESTION: &str = include_str!("../../../../examples/harbour-strike/question.txt");

fn played(agents: u32, rounds: u32) -> Vec<Event> {
    let seed = Seed::try_from(7).unwrap();
    let cast = cast(DOCUMENT, QUESTION, CastSettings { seed, agents, horizon_days: 30 }).unwrap();
    let (mut world, mut events) = World::begin(cast, Settings::new(seed, rounds));
    while !world.is_over() {
        let answers = world
            .think()
            .map(|turn| Answer {
                agent: turn.agent,
                outcome: AnswerOutcome::Decided(decide(&turn)),
            })
            .collect();
        events.extend(world.apply(answers));
    }
    events
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
