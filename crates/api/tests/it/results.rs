//! What came of a run: log, artifacts, graph, report.

use insta::assert_json_snapshot;
use serde_json::{Value, json};
use simswarm_core::artifact::Artifact;
use simswarm_core::graph::{Edge, EdgeKind, Graph, Metadata, Node};
use simswarm_core::{JobId, ReportId};
use simswarm_store::job::Change;
use simswarm_store::report::Finished;
use uuid::Uuid;

use crate::app::{TestApp, create};
use crate::client::Client;
use crate::run::Played;

fn seqs(page: &Value) -> Vec<u64> {
    page["events"].as_array().unwrap().iter().map(|event| event["seq"].as_u64().unwrap()).collect()
}

async fn page(user: &Client, id: JobId, query: &str) -> Value {
    let answer = user.get(&format!("/api/jobs/{id}/events?{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

#[tokio::test]
async fn the_log_is_read_page_by_page_without_a_gap() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let id = create(&user, |_| ()).await;
    app.play(id, 4).await;

    let (mut after, mut read) = (0, Vec::new());
    loop {
        let page = page(&user, id, &format!("after={after}&limit=3")).await;
        assert_eq!(page["last_seq"], 16);
        read.extend(seqs(&page));
        match page["next_after"].as_u64() {
            Some(next) => after = next,
            None => break,
        }
    }

    assert_eq!(read, (1..=16).collect::<Vec<_>>());
    let first = page(&user, id, "limit=1").await;
    assert_eq!(first["events"][0], serde_json::to_value(&Played::events(0)[0]).unwrap());
    app.finish().await;
}

#[tokio::test]
async fn the_log_can_be_asked_for_one_type_of_events() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let id = create(&user, |_| ()).await;
    app.play(id, 2).await;

    let posts = page(&user, id, "type=post").await;
    let none = page(&user, id, "type=no%20such%20type").await;
    let beyond = page(&user, id, "after=18446744073709551615").await;

    assert_eq!(seqs(&posts), [2, 3, 6, 7]);
    assert_eq!((&none["events"], &none["next_after"]), (&json!([]), &Value::Null));
    assert_eq!(beyond["events"], json!([]));
    for query in ["limit=0", "limit=1001", "after=-1", "after=x", "limit=1e2"] {
        let answer = user.get(&format!("/api/jobs/{id}/events?{query}")).await;
        assert_eq!(answer.error(), (422, "invalid".to_owned()), "{query}");
    }
    app.finish().await;
}

#[tokio::test]
async fn without_the_object_store_the_log_is_unavailable_and_the_job_is_not() {
    let app = TestApp::with(&[("S3_ENDPOINT", "http://127.0.0.1:1")]).await;
    let user = app.user().await;
    let id = create(&user, |_| ()).await;
    app.play(id, 1).await;

    let log = user.get(&format!("/api/jobs/{id}/events")).await;

    assert_eq!(log.error(), (503, "unavailable".to_owned()));
    let job = user.get(&format!("/api/jobs/{id}")).await.json();
    assert_eq!(job["live_status"]["seq"], 4);
    app.finish().await;
}

#[tokio::test]
async fn the_artifacts_that_exist_are_linked_and_open_without_a_token() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let id = create(&user, |_| ()).await;
    let played = app.play(id, 1).await;
    let posts = json!([{ "agent_id": "port_union" }]);
    let written = [(Artifact::Posts, posts.clone()), (Artifact::Summary, json!({}))];
    played.write_artifacts(&written).await;
    app.hand_over(&played).await;

    let data = user.get(&format!("/api/jobs/{id}/sim-data")).await.json();

    assert_eq!(data["job_id"], i64::from(id));
    let files = data["files"].as_object().unwrap();
    assert_eq!(files.keys().collect::<Vec<_>>(), ["posts.json", "summary.json"]);
    let http = simswarm_runtime::http_client::build(std::time::Duration::from_secs(5)).unwrap();
    let file = http.get(files["posts.json"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(file.json::<Value>().await.unwrap(), posts);
    app.finish().await;
}

fn a_graph() -> Graph {
    let node = |id: &str, agent: Option<&str>, label: &str, position| Node {
        id: id.to_owned(),
        agent: agent.map(ToOwned::to_owned),
        label: label.to_owned(),
        group: "organization".to_owned(),
        summary: "Speaks for the dockers.".to_owned(),
        total_actions: 12,
        total_posts: 4,
        rounds_active: 9,
        position,
        stance: "opposes".to_owned(),
        sentiment: agent.map(|_| 0.4215),
        influence_weight: 0.25,
    };
    let edge = |source: &str, target: &str, kind, fact: &str, valid_to| Edge {
        source: source.to_owned(),
        target: target.to_owned(),
        kind,
        relation: "reply".to_owned(),
        weight: 3.0,
        fact: fact.to_owned(),
        valid_from: 1,
        valid_to,
    };
    Graph {
        nodes: vec![
            node("port_union", Some("a1"), "Port Union", -0.5),
            node("ministry", None, "Ministry", 0.1),
        ],
        edges: vec![
            edge("port_union", "ministry", EdgeKind::Interacts, "", None),
            edge("ministry", "port_union", EdgeKind::Related, "They met.", Some(2)),
        ],
        metadata: Metadata {
            total_nodes: 2,
            total_edges: 2,
            total_rounds: 3,
            entity_types: vec!["organization".to_owned()],
        },
    }
}

async fn graph_of(more: &[(&str, &str)]) -> Value {
    let app = TestApp::with(more).await;
    let user = app.user().await;
    let id = create(&user, |_| ()).await;
    let played = app.play(id, 1).await;
    let graph = serde_json::to_value(a_graph()).unwrap();
    played.write_artifacts(&[(Artifact::GraphData, graph)]).await;
    let graphs = simswarm_testkit::graph::open().await;
    graphs.replace(played.run, &a_graph()).await.unwrap();
    app.hand_over(&played).await;

    let answer = user.get(&format!("/api/jobs/{id}/graph")).await;

    graphs.delete(played.run).await.unwrap();
    let from_artifact = user.get(&format!("/api/jobs/{id}/graph")).await.json();
    assert_eq!(from_artifact["source"], "artifact", "not projected yet, or purged");
    assert_eq!(answer.status, 200, "{}", answer.text);
    app.finish().await;
    answer.json()
}

#[tokio::test]
async fn the_graph_is_the_same_from_neo4j_and_from_the_artifact() {
    let mut projected = graph_of(&[]).await;
    let mut read = graph_of(&[("NEO4J_URI", "bolt://127.0.0.1:1")]).await;

    assert_eq!(projected["source"].take(), "neo4j");
    assert_eq!(read["source"].take(), "artifact");
    assert_eq!(projected, read);
    assert_json_snapshot!(projected);
}

async fn write_report(app: &TestApp, report: ReportId) {
    let (now, holder) = (app.ambient().now(), Uuid::nil());
    let until = now + chrono::TimeDelta::minutes(1);
    let mut tx = app.parts.store.begin().await.unwrap();
    tx.reports().lease(report, holder, now, until).await.unwrap().unwrap();
    let finished = Finished {
        content: &json!({ "verdict": "They stay." }),
        markdown: "# Verdict\n\nThey stay.\n",
        key_insight: "They stay.",
    };
    tx.reports().finish(report, holder, finished, now).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_report_is_read_as_data_and_as_markdown() {
    let app = TestApp::new().await;
    let user = app.user().await;
    let id = create(&user, |_| ()).await;
    let played = app.play(id, 1).await;
    let report = app.hand_over(&played).await;
    write_report(&app, report).await;
    app.advance_job(id, &[Change::Complete]).await;

    let data = user.get(&format!("/api/jobs/{id}/report")).await;
    let text = user.get(&format!("/api/jobs/{id}/report?format=md")).await;

    assert_json_snapshot!(data.json());
    assert_eq!(text.text, "# Verdict\n\nThey stay.\n");
    assert_eq!(text.headers["content-type"], "text/markdown; charset=utf-8");
    let job = user.get(&format!("/api/jobs/{id}")).await.json();
    assert_eq!(job["key_insight"], "They stay.");
    assert_eq!(job["result_report"], "# Verdict\n\nThey stay.\n");
    let wrong = user.get(&format!("/api/jobs/{id}/report?format=pdf")).await;
    assert_eq!(wrong.error(), (422, "invalid".to_owned()));
    app.finish().await;
}
