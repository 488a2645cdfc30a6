//! What a log says, folded once and in order. Every artifact and every analysis is a function of this.

mod check;
mod fold;
mod record;

use std::sync::OnceLock;

use rayon::prelude::*;

pub use check::LogError;
pub use record::{
    Act, Agent, BeliefChange, Deed, Degraded, Economy, Ended, Forked, Market, Measured, News,
    Opening, Poll, Post, Related, Round, Skipped, Trade,
};

use simswarm_core::document::Seed;
use simswarm_core::recommender::Recommender;
use simswarm_engine::calendar::Calendar;
use simswarm_engine::cast::Issue;
use simswarm_engine::{AgentId, IssueId, MarketId, PostId};

use crate::communities::Company;
use crate::sentiment::sentiment;

/// A run as its log tells it. Lists are in the log's order, and every id in them is known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    /// Number of the last event.
    pub seq: u64,
    pub opening: Option<Opening>,
    /// Where it left another run; of a fork of a fork each place.
    pub forks: Vec<Forked>,
    pub issues: Vec<Issue>,
    pub agents: Vec<Agent>,
    pub relations: Vec<Related>,
    pub markets: Vec<Market>,
    pub degraded: Vec<Degraded>,
    pub acts: Vec<Act>,
    pub posts: Vec<Post>,
    pub trades: Vec<Trade>,
    pub belief_changes: Vec<BeliefChange>,
    pub news: Vec<News>,
    pub economy: Option<Economy>,
    pub polls: Vec<Poll>,
    pub skipped: Vec<Skipped>,
    /// The played rounds; round `r` is at `r - 1`.
    pub rounds: Vec<Round>,
    /// The sentiment of each post: asked for by few, and dear.
    sentiments: OnceLock<Vec<f64>>,
    /// Who keeps whose company: needed more than once, and it takes long.
    company: OnceLock<Company>,
    /// The agent whose decided turn has had no action yet: where it was told to be nothing.
    waiting: Option<Waiting>,
}

/// A decided turn that has not acted yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Waiting {
    agent: AgentId,
    round: u32,
    seq: u64,
}

impl History {
    pub fn agent(&self, agent: AgentId) -> &Agent {
        &self.agents[agent.index()]
    }

    pub fn issue(&self, issue: IssueId) -> &Issue {
        &self.issues[issue.index()]
    }

    pub fn market(&self, market: MarketId) -> &Market {
        &self.markets[market.index()]
    }

    pub fn post(&self, post: PostId) -> &Post {
        &self.posts[post.index()]
    }

    /// The news of that event, if it is one.
    pub fn news(&self, event: u64) -> Option<&News> {
        let place = self.news.binary_search_by_key(&event, |news| news.seq).ok()?;
        self.news.get(place)
    }

    /// VADER's compound score of each post's text, −1 … 1, in the posts' order. Computed once the log is folded.
    pub fn sentiments(&self) -> &[f64] {
        let scores = || self.posts.par_iter().map(|post| sentiment(&post.text)).collect();
        self.sentiments.get_or_init(scores)
    }

    /// Who keeps whose company. Computed once the log is folded.
    pub fn company(&self) -> &Company {
        self.company.get_or_init(|| Company::of(self))
    }

    /// Where everybody stood on an issue at the end of a round; 0 is before the first.
    pub fn positions(&self, issue: IssueId, round: u32) -> Vec<f64> {
        let mut positions: Vec<f64> =
            self.agents.iter().map(|agent| agent.initial_position(issue)).collect();
        let changes = self.belief_changes.iter().take_while(|change| change.round <= round);
        for change in changes.filter(|change| change.issue == issue) {
            positions[change.agent.index()] = change.to;
        }
        positions
    }

    /// How many rounds were played to their end.
    pub fn rounds_played(&self) -> u32 {
        let ended = self.rounds.iter().filter(|round| round.ended.is_some()).count();
        u32::try_from(ended).unwrap_or(u32::MAX)
    }

    /// How many rounds the run was to have.
    pub fn rounds_planned(&self) -> u32 {
        self.calendar().rounds()
    }

    /// How the days of the horizon are spread over its rounds.
    pub fn calendar(&self) -> Calendar {
        let begun = self.opening.as_ref().map(|it| (it.brief.horizon_days, it.rounds));
        let (horizon_days, rounds) = begun.unwrap_or_default();
        let mut calendar = Calendar::new(horizon_days, rounds);
        for fork in &self.forks {
            calendar.plan(fork.after(), fork.rounds);
        }
        calendar
    }

    /// The seed of chance; in a fork that since it left the other run.
    pub fn seed(&self) -> Option<Seed> {
        let forked = self.forks.last().map(|fork| fork.seed);
        forked.or_else(|| Some(self.opening.as_ref()?.seed))
    }

    /// What feeds are ranked by; in a fork since it left the other run.
    pub fn recommender(&self) -> Recommender {
        let forked = self.forks.last().map(|fork| fork.recommender);
        let begun = || Some(self.opening.as_ref()?.recommender);
        forked.or_else(begun).unwrap_or_default()
    }

    /// How many turns were asked for: decided ones and skipped ones.
    pub fn turns(&self) -> u32 {
        self.agents.iter().map(|agent| agent.turns_decided + agent.turns_skipped).sum()
    }

    pub fn issue_ids(&self) -> impl Iterator<Item = IssueId> + use<> {
        (0..self.issues.len()).map(|place| IssueId(narrow(place)))
    }

    pub fn agent_ids(&self) -> impl Iterator<Item = AgentId> + use<> {
        (0..self.agents.len()).map(|place| AgentId(narrow(place)))
    }

    pub fn post_ids(&self) -> impl Iterator<Item = PostId> + use<> {
        (0..self.posts.len()).map(|place| PostId(narrow(place)))
    }

    pub fn market_ids(&self) -> impl Iterator<Item = MarketId> + use<> {
        (0..self.markets.len()).map(|place| MarketId(narrow(place)))
    }
}

/// A place in a list as the number of an id; lists of a run are far shorter than that.
pub(crate) fn narrow(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
