//! Graphs in a real Neo4j.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use simswarm_core::graph::{Edge, EdgeKind, Graph, Metadata, Node};
use simswarm_core::{Retry, Retryable};
use simswarm_graph::{Error, Graphs, Settings};
use simswarm_testkit::graph;

fn node(number: u32) -> Node {
    Node {
        id: format!("actor_{}", (number * 7_919) % 100_003),
        agent: (!number.is_multiple_of(3)).then(|| format!("a{number}")),
        label: format!("Actor \"{number}\" — ünïcode"),
        group: "organization".to_owned(),
        summary: String::new(),
        total_actions: number,
        total_posts: 0,
        rounds_active: u32::MAX,
        position: f64::from(number) / 3.0 - 0.1,
        stance: "undecided".to_owned(),
        sentiment: number.is_multiple_of(2).then(|| f64::from(number) / -7.0),
        influence_weight: 1.0 / 3.0,
    }
}

fn edge(nodes: &[Node], number: usize) -> Edge {
    let kind = if number.is_multiple_of(4) { EdgeKind::Related } else { EdgeKind::Interacts };
    Edge {
        source: nodes[number % nodes.len()].id.clone(),
        target: nodes[(number * 31) % nodes.len()].id.clone(),
        kind,
        relation: "reply".to_owned(),
        weight: 0.1 + 0.2,
        fact: "It said so.".to_owned(),
        valid_from: 0,
        valid_to: number.is_multiple_of(2).then_some(3),
    }
}

fn sample(nodes: u32, edges: usize) -> Graph {
    let list: Vec<_> = (0..nodes).map(node).collect();
    Graph {
        edges: (0..edges).map(|number| edge(&list, number)).collect(),
        metadata: Metadata {
            total_nodes: nodes,
            total_edges: u32::try_from(edges).unwrap(),
            total_rounds: 15,
            entity_types: vec!["organization".to_owned()],
        },
        nodes: list,
    }
}

#[tokio::test]
async fn a_large_graph_reads_back_as_it_was_written() {
    let (graphs, run) = (graph::open().await, graph::run());
    let written = sample(2_500, 4_200);

    graphs.replace(run, &written).await.unwrap();

    assert!(graphs.read(run).await.unwrap() == Some(written), "it differs");
    graphs.delete(run).await.unwrap();
    assert_eq!(graphs.read(run).await.unwrap(), None);
}

#[tokio::test]
async fn a_rewrite_replaces_this_run_alone() {
    let (graphs, run, other) = (graph::open().await, graph::run(), graph::run());
    graphs.replace(run, &sample(20, 30)).await.unwrap();
    graphs.replace(other, &sample(5, 5)).await.unwrap();

    graphs.replace(run, &sample(3, 2)).await.unwrap();

    assert_eq!(graphs.read(run).await.unwrap(), Some(sample(3, 2)));
    assert_eq!(graphs.read(other).await.unwrap(), Some(sample(5, 5)));
    for run in [run, other] {
        graphs.delete(run).await.unwrap();
        graphs.delete(run).await.unwrap();
    }
}

#[tokio::test]
async fn a_relation_to_nowhere_is_refused_and_leaves_no_graph() {
    let (graphs, run) = (graph::open().await, graph::run());
    let mut broken = sample(3, 2);
    broken.edges[1].target = "nobody".to_owned();

    let error = graphs.replace(run, &broken).await.unwrap_err();

    assert!(matches!(error, Error::Dangling { missing: 1 }));
    assert_eq!(graphs.read(run).await.unwrap(), None);
    graphs.delete(run).await.unwrap();
}

#[tokio::test]
async fn an_empty_graph_is_a_graph() {
    let (graphs, run) = (graph::open().await, graph::run());

    graphs.replace(run, &Graph::default()).await.unwrap();

    assert_eq!(graphs.read(run).await.unwrap(), Some(Graph::default()));
    graphs.delete(run).await.unwrap();
}

#[tokio::test]
async fn a_database_that_is_away_is_told_soon_and_worth_another_try() {
    let uri = "bolt://127.0.0.1:1".to_owned();
    let graphs = Graphs::open(&Settings { uri, ..graph::settings() }).unwrap();
    let started = tokio::time::Instant::now();

    let error = graphs.health().await.unwrap_err();

    assert_eq!(error.retry(), Retry::Again);
    assert!(started.elapsed().as_secs() < 10);
}
