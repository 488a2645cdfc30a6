//! The graph on the wire: `core`'s, with the fields under which pages have always read it.

use std::collections::HashMap;

use serde::Serialize;
use simswarm_core::graph::{Edge, EdgeKind, Graph, Metadata, Node};
use utoipa::ToSchema;

/// Where a graph was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    Neo4j,
    Artifact,
}

/// A graph.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Graph)]
pub struct GraphView {
    pub source: Source,
    pub nodes: Vec<NodeView>,
    pub edges: Vec<EdgeView>,
    pub metadata: MetadataView,
}

/// An agent, or an entity that the document names.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GraphNode)]
pub struct NodeView {
    /// The slug of the entity; unique in its run.
    pub id: String,
    /// The same as `id`.
    pub uuid: String,
    /// The agent's short id (`a7`); null for an entity that does not act.
    pub agent: Option<String>,
    pub label: String,
    /// The same as `label`.
    pub name: String,
    /// What kind of actor it is.
    pub group: String,
    /// The group alone.
    pub labels: Vec<String>,
    pub summary: String,
    pub total_actions: u32,
    pub total_posts: u32,
    pub rounds_active: u32,
    /// Position on the first issue at the end, −1 … 1.
    pub position: f64,
    /// The position in a word.
    pub stance: String,
    /// Mean sentiment of what it wrote, −1 … 1 (VADER, for English); null if it wrote nothing.
    pub sentiment: Option<f64>,
    /// Share of all engagement, 0 … 1.
    pub influence_weight: f64,
    /// Ends of edges at this node; an edge to itself has two.
    pub connection_count: u32,
}

/// A relation between two nodes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GraphEdge)]
pub struct EdgeView {
    pub source: String,
    pub target: String,
    /// The same as `source`.
    pub source_node_uuid: String,
    /// The same as `target`.
    pub target_node_uuid: String,
    pub source_node_name: String,
    pub target_node_name: String,
    pub kind: KindWord,
    #[serde(rename = "type")]
    pub relation: String,
    /// The same as `type`.
    pub name: String,
    /// How often it happened.
    pub weight: f64,
    /// The sentence that it rests on; its type where there is none.
    pub fact: String,
    /// The first round in which it held; 0 is before the first.
    pub valid_from: u32,
    /// The last round in which it held; null while it holds at the end.
    pub valid_to: Option<u32>,
}

/// What an edge comes from: actions between agents, or the document.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum KindWord {
    Interacts,
    Related,
}

/// Counts over the whole graph.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GraphMetadata)]
pub struct MetadataView {
    pub total_nodes: u32,
    pub total_edges: u32,
    pub total_rounds: u32,
    pub entity_types: Vec<String>,
}

impl From<EdgeKind> for KindWord {
    fn from(kind: EdgeKind) -> Self {
        match kind {
            EdgeKind::Interacts => Self::Interacts,
            EdgeKind::Related => Self::Related,
        }
    }
}

impl From<Metadata> for MetadataView {
    fn from(metadata: Metadata) -> Self {
        let Metadata { total_nodes, total_edges, total_rounds, entity_types } = metadata;
        Self { total_nodes, total_edges, total_rounds, entity_types }
    }
}

fn node(node: Node, connections: &HashMap<String, u32>) -> NodeView {
    NodeView {
        connection_count: connections.get(&node.id).copied().unwrap_or(0),
        uuid: node.id.clone(),
        name: node.label.clone(),
        labels: vec![node.group.clone()],
        id: node.id,
        agent: node.agent,
        label: node.label,
        group: node.group,
        summary: node.summary,
        total_actions: node.total_actions,
        total_posts: node.total_posts,
        rounds_active: node.rounds_active,
        position: node.position,
        stance: node.stance,
        sentiment: node.sentiment,
        influence_weight: node.influence_weight,
    }
}

fn edge(edge: Edge, names: &HashMap<String, String>) -> EdgeView {
    let name_of = |id: &str| names.get(id).cloned().unwrap_or_default();
    EdgeView {
        source_node_name: name_of(&edge.source),
        target_node_name: name_of(&edge.target),
        source_node_uuid: edge.source.clone(),
        target_node_uuid: edge.target.clone(),
        name: edge.relation.clone(),
        fact: if edge.fact.is_empty() { edge.relation.clone() } else { edge.fact },
        kind: edge.kind.into(),
        source: edge.source,
        target: edge.target,
        relation: edge.relation,
        weight: edge.weight,
        valid_from: edge.valid_from,
        valid_to: edge.valid_to,
    }
}

impl GraphView {
    /// In one order, whichever order the source has.
    pub(super) fn new(source: Source, mut graph: Graph) -> Self {
        graph.nodes.sort_by(|left, right| left.id.cmp(&right.id));
        graph.edges.sort_by(|left, right| order(left).cmp(&order(right)));
        let mut connections: HashMap<String, u32> = HashMap::new();
        for end in graph.edges.iter().flat_map(|edge| [&edge.source, &edge.target]) {
            *connections.entry(end.clone()).or_default() += 1;
        }
        let names: HashMap<String, String> =
            graph.nodes.iter().map(|node| (node.id.clone(), node.label.clone())).collect();
        Self {
            source,
            nodes: graph.nodes.into_iter().map(|from| node(from, &connections)).collect(),
            edges: graph.edges.into_iter().map(|from| edge(from, &names)).collect(),
            metadata: graph.metadata.into(),
        }
    }
}

fn order(edge: &Edge) -> (&str, &str, EdgeKind, &str, u32) {
    (&edge.source, &edge.target, edge.kind, &edge.relation, edge.valid_from)
}
