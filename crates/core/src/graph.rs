//! The entity graph of a run, as the artifact holds it, Neo4j projects it and the API serves it.

use serde::{Deserialize, Serialize};

/// The whole graph.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Graph {
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
    pub metadata: Metadata,
}

/// One agent, or one entity that the document names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// The slug of the entity; unique in its run.
    pub id: String,
    /// The agent's short id (`a7`); none for an entity that does not act.
    pub agent: Option<String>,
    pub label: String,
    /// What kind of actor it is: `organization`, `person`, `public` …
    pub group: String,
    pub summary: String,
    pub total_actions: u32,
    pub total_posts: u32,
    pub rounds_active: u32,
    /// Position on the first issue at the end, −1 … 1.
    pub position: f64,
    /// The position in a word: `supports`, `opposes`, `undecided`.
    pub stance: String,
    /// Mean sentiment of its posts and replies, −1 … 1; none if it wrote nothing.
    #[serde(default)]
    pub sentiment: Option<f64>,
    /// Share of all engagement that its posts drew, 0 … 1.
    pub influence_weight: f64,
}

/// One relation between two nodes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edge {
    pub source: String,
    pub target: String,
    pub kind: EdgeKind,
    /// What it says: `reply`, `follow`, `SUPPORTS` …
    #[serde(rename = "type")]
    pub relation: String,
    /// How often it happened.
    pub weight: f64,
    /// The sentence that the relation rests on; empty where there is none.
    pub fact: String,
    /// The first round in which it held; 0 is before the first.
    pub valid_from: u32,
    /// The last round in which it held; none while it still holds at the end.
    pub valid_to: Option<u32>,
}

/// Where an edge comes from: its relationship type in Neo4j.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum EdgeKind {
    /// Actions of one agent towards another.
    Interacts,
    /// A relation that the document states.
    Related,
}

impl EdgeKind {
    pub const ALL: [Self; 2] = [Self::Interacts, Self::Related];

    /// The relationship type in Neo4j.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Interacts => "INTERACTS",
            Self::Related => "RELATED",
        }
    }
}

/// Counts over the whole graph.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Metadata {
    pub total_nodes: u32,
    pub total_edges: u32,
    pub total_rounds: u32,
    /// The groups that occur, sorted.
    pub entity_types: Vec<String>,
}
