//! Meetings by lot: what an agent is shown where no feed decides it.

use super::World;
use crate::feed::Why;
use crate::number::count;
use crate::stream::Purpose;
use crate::{AgentId, PostId};

/// The agents in a round's random order, cut into groups.
pub(super) struct Groups {
    order: Vec<AgentId>,
    /// Where each agent stands in the order.
    places: Vec<usize>,
    size: usize,
}

impl Groups {
    /// The others of an agent's group.
    fn met_by(&self, agent: AgentId) -> impl Iterator<Item = AgentId> {
        let first = self.places[agent.index()] / self.size * self.size;
        let last = (first + self.size).min(self.order.len());
        self.order[first..last].iter().copied().filter(move |other| *other != agent)
    }
}

impl World {
    /// The groups of the next round.
    pub(super) fn groups(&self, size: u32) -> Groups {
        let round = self.round + 1;
        let agents = (0..self.agents.len()).map(|index| AgentId(count(index)));
        let draw = |agent| self.stream(round, agent, Purpose::Contact).word();
        let mut draws: Vec<(u64, AgentId)> = agents.map(|agent| (draw(agent), agent)).collect();
        draws.sort_unstable();
        let mut places = vec![0; draws.len()];
        for (place, (_, agent)) in draws.iter().enumerate() {
            places[agent.index()] = place;
        }
        let order = draws.into_iter().map(|(_, agent)| agent).collect();
        Groups { order, places, size: size.max(1) as usize }
    }

    /// What the others of an agent's group wrote or reposted in the round before, as far as it is news to the agent.
    pub(super) fn said_to(&self, agent: AgentId, groups: &Groups) -> Vec<(PostId, Why)> {
        let voices = groups.met_by(agent).flat_map(|it| &self.social.members[it.index()].voice);
        let fresh = voices.filter(|(_, round)| *round == self.round).map(|(post, _)| *post);
        let seen = &self.agents[agent.index()].seen;
        let mut said: Vec<PostId> = fresh
            .filter(|id| !seen.has_post(*id) && self.social.posts[id.index()].author != agent)
            .collect();
        said.sort_unstable();
        said.dedup();
        said.into_iter().map(|post| (post, Why::Chance)).collect()
    }
}
