//! Writing and deleting a run's graph, in batches that are a transaction each.

use std::collections::HashMap;

use neo4rs::{BoltType, query};
use simswarm_core::RunId;
use simswarm_core::graph::{Edge, EdgeKind, Graph, Node};

use crate::{CALL_TIMEOUT, Error, Graphs, bounded};

const BATCH: usize = 1_000;

const WRITE_NODES: &str = "unwind $rows as row create (e:Entity) set e = row, e.run = $run";
/// Answers how many it made: a relation whose end is missing makes none.
const WRITE_INTERACTS: &str = "unwind $rows as row
    match (a:Entity {run: $run, id: row.source}), (b:Entity {run: $run, id: row.target})
    create (a)-[r:INTERACTS]->(b) set r = row.props return count(r) as made";
const WRITE_RELATED: &str = "unwind $rows as row
    match (a:Entity {run: $run, id: row.source}), (b:Entity {run: $run, id: row.target})
    create (a)-[r:RELATED]->(b) set r = row.props return count(r) as made";
/// Relations go in batches of their own, since one node may have any number of them.
const DELETE_RELATIONS: &str = "match (:Entity {run: $run})-[r]->() with r limit 1000
    delete r return count(*) as made";
const DELETE_NODES: &str = "match (e:Entity {run: $run}) with e limit 1000
    detach delete e return count(*) as made";

type Row = HashMap<String, BoltType>;

fn row<const N: usize>(fields: [(&str, BoltType); N]) -> Row {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn integer(value: impl Into<i64>) -> BoltType {
    BoltType::from(value.into())
}

fn text(value: &str) -> BoltType {
    BoltType::from(value)
}

/// Positions keep the graph's own order. No graph has more than an `i64` of anything.
fn place(position: usize) -> BoltType {
    integer(i64::try_from(position).unwrap_or(i64::MAX))
}

fn node_row(position: usize, node: &Node) -> Row {
    let mut row = row([
        ("place", place(position)),
        ("id", text(&node.id)),
        ("label", text(&node.label)),
        ("group", text(&node.group)),
        ("summary", text(&node.summary)),
        ("total_actions", integer(node.total_actions)),
        ("total_posts", integer(node.total_posts)),
        ("rounds_active", integer(node.rounds_active)),
        ("position", BoltType::from(node.position)),
        ("stance", text(&node.stance)),
        ("influence_weight", BoltType::from(node.influence_weight)),
    ]);
    if let Some(agent) = &node.agent {
        row.insert("agent".to_owned(), text(agent));
    }
    if let Some(sentiment) = node.sentiment {
        row.insert("sentiment".to_owned(), BoltType::from(sentiment));
    }
    row
}

fn edge_row(position: usize, edge: &Edge) -> Row {
    let mut props = row([
        ("place", place(position)),
        ("relation", text(&edge.relation)),
        ("weight", BoltType::from(edge.weight)),
        ("fact", text(&edge.fact)),
        ("valid_from", integer(edge.valid_from)),
    ]);
    if let Some(round) = edge.valid_to {
        props.insert("valid_to".to_owned(), integer(round));
    }
    row([
        ("source", text(&edge.source)),
        ("target", text(&edge.target)),
        ("props", BoltType::from(props)),
    ])
}

impl Graphs {
    /// Writes the graph of a run over the one that it had. Until it is whole, [`Self::read`] finds none.
    pub async fn replace(&self, run: RunId, graph: &Graph) -> Result<(), Error> {
        self.delete(run).await?;
        let nodes: Vec<_> =
            graph.nodes.iter().enumerate().map(|(at, node)| node_row(at, node)).collect();
        for batch in nodes.chunks(BATCH) {
            let write = query(WRITE_NODES).param("run", run.to_string());
            self.run(write.param("rows", batch.to_vec())).await?;
        }
        for (kind, statement) in
            [(EdgeKind::Interacts, WRITE_INTERACTS), (EdgeKind::Related, WRITE_RELATED)]
        {
            let edges: Vec<_> = graph
                .edges
                .iter()
                .enumerate()
                .filter(|(_, edge)| edge.kind == kind)
                .map(|(at, edge)| edge_row(at, edge))
                .collect();
            for batch in edges.chunks(BATCH) {
                self.write_edges(run, statement, batch).await?;
            }
        }
        self.write_metadata(run, graph).await
    }

    async fn write_edges(
        &self,
        run: RunId,
        statement: &'static str,
        batch: &[Row],
    ) -> Result<(), Error> {
        let made = self.count(statement, run, batch).await?;
        match batch.len().checked_sub(made) {
            None | Some(0) => Ok(()),
            Some(missing) => Err(Error::Dangling { missing }),
        }
    }

    /// Last of all, so that it says that the graph is whole.
    async fn write_metadata(&self, run: RunId, graph: &Graph) -> Result<(), Error> {
        let metadata = &graph.metadata;
        let write = query(
            "merge (g:Graph {run: $run}) set g.total_nodes = $nodes, g.total_edges = $edges,
               g.total_rounds = $rounds, g.entity_types = $types",
        );
        self.run(
            write
                .param("run", run.to_string())
                .param("nodes", i64::from(metadata.total_nodes))
                .param("edges", i64::from(metadata.total_edges))
                .param("rounds", i64::from(metadata.total_rounds))
                .param("types", metadata.entity_types.clone()),
        )
        .await
    }

    /// Deletes the graph of a run. One that is gone already is fine.
    pub async fn delete(&self, run: RunId) -> Result<(), Error> {
        let unmark = query("match (g:Graph {run: $run}) delete g").param("run", run.to_string());
        self.run(unmark).await?;
        for statement in [DELETE_RELATIONS, DELETE_NODES] {
            while self.count(statement, run, &[]).await? > 0 {}
        }
        Ok(())
    }

    /// Runs a statement in a transaction of its own, and answers its one number.
    async fn count(
        &self,
        statement: &'static str,
        run: RunId,
        rows: &[Row],
    ) -> Result<usize, Error> {
        let call = async {
            let statement =
                query(statement).param("run", run.to_string()).param("rows", rows.to_vec());
            let mut transaction = self.neo4j.start_txn().await?;
            let mut answer = transaction.execute(statement).await?;
            let row = answer.next(transaction.handle()).await?;
            transaction.commit().await?;
            Ok(row)
        };
        let row = bounded(CALL_TIMEOUT, call).await?;
        let made = row.and_then(|row| row.get::<i64>("made").ok());
        made.and_then(|made| usize::try_from(made).ok())
            .ok_or_else(|| Error::Corrupt { reason: "a statement did not count".to_owned() })
    }
}
