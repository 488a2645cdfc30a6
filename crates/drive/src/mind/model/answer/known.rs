//! What a turn has shown: the ids that an answer may name.

use std::collections::BTreeSet;

use simswarm_engine::env::news::Source;
use simswarm_engine::world::Turn;
use simswarm_engine::{AgentId, PostId};

/// The ids that a participant can know.
pub(super) struct Known {
    pub(super) posts: BTreeSet<PostId>,
    pub(super) agents: BTreeSet<AgentId>,
    /// How many markets and issues there are.
    pub(super) markets: usize,
    pub(super) issues: usize,
    pub(super) economy: bool,
}

impl Known {
    pub(super) fn of(turn: &Turn) -> Self {
        let mut known = Self {
            posts: BTreeSet::new(),
            agents: turn.actors.iter().map(|actor| actor.agent).collect(),
            markets: turn.markets.len(),
            issues: turn.issues.len(),
            economy: turn.economy.is_some(),
        };
        for post in turn.feed.iter().chain(&turn.own_posts) {
            known.posts.insert(post.post);
            known.posts.extend(post.parent);
            known.agents.insert(post.author.agent);
        }
        known.agents.extend(turn.beliefs.iter().filter_map(|it| Some(it.moved_by.as_ref()?.agent)));
        let remarks = turn.markets.iter().flat_map(|market| &market.comments);
        known.agents.extend(remarks.map(|(author, _)| author.agent));
        known.posts.extend(turn.news.iter().filter_map(|item| match item.source {
            Source::ViralPost { post } => Some(post),
            Source::Scheduled
            | Source::Injected
            | Source::PriceMove { .. }
            | Source::MetricChange { .. } => None,
        }));
        for recollection in &turn.memory {
            known.posts.extend(recollection.note.what.post());
            known.agents.extend(recollection.note.what.person());
        }
        known
    }
}
