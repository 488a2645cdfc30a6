//! The artifacts of the hand-written log.

use proptest::prelude::*;
use serde_json::{Value, json};
use simswarm_core::artifact::Artifact;
use simswarm_core::operations::OperationsSummary;
use simswarm_engine::Event;
use simswarm_projection::sentiment::sentiment;
use simswarm_projection::{Artifacts, Projector};

use crate::{FERRY, fold};

fn files(artifacts: &Artifacts) -> Vec<(&'static str, Vec<u8>)> {
    let file = |artifact: Artifact| {
        (artifact.name(), artifacts.file(artifact, &OperationsSummary::default()).unwrap())
    };
    Artifact::ALL.into_iter().map(file).collect()
}

fn artifact(name: &str) -> Value {
    artifact_of(FERRY, name)
}

fn artifact_of(log: &str, name: &str) -> Value {
    let all = files(&fold(log));
    let (_, bytes) = all.iter().find(|(known, _)| *known == name).unwrap();
    serde_json::from_slice(bytes).unwrap()
}

/// The fields that each artifact has had from its beginning: a path, and the keys there.
const FIELDS: [(&str, &str, &[&str]); 16] = [
    (
        "chat_log",
        "/0",
        &[
            "round_num",
            "agent_id",
            "agent_name",
            "action_type",
            "platform",
            "action_args",
            "action_result",
            "timestamp",
            "success",
        ],
    ),
    (
        "graph_data",
        "/nodes/0",
        &[
            "id",
            "label",
            "group",
            "summary",
            "total_actions",
            "total_posts",
            "rounds_active",
            "sentiment",
            "stance",
            "influence_weight",
        ],
    ),
    ("graph_data", "/edges/5", &["source", "target", "type", "weight", "fact"]),
    ("graph_data", "/metadata", &["total_nodes", "total_edges", "total_rounds", "entity_types"]),
    (
        "posts",
        "/0",
        &[
            "agent_id",
            "agent_name",
            "platform",
            "content",
            "round_num",
            "action_type",
            "timestamp",
            "success",
        ],
    ),
    (
        "top_posts",
        "/0",
        &[
            "post_id",
            "agent_id",
            "agent_name",
            "platform",
            "content",
            "round_num",
            "timestamp",
            "num_likes",
            "num_shares",
            "num_dislikes",
            "engagement",
        ],
    ),
    (
        "profiles",
        "/0",
        &[
            "agent_id",
            "name",
            "persona",
            "total_posts",
            "total_actions",
            "rounds_active",
            "platforms",
        ],
    ),
    (
        "engagement_summary",
        "/0",
        &["round", "total_posts", "total_likes", "total_comments", "active_agents"],
    ),
    ("agent_trajectories", "/0", &["agent_id", "name", "rounds"]),
    ("agent_trajectories", "/0/rounds/0", &["round", "posts", "actions", "sentiment"]),
    (
        "social_graph",
        "/edges/0",
        &["follower_id", "follower_name", "followee_id", "followee_name", "platform"],
    ),
    (
        "trades",
        "/0",
        &[
            "trade_id",
            "side",
            "agent_id",
            "agent_name",
            "round_num",
            "platform",
            "market_id",
            "outcome",
            "price",
            "cost",
            "shares",
            "amount_requested",
            "timestamp",
            "success",
        ],
    ),
    ("relations", "/0", &["source", "target", "type", "fact"]),
    (
        "summary",
        "",
        &["status", "report_pending", "chat_log_entries", "graph_nodes", "graph_edges"],
    ),
    ("market_curves", "/0", &["market_id", "question", "outcome_a", "outcome_b", "points"]),
    (
        "market_curves",
        "/0/points/0",
        &["trade_idx", "round_num", "price_yes", "price_no", "volume"],
    ),
];

#[test]
fn every_artifact_has_the_fields_that_it_always_had() {
    for (name, path, fields) in FIELDS {
        let artifact = artifact(name);
        let there = artifact.pointer(path).unwrap().as_object().unwrap();
        for field in fields {
            assert!(there.contains_key(*field), "{name}{path} has no {field}");
        }
    }
}

#[test]
fn sentiment_is_how_somebody_wrote_not_where_it_stands() {
    let posts = artifact("posts");
    assert_eq!(posts[0]["sentiment"], sentiment(posts[0]["content"].as_str().unwrap()));
    let nodes = &artifact("graph_data")["nodes"];
    assert_eq!(nodes[0]["sentiment"], posts[0]["sentiment"]);
    assert!(nodes[2]["sentiment"].is_null() && nodes[2]["position"].is_number());
    let trajectories = artifact("agent_trajectories");
    assert_eq!(trajectories[0]["rounds"][0]["sentiment"], posts[0]["sentiment"]);
    assert!(trajectories[2]["rounds"][0]["sentiment"].is_null());
}

#[test]
fn a_poll_of_everybody_has_no_sampling_error() {
    let third = r#"{"agent":"a1","answers":[{"issue":"i0","probability":0.1,"reason":"No."}]}"#;
    let asking_all = FERRY
        .replace(r#""answers":[{"agent":"a0""#, &format!(r#""answers":[{third},{{"agent":"a0""#));
    assert_ne!(asking_all, FERRY);
    for (log, asked, is_exact) in [(FERRY, 2, false), (&asking_all, 3, true)] {
        let poll = &artifact_of(log, "polls")[0];
        assert_eq!((&poll["sample"], &poll["population"]), (&json!(asked), &json!(3)));
        let issue = &poll["issues"][0];
        assert_eq!(issue["interval"][0] == issue["interval"][1], is_exact, "{issue}");
        assert_eq!(issue["interval"][0] == issue["mean"], is_exact, "{issue}");
    }
}

#[test]
fn the_chat_log_has_a_row_for_each_action_and_each_idle_turn() {
    let rows = artifact("chat_log");
    let told: Vec<(u64, &str, &str, bool)> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["round_num"].as_u64().unwrap(),
                row["agent_id"].as_str().unwrap(),
                row["action_type"].as_str().unwrap(),
                row["success"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (1, "port_council", "create_post", true),
            (1, "resident_1", "do_nothing", true),
            (1, "mara_lindqvist", "reply", true),
            (1, "mara_lindqvist", "buy_shares", true),
            (2, "resident_1", "vote", true),
            (2, "resident_1", "follow", true),
            (2, "resident_1", "buy_shares", false),
            (3, "resident_1", "repost", true),
            (3, "resident_1", "unfollow", true),
            (3, "mara_lindqvist", "comment_on_market", true),
            (3, "mara_lindqvist", "sell_shares", true),
        ]
    );
    assert_eq!(rows[6]["action_result"], json!({ "error": "It has only 1000 in cash." }));
    assert_eq!(rows[2]["action_args"]["post_id"], "p0");
    assert!(rows[0]["timestamp"].is_null());
}

#[test]
fn the_graph_counts_ties_and_knows_when_they_held() {
    let graph = artifact("graph_data");
    let ties: Vec<String> = graph["edges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|edge| {
            let text = |key: &str| edge[key].as_str().unwrap().to_owned();
            let (from, to) = (&edge["valid_from"], &edge["valid_to"]);
            format!(
                "{} {} {} {} {from} {to}",
                text("source"),
                text("type"),
                text("target"),
                edge["weight"]
            )
        })
        .collect();
    assert_eq!(
        ties,
        [
            "resident_1 follow port_council 1.0 0 3",
            "resident_1 follow mara_lindqvist 2.0 0 null",
            "mara_lindqvist reply port_council 1.0 1 1",
            "resident_1 like mara_lindqvist 1.0 2 2",
            "resident_1 repost mara_lindqvist 1.0 3 3",
            "mara_lindqvist OPPOSES port_council 1.0 0 null",
        ]
    );
    assert_eq!(graph["nodes"][0]["influence_weight"], 1.0 / 3.0);
}

#[test]
fn a_curve_has_a_point_for_its_opening_each_trade_and_each_round() {
    let curves = artifact("market_curves");
    let points: Vec<(u64, f64, f64)> = curves[0]["points"]
        .as_array()
        .unwrap()
        .iter()
        .map(|point| {
            let number = |key: &str| point[key].as_f64().unwrap();
            (point["trade_idx"].as_u64().unwrap(), number("price_yes"), number("volume"))
        })
        .collect();
    assert_eq!(
        points,
        [
            (0, 0.5, 0.0),
            (1, 0.484, 195.0),
            (1, 0.484, 195.0),
            (1, 0.484, 195.0),
            (2, 0.488, 246.0),
            (2, 0.488, 246.0),
        ]
    );
}

#[test]
fn top_posts_count_what_took_effect() {
    let top = artifact("top_posts");

    assert_eq!(top[0]["post_id"], "p1");
    assert_eq!((&top[0]["num_likes"], &top[0]["num_shares"]), (&json!(1), &json!(1)));
    assert_eq!(top[0]["engagement"], 2);
    assert_eq!(top[1]["num_shown"], 3);
}

#[test]
fn refused_trades_have_no_price() {
    let trades = artifact("trades");

    assert_eq!(trades.as_array().unwrap().len(), 3);
    assert_eq!(trades[1]["success"], false);
    assert!(trades[1]["price"].is_null() && trades[1]["cost"].is_null());
    assert_eq!(trades[2]["cost"], 51.0);
}

#[test]
fn beliefs_tell_everybodys_way() {
    let beliefs = artifact("beliefs");

    assert_eq!(beliefs[0]["rounds"].as_array().unwrap().len(), 4);
    assert_eq!(beliefs[0]["rounds"][3]["opposes"], 2);
    assert_eq!(
        beliefs[0]["agents"][2]["points"],
        json!([
            { "round": 0, "position": 0.1, "confidence": 0.5 },
            { "round": 2, "position": -0.35, "confidence": 0.6 },
        ])
    );
}

#[test]
fn the_social_graph_is_that_of_the_end() {
    let graph = artifact("social_graph");

    assert_eq!(graph["edges"].as_array().unwrap().len(), 1);
    assert_eq!(graph["edges"][0]["followee_id"], "mara_lindqvist");
    assert_eq!(graph["mutual_follows"], json!([]));
}

#[test]
fn the_summary_counts_the_run() {
    let summary = artifact("summary");

    assert_eq!(summary["status"], "completed");
    assert_eq!(summary["chat_log_entries"], 11);
    let graph = artifact("graph_data");
    assert_eq!(summary["graph_nodes"], graph["metadata"]["total_nodes"]);
    assert_eq!(summary["graph_edges"], graph["metadata"]["total_edges"]);
    assert_eq!((&summary["posts"], &summary["replies"]), (&json!(1), &json!(1)));
    assert_eq!((&summary["turns"], &summary["turns_skipped"]), (&json!(7), &json!(1)));
    assert_eq!(summary["degraded"], json!(["rule_based_minds"]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn folding_in_chunks_gives_the_same_bytes(cut in 0_usize..=34) {
        let events: Vec<Event> =
            FERRY.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let mut projector = Projector::new();
        for chunk in [&events[..cut], &events[cut..]] {
            for event in chunk {
                projector.push(event).unwrap();
            }
        }

        let whole = Artifacts::from_events(&events).unwrap();

        prop_assert_eq!(files(&projector.finish()), files(&whole));
    }
}
