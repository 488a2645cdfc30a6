//! `social_graph`: who follows whom when the log ends.

use std::collections::BTreeMap;

use serde::Serialize;

use simswarm_engine::AgentId;

use super::history::{Deed, History};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SocialGraph<'a> {
    pub edges: Vec<Follow<'a>>,
    pub mutual_follows: Vec<Mutual<'a>>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Follow<'a> {
    pub follower_id: &'a str,
    pub follower_name: &'a str,
    pub followee_id: &'a str,
    pub followee_name: &'a str,
    pub platform: &'static str,
    pub follower: AgentId,
    pub followee: AgentId,
    /// The round since when; 0 is before the first.
    pub since_round: u32,
}

/// Two agents that follow each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mutual<'a> {
    pub agent_a: &'a str,
    pub agent_b: &'a str,
}

pub fn social_graph(history: &History) -> SocialGraph<'_> {
    let follows = follows(history);
    let slug = |agent: AgentId| history.agent(agent).persona.slug.as_str();
    let name = |agent: AgentId| history.agent(agent).persona.name.as_str();
    let edges = follows.iter().map(|(&(follower, followee), &since_round)| Follow {
        follower_id: slug(follower),
        follower_name: name(follower),
        followee_id: slug(followee),
        followee_name: name(followee),
        platform: "social",
        follower,
        followee,
        since_round,
    });
    let mutual = follows
        .keys()
        .filter(|(one, other)| one < other && follows.contains_key(&(*other, *one)))
        .map(|(one, other)| Mutual { agent_a: slug(*one), agent_b: slug(*other) });
    SocialGraph { edges: edges.collect(), mutual_follows: mutual.collect() }
}

/// Every follow that holds at the end, with the round since when.
pub(crate) fn follows(history: &History) -> BTreeMap<(AgentId, AgentId), u32> {
    let mut follows = BTreeMap::new();
    for (follower, agent) in history.agent_ids().zip(&history.agents) {
        follows.extend(agent.follows.iter().map(|followee| ((follower, *followee), 0)));
    }
    for act in &history.acts {
        match act.deed {
            Deed::Followed(followee) => {
                follows.entry((act.agent, followee)).or_insert(act.round);
            }
            Deed::Unfollowed(followee) => {
                follows.remove(&(act.agent, followee));
            }
            Deed::Wrote(_)
            | Deed::Traded(_)
            | Deed::Voted { .. }
            | Deed::Reposted(_)
            | Deed::Commented { .. }
            | Deed::Managed(_)
            | Deed::Rejected { .. }
            | Deed::Nothing => {}
        }
    }
    follows
}
