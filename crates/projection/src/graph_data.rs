//! `graph_data`: the cast as nodes; what they did to each other, and what the document says of them, as edges.

use std::collections::{BTreeMap, BTreeSet};

use simswarm_core::graph::{Edge, EdgeKind, Graph, Metadata, Node};

use simswarm_engine::action::Vote;
use simswarm_engine::cast::{ActorKind, RelationKind};
use simswarm_engine::{AgentId, IssueId};

use super::history::{Act, Deed, History};
use super::sentiment::of_agents;
use super::stance::Stance;
use super::stats::count;
use super::tally::{Tally, tallies};

pub fn graph(history: &History) -> Graph {
    let nodes = nodes(history);
    let mut edges = interactions(history);
    edges.extend(relations(history));
    let groups: BTreeSet<&String> = nodes.iter().map(|node| &node.group).collect();
    let metadata = Metadata {
        total_nodes: count(nodes.len()),
        total_edges: count(edges.len()),
        total_rounds: history.rounds_played(),
        entity_types: groups.into_iter().cloned().collect(),
    };
    Graph { nodes, edges, metadata }
}

fn nodes(history: &History) -> Vec<Node> {
    let tallies = tallies(history);
    let drawn: u32 = tallies.iter().map(|tally| tally.engagement).sum();
    let ids = history.agent_ids();
    ids.zip(tallies.iter().zip(of_agents(history)))
        .map(|(id, (tally, sentiment))| Node { sentiment, ..node(history, id, tally, drawn) })
        .collect()
}

fn node(history: &History, id: AgentId, tally: &Tally, drawn: u32) -> Node {
    let agent = history.agent(id);
    let position = agent.position(IssueId(0));
    Node {
        id: agent.persona.slug.clone(),
        agent: Some(id.to_string()),
        label: agent.persona.name.clone(),
        group: group(agent.persona.kind).to_owned(),
        summary: agent.persona.summary.clone(),
        total_actions: tally.actions,
        total_posts: tally.posts,
        rounds_active: agent.turns_decided,
        position,
        stance: Stance::of(position).as_str().to_owned(),
        sentiment: None,
        influence_weight: f64::from(tally.engagement) / f64::from(drawn.max(1)),
    }
}

/// The word for a kind of actor: the same as in the log.
pub(crate) fn group(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "person",
        ActorKind::Company => "company",
        ActorKind::Government => "government",
        ActorKind::Organization => "organization",
        ActorKind::Media => "media",
        ActorKind::Public => "public",
    }
}

/// The word for a relation: the same as in the log.
pub(crate) fn relation_word(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Supports => "SUPPORTS",
        RelationKind::Opposes => "OPPOSES",
        RelationKind::Regulates => "REGULATES",
        RelationKind::WorksFor => "WORKS_FOR",
        RelationKind::MentionedWith => "MENTIONED_WITH",
    }
}

/// Who did what to whom: the key of an edge.
pub(crate) type Tie = (AgentId, AgentId, &'static str);

/// How often, from when and until when.
#[derive(Debug, Clone, Copy)]
struct Span {
    weight: u32,
    from: u32,
    to: Option<u32>,
}

/// How many nodes and edges there are.
pub fn size(history: &History) -> (u32, u32) {
    (count(history.agents.len()), count(ties(history).len() + history.relations.len()))
}

/// One edge for each pair and kind of action, in the order in which they first happened.
fn interactions(history: &History) -> Vec<Edge> {
    ties(history).into_iter().map(|(tie, span)| interaction(history, tie, span)).collect()
}

fn ties(history: &History) -> Vec<(Tie, Span)> {
    let mut spans: BTreeMap<Tie, Span> = BTreeMap::new();
    let mut order: Vec<Tie> = Vec::new();
    for (source, agent) in history.agent_ids().zip(&history.agents) {
        for target in agent.follows.iter().filter(|target| **target != source) {
            note(&mut spans, &mut order, (source, *target, "follow"), Span::held(0));
        }
    }
    for act in &history.acts {
        match act.deed {
            Deed::Unfollowed(target) => {
                if let Some(span) = spans.get_mut(&(act.agent, target, "follow")) {
                    span.to = Some(act.round);
                }
            }
            Deed::Followed(target) if target != act.agent => {
                let tie = (act.agent, target, "follow");
                note(&mut spans, &mut order, tie, Span::held(act.round));
            }
            Deed::Wrote(_) | Deed::Voted { .. } | Deed::Reposted(_) => {
                if let Some(tie) = answer(history, act) {
                    note(&mut spans, &mut order, tie, Span::moment(act.round));
                }
            }
            Deed::Followed(_)
            | Deed::Traded(_)
            | Deed::Commented { .. }
            | Deed::Managed(_)
            | Deed::Rejected { .. }
            | Deed::Nothing => {}
        }
    }
    order.into_iter().map(|tie| (tie, spans[&tie])).collect()
}

impl Span {
    /// It holds from then on.
    fn held(round: u32) -> Self {
        Self { weight: 1, from: round, to: None }
    }

    /// It happened then.
    fn moment(round: u32) -> Self {
        Self { weight: 1, from: round, to: Some(round) }
    }
}

fn note(spans: &mut BTreeMap<Tie, Span>, order: &mut Vec<Tie>, tie: Tie, span: Span) {
    if let Some(known) = spans.get_mut(&tie) {
        known.weight += span.weight;
        known.to = span.to;
    } else {
        spans.insert(tie, span);
        order.push(tie);
    }
}

/// The tie of an action that answers somebody else's post.
pub(crate) fn answer(history: &History, act: &Act) -> Option<Tie> {
    let (post, kind) = match act.deed {
        Deed::Wrote(post) => (history.post(post).parent?, "reply"),
        Deed::Voted { post, vote: Vote::Up } => (post, "like"),
        Deed::Voted { post, vote: Vote::Down } => (post, "dislike"),
        Deed::Reposted(post) => (post, "repost"),
        Deed::Traded(_)
        | Deed::Followed(_)
        | Deed::Unfollowed(_)
        | Deed::Commented { .. }
        | Deed::Managed(_)
        | Deed::Rejected { .. }
        | Deed::Nothing => return None,
    };
    let author = history.post(post).agent;
    (author != act.agent).then_some((act.agent, author, kind))
}

fn interaction(history: &History, (source, target, kind): Tie, span: Span) -> Edge {
    Edge {
        source: history.agent(source).persona.slug.clone(),
        target: history.agent(target).persona.slug.clone(),
        kind: EdgeKind::Interacts,
        relation: kind.to_owned(),
        weight: f64::from(span.weight),
        fact: String::new(),
        valid_from: span.from,
        valid_to: span.to,
    }
}

fn relations(history: &History) -> impl Iterator<Item = Edge> {
    history.relations.iter().map(|related| Edge {
        source: history.agent(related.relation.source).persona.slug.clone(),
        target: history.agent(related.relation.target).persona.slug.clone(),
        kind: EdgeKind::Related,
        relation: relation_word(related.relation.kind).to_owned(),
        weight: 1.0,
        fact: related.relation.fact.clone(),
        valid_from: 0,
        valid_to: None,
    })
}
