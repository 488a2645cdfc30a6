//! Whom the next round asks, and what each of them is shown. Both phases need it, and it is costly: it is found once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::World;
use super::contact::Groups;
use super::settings::Contact;
use super::turn::Asked;
use crate::feed::{Reader, Why, feed};
use crate::stream::Purpose;
use crate::{AgentId, PostId};

/// What one agent is asked for, and what it is shown, best first.
#[derive(Debug, Clone)]
pub(super) struct Exposure {
    pub(super) asked: Asked,
    pub(super) shown: Vec<(PostId, Why)>,
    /// The news that it is told, oldest first.
    pub(super) news: Vec<u32>,
}

impl Exposure {
    pub(super) fn posts(&self) -> Vec<PostId> {
        self.shown.iter().map(|(post, _)| *post).collect()
    }
}

/// The exposures of the next round, in the agents' order.
pub(super) type Exposures = BTreeMap<AgentId, Exposure>;

/// What was found while thinking, for the apply phase. It follows from the world: a world read from a snapshot lacks it and
/// finds it again, and two worlds do not differ by it.
#[derive(Debug, Clone, Default)]
pub(super) struct Foreseen(OnceLock<Exposures>);

impl PartialEq for Foreseen {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl World {
    /// Finds out ahead what the next round's turns need, which is most of what thinking costs.
    pub fn foresee(&self) {
        self.exposures();
    }

    pub(super) fn exposures(&self) -> &Exposures {
        self.foreseen.0.get_or_init(|| self.expose())
    }

    /// The exposures, which the next round will find anew.
    pub(super) fn take_exposures(&mut self) -> Exposures {
        self.foreseen.0.take().unwrap_or_else(|| self.expose())
    }

    fn expose(&self) -> Exposures {
        let groups = match self.settings.contact {
            Contact::Feed => None,
            Contact::Groups { size } => Some(self.groups(size)),
        };
        let asked = self.asked().into_iter();
        let exposure = asked.map(|(agent, asked)| {
            let shown = self.shown(agent, asked, groups.as_ref());
            let news = match asked {
                Asked::Poll => Vec::new(),
                Asked::Act | Asked::ActAndPoll => self.news.waiting(agent).to_vec(),
            };
            (agent, Exposure { asked, shown, news })
        });
        exposure.collect()
    }

    /// What an agent is shown in the next round. Who is only polled is asked for what it holds already.
    fn shown(&self, agent: AgentId, asked: Asked, groups: Option<&Groups>) -> Vec<(PostId, Why)> {
        match (asked, groups) {
            (Asked::Poll, _) => Vec::new(),
            (Asked::Act | Asked::ActAndPoll, Some(groups)) => self.said_to(agent, groups),
            (Asked::Act | Asked::ActAndPoll, None) => self.fed(agent),
        }
    }

    /// What the feed ranks best.
    fn fed(&self, agent: AgentId) -> Vec<(PostId, Why)> {
        let state = &self.agents[agent.index()];
        let reader =
            Reader { agent, beliefs: &state.beliefs, trust: &state.trust, seen: &state.seen };
        let round = self.round + 1;
        let stream = self.stream(round, agent, Purpose::Feed);
        feed(&self.social, &reader, &self.settings.feed, round, stream)
    }
}
