//! The analyses of logs whose answer is known.

use serde_json::{Value, json};
use simswarm_core::artifact::Artifact;
use simswarm_core::operations::OperationsSummary;
use simswarm_engine::action::Vote;
use simswarm_projection::Artifacts;

use crate::logs::Story;

fn file(artifacts: &Artifacts, artifact: Artifact) -> Value {
    let bytes = artifacts.file(artifact, &OperationsSummary::default()).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// Two groups of four that follow each other, with one tie between them: those below 4 for, the others against.
fn two_cliques() -> Story {
    let mut story = Story::of(&[0.8, 0.7, 0.6, 0.0, -0.8, -0.7, -0.6, -0.9], 6);
    story.begin_round();
    for group in [0, 4] {
        for one in group..group + 4 {
            for other in group..one {
                story.follows(one, other);
            }
        }
    }
    story.follows(3, 4);
    story
}

#[test]
fn two_cliques_are_two_communities() {
    let mut story = two_cliques();
    story.end_round(0.5);
    let told = file(&story.folded(), Artifact::Communities);

    assert_eq!(told["communities"][0]["members"], json!(["a0", "a1", "a2", "a3"]));
    assert_eq!(told["communities"][1]["members"], json!(["a4", "a5", "a6", "a7"]));
    assert_eq!(told["communities"][0]["ties_within"], 6);
    assert_eq!(told["communities"][0]["ties_across"], 1);
    // By hand: of 13 ties six are inside each, whose degrees are half of all.
    assert_eq!(told["modularity"], 0.4231);
    assert_eq!(told["alone"], 0);
    // By hand: the groups' means are 0.525 and −0.75, which is 0.4064 of a variance of 0.4611.
    assert_eq!(told["issues"][0]["between"], 0.8814);
}

#[test]
fn hostility_brings_nobody_together() {
    let mut story = Story::of(&[0.5, -0.5], 1);
    story.begin_round();
    let post = story.posts(0);
    story.votes(1, post, Vote::Down);
    story.end_round(0.5);
    let told = file(&story.folded(), Artifact::Communities);

    assert_eq!((&told["communities"], &told["alone"]), (&json!([]), &json!(2)));
    assert_eq!(told["modularity"], 0.0);
}

#[test]
fn a_coalition_is_a_community_of_one_mind_for_as_long_as_it_is() {
    let mut story = two_cliques();
    story.end_round(0.5);
    story.begin_round();
    story.moves(3, 0.5, &[]);
    story.end_round(0.5);
    story.begin_round();
    story.moves(0, 0.1, &[]);
    story.end_round(0.5);
    story.begin_round();
    story.moves(1, 0.1, &[]);
    story.end_round(0.5);
    story.idle_round(0.5);
    let told = file(&story.folded(), Artifact::Communities);
    let coalitions = told["coalitions"].as_array().unwrap();

    assert_eq!(coalitions.len(), 2);
    let supports = &coalitions[0];
    assert_eq!((&supports["community"], &supports["stance"]), (&json!(0), &json!("supports")));
    assert_eq!(supports["pole"], "close the line");
    // Three of four from the beginning; two of four from the fourth round on are too few.
    assert_eq!((&supports["from_round"], &supports["to_round"]), (&json!(0), &json!(3)));
    assert_eq!((&supports["size"], &supports["share"]), (&json!(3), &json!(0.75)));
    assert_eq!((&supports["joined"], &supports["left"]), (&json!(1), &json!(1)));
    let rounds = |place: usize| {
        let member = &supports["members"][place];
        (member["agent"].as_str().unwrap(), &member["from_round"], &member["to_round"])
    };
    assert_eq!(rounds(0), ("a0", &json!(0), &json!(2)));
    assert_eq!(rounds(3), ("a3", &json!(2), &json!(3)));
    assert_eq!(
        (&coalitions[1]["stance"], &coalitions[1]["to_round"]),
        (&json!("opposes"), &json!(5))
    );
    let signals = file(&story.folded(), Artifact::StorySignals);
    assert_eq!(signals["sim_scale"]["bloc_count"], 2);
    assert_eq!(signals["named_coalitions"][1]["size"], 4);
}

#[test]
fn a_chain_and_a_star_have_their_virality() {
    let mut story = Story::of(&[0.0; 8], 3);
    story.begin_round();
    let star = story.posts(0);
    for agent in 1..5 {
        story.reposts(agent, star);
    }
    let mut last = story.posts(5);
    story.end_round(0.5);
    story.begin_round();
    for agent in [6, 7, 6] {
        last = story.replies(agent, last);
    }
    story.posts(7);
    story.end_round(0.5);
    let told = file(&story.folded(), Artifact::Cascades);

    assert_eq!(
        (&told["posts"], &told["answered"], &told["deepest"]),
        (&json!(3), &json!(2), &json!(3))
    );
    assert_eq!(
        told["sizes"],
        json!([{ "size": 1, "count": 1 }, { "size": 4, "count": 1 }, { "size": 5, "count": 1 }])
    );
    let (star, chain) = (&told["largest"][0], &told["largest"][1]);
    assert_eq!((&star["size"], &star["depth"], &star["width"]), (&json!(5), &json!(1), &json!(4)));
    assert_eq!((&star["reposts"], &star["replies"]), (&json!(4), &json!(0)));
    assert_eq!(star["virality"], 1.6);
    assert_eq!((&chain["virality"], &chain["agents"]), (&json!(1.6667), &json!(3)));
    assert_eq!((&chain["from_round"], &chain["to_round"]), (&json!(1), &json!(2)));
}

#[test]
fn a_change_is_credited_to_the_posts_that_it_names() {
    let mut story = Story::of(&[0.9, -0.9, 0.0, 0.0], 1);
    story.begin_round();
    let (strong, weak) = (story.posts(0), story.posts(1));
    let own = story.posts(2);
    story.moves(2, 0.3, &[strong, weak]);
    story.moves(3, -0.3, &[weak]);
    story.moves(2, 0.4, &[own]);
    story.end_round(0.5);
    let told = file(&story.folded(), Artifact::Influence);

    let row = |place: usize| {
        let row = &told["agents"][place];
        (
            row["agent"].as_str().unwrap(),
            row["moved"].as_f64().unwrap(),
            row["net"].as_f64().unwrap(),
        )
    };
    // 0.3 is shared as 1 : 1/2; the other 0.3 is the second post's alone.
    assert_eq!(row(0), ("a1", 0.4, -0.2));
    assert_eq!(row(1), ("a0", 0.2, 0.2));
    assert_eq!(told["agents"].as_array().unwrap().len(), 2);
    assert_eq!(told["agents"][0]["people"], 2);
    assert_eq!(
        (&told["pairs"][0]["source"], &told["pairs"][0]["target"]),
        (&json!("a1"), &json!("a3"))
    );
    assert_eq!(
        (&told["posts"][0]["post_id"], &told["posts"][0]["changes"]),
        (&json!("p1"), &json!(2))
    );
}

#[test]
fn two_camps_are_the_most_polarised_and_agreement_is_not() {
    let mut story = Story::of(&[1.0, -1.0, 1.0, -1.0], 1);
    story.begin_round();
    for agent in 0..4 {
        story.moves(agent, 0.2, &[]);
    }
    story.end_round(0.5);
    let told = file(&story.folded(), Artifact::Polarisation);

    let rounds = &told[0]["rounds"];
    assert_eq!((&rounds[0]["variance"], &rounds[0]["esteban_ray"]), (&json!(1.0), &json!(1.0)));
    assert_eq!((&rounds[1]["variance"], &rounds[1]["esteban_ray"]), (&json!(0.0), &json!(0.0)));
    assert!(rounds[1]["bimodality"].is_null());
}

#[test]
fn a_jump_of_the_price_divides_two_phases() {
    let mut story = Story::of(&[0.0, 0.0], 20);
    for round in 1..=20 {
        story.begin_round();
        story.says(0, None, if round <= 12 { "Wait for the ferry" } else { "Strike at the ferry" });
        story.end_round(if round <= 12 { 0.5 } else { 0.8 });
    }
    let phases = file(&story.folded(), Artifact::Phases);

    assert_eq!(phases.as_array().unwrap().len(), 2);
    assert_eq!((&phases[0]["phase"], &phases[0]["rounds"]), (&json!("Early"), &json!([1, 12])));
    assert_eq!((&phases[1]["phase"], &phases[1]["rounds"]), (&json!("Late"), &json!([13, 20])));
    assert_eq!(phases[1]["prices"][0]["from"], 0.8);
    assert_eq!(phases[0]["days"], json!([1, 18]));
    assert_eq!(phases[1]["week_range"], "Weeks 3-5");
    assert_eq!(phases[0]["keywords"][0], "for");
    assert!(phases[1]["keywords"].as_array().unwrap().contains(&json!("strike")));
    assert_eq!(phases[0]["activity"], 1.0);
}

#[test]
fn nobody_is_quoted_twice_and_each_side_of_a_phase_once() {
    let mut story = Story::of(&[0.8, 0.9, -0.7], 1);
    story.begin_round();
    let (loud, other) = (story.says(0, None, "Close it."), story.says(1, None, "Close it now."));
    let against = story.says(2, None, "Keep it.");
    story.votes(1, loud, Vote::Up);
    story.votes(2, loud, Vote::Up);
    story.votes(0, other, Vote::Up);
    story.votes(0, against, Vote::Up);
    story.end_round(0.5);
    let signals = file(&story.folded(), Artifact::StorySignals);

    let quotes = signals["quotable_posts"].as_array().unwrap();
    let told: Vec<(&str, u64)> = quotes
        .iter()
        .map(|quote| (quote["text"].as_str().unwrap(), quote["engagement"].as_u64().unwrap()))
        .collect();
    assert_eq!(told, [("Close it.", 2), ("Keep it.", 1)]);
    assert_eq!(
        (&quotes[0]["agent_role"], &quotes[0]["phase"]),
        (&json!("role 0"), &json!("Full horizon"))
    );
    assert_eq!(signals["disagreement_axis"], "close the line vs keep the line");
    assert_eq!(signals["stakeholder_positions"][0]["member_count"], 2);
    assert_eq!(signals["sim_scale"]["market_stress"], "none_observed");
}

#[test]
fn an_empty_log_has_empty_analyses_and_one_phase() {
    let nothing = Artifacts::from_events([]).unwrap();
    let signals = file(&nothing, Artifact::StorySignals);

    assert_eq!(signals["stakeholder_positions"], json!([]));
    assert_eq!(signals["phase_boundaries"][0]["phase"], "Full horizon");
    assert_eq!(signals["phase_boundaries"][0]["rounds"], json!([1, 1]));
    assert_eq!(signals["disagreement_axis"], "");
    for artifact in Artifact::ALL {
        file(&nothing, artifact);
    }
}
