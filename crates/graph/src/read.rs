//! Reading a run's graph, in the order in which it was written.

use neo4rs::{Query, Row, query};
use serde::Deserialize;
use simswarm_core::RunId;
use simswarm_core::graph::{Edge, EdgeKind, Graph, Metadata, Node};

use crate::{CALL_TIMEOUT, Error, Graphs, bounded};

const READ_METADATA: &str = "match (g:Graph {run: $run})
    return g.total_nodes as total_nodes, g.total_edges as total_edges,
      g.total_rounds as total_rounds, g.entity_types as entity_types";
const READ_NODES: &str = "match (e:Entity {run: $run})
    return e.id as id, e.agent as agent, e.label as label, e.group as group, e.summary as summary,
      e.total_actions as total_actions, e.total_posts as total_posts,
      e.rounds_active as rounds_active, e.position as position, e.stance as stance,
      e.sentiment as sentiment, e.influence_weight as influence_weight
    order by e.place";
const READ_EDGES: &str = "match (a:Entity {run: $run})-[r]->(b:Entity {run: $run})
    return a.id as source, b.id as target, type(r) as kind, r.relation as relation,
      r.weight as weight, r.fact as fact, r.valid_from as valid_from, r.valid_to as valid_to
    order by r.place";

#[derive(Deserialize)]
struct EdgeRow {
    source: String,
    target: String,
    kind: String,
    relation: String,
    weight: f64,
    fact: String,
    valid_from: u32,
    valid_to: Option<u32>,
}

impl TryFrom<EdgeRow> for Edge {
    type Error = Error;

    fn try_from(row: EdgeRow) -> Result<Self, Error> {
        let kind = EdgeKind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == row.kind)
            .ok_or_else(|| Error::Corrupt { reason: format!("a relation {}", row.kind) })?;
        Ok(Self {
            source: row.source,
            target: row.target,
            kind,
            relation: row.relation,
            weight: row.weight,
            fact: row.fact,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
        })
    }
}

fn parse<T: for<'row> Deserialize<'row>>(row: &Row) -> Result<T, Error> {
    row.to().map_err(|error| Error::Corrupt { reason: error.to_string() })
}

impl Graphs {
    /// The graph of a run, as it was written; none unless it is there as a whole.
    pub async fn read(&self, run: RunId) -> Result<Option<Graph>, Error> {
        let about = |statement| query(statement).param("run", run.to_string());
        let metadata: Metadata = match self.rows(about(READ_METADATA)).await?.first() {
            Some(row) => parse(row)?,
            None => return Ok(None),
        };
        let nodes = self.rows(about(READ_NODES)).await?;
        let nodes: Vec<Node> = nodes.iter().map(parse).collect::<Result<_, _>>()?;
        let edges = self.rows(about(READ_EDGES)).await?;
        let edges = edges
            .iter()
            .map(|row| parse::<EdgeRow>(row)?.try_into())
            .collect::<Result<Vec<Edge>, Error>>()?;
        Ok(Some(Graph { nodes, edges, metadata }))
    }

    async fn rows(&self, statement: Query) -> Result<Vec<Row>, Error> {
        let call = async {
            let mut answer = self.neo4j.execute(statement).await?;
            let mut rows = Vec::new();
            while let Some(row) = answer.next().await? {
                rows.push(row);
            }
            Ok(rows)
        };
        bounded(CALL_TIMEOUT, call).await
    }
}
