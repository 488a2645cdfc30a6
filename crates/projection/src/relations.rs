//! `relations`: what the document says that one actor is to another.

use serde::Serialize;

use simswarm_engine::AgentId;
use simswarm_engine::cast::Span;

use super::graph_data::relation_word;
use super::history::History;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RelationRow<'a> {
    /// The names of the two, as they always were.
    pub source: &'a str,
    pub target: &'a str,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub fact: &'a str,
    pub source_agent: AgentId,
    pub target_agent: AgentId,
    pub evidence: Span,
    pub event: String,
}

pub fn relations(history: &History) -> Vec<RelationRow<'_>> {
    history
        .relations
        .iter()
        .map(|related| RelationRow {
            source: &history.agent(related.relation.source).persona.name,
            target: &history.agent(related.relation.target).persona.name,
            kind: relation_word(related.relation.kind),
            fact: &related.relation.fact,
            source_agent: related.relation.source,
            target_agent: related.relation.target,
            evidence: related.relation.evidence,
            event: format!("e{}", related.seq),
        })
        .collect()
}
