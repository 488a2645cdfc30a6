//! Who follows whom before the first round: the document's relations, then like-minded and well-known agents.
//!
//! Preferential attachment (Barabási and Albert 1999) by an urn that holds each agent once for every follower that it
//! has, and named actors some more for what they are; homophily by accepting a draw with a chance that grows with
//! agreement. Each agent draws a bounded number of times: O(n · k) in all.

use std::collections::BTreeSet;
use std::sync::Arc;

use simswarm_core::document::Seed;

use super::MAX_FOLLOWS;
use crate::AgentId;
use crate::cast::{Origin, Persona, Relation, RelationKind};
use crate::number::{count, real};
use crate::stream::{Purpose, Stream};

const DRAWS_PER_FOLLOW: usize = 6;

/// Whom each agent follows, in the agents' order.
pub fn seeded(seed: Seed, agents: &[Arc<Persona>], relations: &[Relation]) -> Vec<Vec<AgentId>> {
    let mut follows = stated(agents.len(), relations);
    let mut urn = Urn::of(agents);
    for targets in &follows {
        urn.add(targets.iter().copied());
    }
    for (index, persona) in agents.iter().enumerate() {
        let agent = AgentId(count(index));
        let mut stream = Stream::keyed(seed, 0, agent, Purpose::Follows);
        let wanted = wanted(persona, agents.len(), &mut stream);
        for _ in 0..wanted * DRAWS_PER_FOLLOW {
            if follows[index].len() >= wanted {
                break;
            }
            let Some(target) = urn.draw(&mut stream) else { break };
            let liked = stream.chance(affinity(persona, &agents[target.index()]));
            if target != agent && liked && follows[index].insert(target) {
                urn.add([target]);
            }
        }
    }
    follows.into_iter().map(|targets| targets.into_iter().collect()).collect()
}

/// What the document says: whoever supports, opposes, regulates or works for someone watches that someone, and a
/// supporter is watched in turn.
fn stated(agents: usize, relations: &[Relation]) -> Vec<BTreeSet<AgentId>> {
    let mut follows = vec![BTreeSet::new(); agents];
    for relation in relations {
        let (source, target) = (relation.source, relation.target);
        if source == target || source.index().max(target.index()) >= agents {
            continue;
        }
        link(&mut follows, source, target);
        match relation.kind {
            RelationKind::Supports | RelationKind::WorksFor => link(&mut follows, target, source),
            RelationKind::Opposes | RelationKind::Regulates | RelationKind::MentionedWith => {}
        }
    }
    follows
}

fn link(follows: &mut [BTreeSet<AgentId>], from: AgentId, to: AgentId) {
    let targets = &mut follows[from.index()];
    if targets.len() < MAX_FOLLOWS {
        targets.insert(to);
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

/// The chance that a draw is taken: agreement over the issues, squared, and a floor so that bubbles leak.
fn affinity(one: &Persona, other: &Persona) -> f64 {
    let pairs = one.stances.iter().zip(&other.stances);
    let apart: f64 = pairs.map(|(a, b)| (a.position - b.position).abs() / 2.0).sum();
    let agreement = 1.0 - apart / real(one.stances.len()).max(1.0);
    0.08 + 0.92 * agreement * agreement
}

/// Each agent as often as it should be found.
struct Urn(Vec<AgentId>);

impl Urn {
    fn of(agents: &[Arc<Persona>]) -> Self {
        let mut urn = Self(Vec::with_capacity(agents.len() * 8));
        for (index, persona) in agents.iter().enumerate() {
            let fame = match &persona.origin {
                Origin::Named { .. } => 6,
                Origin::Segment { .. } => 1,
            };
            urn.add(std::iter::repeat_n(AgentId(count(index)), fame));
        }
        urn
    }

    fn add(&mut self, agents: impl IntoIterator<Item = AgentId>) {
        self.0.extend(agents);
    }

    fn draw(&self, stream: &mut Stream) -> Option<AgentId> {
        stream.pick(&self.0).copied()
    }
}
