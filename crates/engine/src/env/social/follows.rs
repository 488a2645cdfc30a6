//! Who follows whom before the first round: the document's relations, then like-minded and well-known agents.
//!
//! Agents join one by one, the named first. Each draws from an urn that holds everyone who is there already, once for
//! what it is and once for every follower that it has: growth with preferential attachment (Barabási and Albert 1999; with
//! an attractiveness of its own: Dorogovtsev, Mendes and Samukhin 2000), which gives in-degrees a heavy tail. Half of what an
//! agent wants it finds as it joins, the rest once all are there. Homophily (`McPherson` et al. 2001): some
//! draws are from its own kind only, and every draw is taken with a chance that grows with agreement. Each agent draws a bounded
//! number of times: O(n · k) in all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use simswarm_core::document::Seed;

use super::MAX_FOLLOWS;
use crate::AgentId;
use crate::cast::{ActorKind, Origin, Persona, Relation, RelationKind};
use crate::number::{count, real};
use crate::stream::{Purpose, Stream};

/// Draws that an agent has for each agent that it wants to follow.
const DRAWS_PER_FOLLOW: usize = 6;
/// The share of draws that stay among its own kind.
const OWN_KIND: f64 = 0.3;
/// How often an agent is in the urn before anybody follows it, and what being named and believed adds.
const TICKETS: usize = 3;
const NAMED_TICKETS: usize = 6;
const CREDIBLE_TICKETS: f64 = 12.0;

/// Whom each agent follows, in the agents' order. Nobody follows itself, and everybody somebody where there is somebody.
pub fn seeded(seed: Seed, agents: &[Arc<Persona>], relations: &[Relation]) -> Vec<Vec<AgentId>> {
    let mut network = Network::new(agents, relations);
    let mut joiners = joiners(seed, agents);
    for joiner in &mut joiners {
        network.join(joiner.agent);
        network.look_around(joiner, joiner.wanted.div_ceil(2));
    }
    for joiner in &mut joiners {
        network.look_around(joiner, joiner.wanted);
    }
    network.leave_nobody_alone();
    network.follows.into_iter().map(|targets| targets.into_iter().collect()).collect()
}

/// An agent on its way into the network.
struct Joiner {
    agent: AgentId,
    stream: Stream,
    /// How many agents it wants to follow.
    wanted: usize,
}

/// The named in their order, who were there before the story, then all others in a seeded order.
fn joiners(seed: Seed, agents: &[Arc<Persona>]) -> Vec<Joiner> {
    let mut order: Vec<(bool, u64, Joiner)> = Vec::with_capacity(agents.len());
    for (index, persona) in agents.iter().enumerate() {
        let agent = AgentId(count(index));
        let mut stream = Stream::keyed(seed, 0, agent, Purpose::Follows);
        let place = if is_named(persona) { u64::from(agent.0) } else { stream.word() };
        let wanted = wanted(persona, agents.len(), &mut stream);
        order.push((!is_named(persona), place, Joiner { agent, stream, wanted }));
    }
    order.sort_by_key(|(is_public, place, joiner)| (*is_public, *place, joiner.agent));
    order.into_iter().map(|(_, _, joiner)| joiner).collect()
}

fn is_named(persona: &Persona) -> bool {
    match persona.origin {
        Origin::Named { .. } => true,
        Origin::Segment { .. } => false,
    }
}

/// How many agents one wants to follow: 4 to 20, more for the active, never more than a third of all.
fn wanted(persona: &Persona, agents: usize, stream: &mut Stream) -> usize {
    let most = (agents.saturating_sub(1) / 3).max(2);
    let some = 4 + stream.below(7);
    let keen = [0, 3, 6, 9][stream.below(4)];
    let wanted = if stream.chance(persona.traits.activity) { some + keen } else { some };
    wanted.min(most)
}

/// The network while it grows.
struct Network<'a> {
    agents: &'a [Arc<Persona>],
    follows: Vec<BTreeSet<AgentId>>,
    /// Which urn of its own kind each agent is in.
    kinds: Vec<usize>,
    everyone: Urn,
    by_kind: Vec<Urn>,
}

/// Each agent as often as it should be found.
type Urn = Vec<AgentId>;

impl<'a> Network<'a> {
    /// Nobody has joined, but what the document says holds.
    fn new(agents: &'a [Arc<Persona>], relations: &[Relation]) -> Self {
        let kinds = kinds(agents);
        let mut network = Self {
            agents,
            follows: vec![BTreeSet::new(); agents.len()],
            everyone: Vec::with_capacity(agents.len() * 16),
            by_kind: vec![Urn::new(); kinds.iter().max().map_or(0, |most| most + 1)],
            kinds,
        };
        for relation in relations {
            network.relate(relation);
        }
        network
    }

    /// Whoever supports, opposes, regulates or works for someone watches that someone, and a supporter is watched in
    /// turn.
    fn relate(&mut self, relation: &Relation) {
        let (source, target) = (relation.source, relation.target);
        if source.index().max(target.index()) >= self.agents.len() {
            return;
        }
        self.follow(source, target);
        match relation.kind {
            RelationKind::Supports | RelationKind::WorksFor => self.follow(target, source),
            RelationKind::Opposes | RelationKind::Regulates | RelationKind::MentionedWith => {}
        }
    }

    fn follow(&mut self, agent: AgentId, target: AgentId) {
        let targets = &mut self.follows[agent.index()];
        if agent != target && targets.len() < MAX_FOLLOWS && targets.insert(target) {
            self.give(target, 1);
        }
    }

    fn give(&mut self, agent: AgentId, tickets: usize) {
        self.everyone.extend(std::iter::repeat_n(agent, tickets));
        let kind = self.kinds[agent.index()];
        self.by_kind[kind].extend(std::iter::repeat_n(agent, tickets));
    }

    fn join(&mut self, agent: AgentId) {
        let persona = &self.agents[agent.index()];
        let fame = if is_named(persona) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "credibility is within 0 and 1"
            )]
            let believed = (CREDIBLE_TICKETS * persona.traits.credibility) as usize;
            NAMED_TICKETS + believed
        } else {
            0
        };
        self.give(agent, TICKETS + fame);
    }

    /// Draws until the agent follows as many as it should, or has had its draws.
    fn look_around(&mut self, joiner: &mut Joiner, enough: usize) {
        let agent = joiner.agent;
        for _ in 0..enough * DRAWS_PER_FOLLOW {
            if self.follows[agent.index()].len() >= enough {
                return;
            }
            let stays = joiner.stream.chance(OWN_KIND);
            let urn = if stays { &self.by_kind[self.kinds[agent.index()]] } else { &self.everyone };
            let Some(target) = joiner.stream.pick(urn).copied() else { return };
            let affinity = affinity(&self.agents[agent.index()], &self.agents[target.index()]);
            if joiner.stream.chance(affinity) {
                self.follow(agent, target);
            }
        }
    }

    /// Who has found nobody follows the first who joined: the best known.
    fn leave_nobody_alone(&mut self) {
        for index in 0..self.agents.len() {
            let agent = AgentId(count(index));
            let known = self.everyone.iter().find(|other| **other != agent).copied();
            if let Some(known) = known.filter(|_| self.follows[index].is_empty()) {
                self.follow(agent, known);
            }
        }
    }
}

/// The agents of one segment are of one kind, and so are the named of one sort.
fn kinds(agents: &[Arc<Persona>]) -> Vec<usize> {
    let mut known: BTreeMap<(Option<ActorKind>, &str), usize> = BTreeMap::new();
    let kind = agents.iter().map(|persona| {
        let key = match &persona.origin {
            Origin::Named { .. } => (Some(persona.kind), ""),
            Origin::Segment { segment } => (None, segment.as_str()),
        };
        let next = known.len();
        *known.entry(key).or_insert(next)
    });
    kind.collect()
}

/// The chance that a draw is taken: agreement over the issues, squared, and a floor so that bubbles leak.
fn affinity(one: &Persona, other: &Persona) -> f64 {
    let pairs = one.stances.iter().zip(&other.stances);
    let apart: f64 = pairs.map(|(a, b)| (a.position - b.position).abs() / 2.0).sum();
    let agreement = 1.0 - apart / real(one.stances.len()).max(1.0);
    0.08 + 0.92 * agreement * agreement
}
