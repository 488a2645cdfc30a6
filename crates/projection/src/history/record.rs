//! The pieces of a run's history. Each keeps the number of the event that it comes from.

use simswarm_core::document::Seed;
use simswarm_core::recommender::Recommender;

use simswarm_engine::action::{Action, DeclaredStance, Economic, Outcome, Vote};
use simswarm_engine::cast::{Brief, Persona, Relation};
use simswarm_engine::env::economy::metrics::Metrics;
use simswarm_engine::env::news::Source;
use simswarm_engine::event::{Degradation, Polled, Side};
use simswarm_engine::{AgentId, IssueId, MarketId, PostId};

/// What a run started from.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    pub seq: u64,
    pub engine_version: String,
    pub seed: Seed,
    pub rounds: u32,
    pub recommender: Recommender,
    pub brief: Brief,
}

/// Where the run left another one, and what it depends on since.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forked {
    pub seq: u64,
    /// The first round that is not the other one's.
    pub round: u32,
    pub seed: Seed,
    pub rounds: u32,
    pub recommender: Recommender,
}

impl Forked {
    /// The last round that both have.
    pub fn after(&self) -> u32 {
        self.round.saturating_sub(1)
    }
}

/// A member of the cast, where it stands now, and what it has done so far.
#[derive(Debug, Clone, PartialEq)]
pub struct Agent {
    pub seq: u64,
    pub persona: Persona,
    /// Whom it follows before the first round.
    pub follows: Vec<AgentId>,
    /// Where it stands on each issue, in the issues' order.
    pub positions: Vec<f64>,
    pub turns_decided: u32,
    pub turns_skipped: u32,
}

impl Agent {
    /// Where it stood on an issue when it was cast.
    pub fn initial_position(&self, issue: IssueId) -> f64 {
        self.persona.stances.get(issue.index()).map_or(0.0, |stance| stance.position)
    }

    /// Where it stands on an issue at the end of the log.
    pub fn position(&self, issue: IssueId) -> f64 {
        self.positions.get(issue.index()).copied().unwrap_or_default()
    }
}

/// A relation that the document states.
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    pub seq: u64,
    pub relation: Relation,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Market {
    pub seq: u64,
    pub issue: IssueId,
    pub question: String,
    pub initial_price: f64,
    pub liquidity: f64,
}

/// In what the run is less than it could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Degraded {
    pub seq: u64,
    pub round: u32,
    pub what: Degradation,
    pub reason: String,
}

/// One thing that an agent did, or tried to do, or a turn in which it did nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    pub seq: u64,
    pub round: u32,
    pub agent: AgentId,
    pub deed: Deed,
}

/// What was done. What is long lies in its own list.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// It wrote this post or reply.
    Wrote(PostId),
    /// The trade at this place of [`super::History::trades`].
    Traded(u32),
    Voted {
        post: PostId,
        vote: Vote,
    },
    Reposted(PostId),
    Followed(AgentId),
    Unfollowed(AgentId),
    Commented {
        market: MarketId,
        text: String,
    },
    /// It did this in the economy.
    Managed(Economic),
    Rejected {
        action: Box<Action>,
        reason: String,
    },
    /// The turn was decided, and no action came of it.
    Nothing,
}

/// A post or a reply, with what came back.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    pub seq: u64,
    pub round: u32,
    pub agent: AgentId,
    pub parent: Option<PostId>,
    pub text: String,
    pub stances: Vec<DeclaredStance>,
    pub up: u32,
    pub down: u32,
    pub reposts: u32,
    pub replies: u32,
    /// In how many turns it was shown.
    pub shown: u32,
}

impl Post {
    /// Up-votes, reposts and replies: what others did because of it.
    pub fn engagement(&self) -> u32 {
        self.up + self.reposts + self.replies
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trade {
    pub seq: u64,
    pub round: u32,
    pub market: MarketId,
    pub agent: AgentId,
    pub side: Side,
    pub outcome: Outcome,
    pub shares: f64,
    pub cost: f64,
    pub price_before: f64,
    pub price_after: f64,
}

#[derive(Debug, Clone, PartialEq)]
pub struct BeliefChange {
    pub seq: u64,
    pub round: u32,
    pub agent: AgentId,
    pub issue: IssueId,
    pub from: f64,
    pub to: f64,
    pub confidence: f64,
    pub because: Vec<PostId>,
    /// The news that moved it: the numbers of their events, each of which is among the run's news.
    pub news: Vec<u64>,
}

/// Something that happened from outside, or that became news by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    pub seq: u64,
    pub round: u32,
    pub source: Source,
    pub text: String,
    /// How many agents it was for.
    pub audience: u32,
    pub credibility: f64,
    pub stances: Vec<DeclaredStance>,
    pub stances_read: bool,
}

/// The economy of a run that has one, and how it went.
#[derive(Debug, Clone, PartialEq)]
pub struct Economy {
    pub seq: u64,
    pub firms: Vec<AgentId>,
    pub authorities: Vec<AgentId>,
    pub labour_force: u32,
    /// All the money that there is, for ever.
    pub money: f64,
    /// Before the first round.
    pub opening: Metrics,
    pub measured: Vec<Measured>,
}

/// The economy at the end of a round.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    pub seq: u64,
    pub round: u32,
    pub metrics: Metrics,
    pub tax_rate: f64,
    pub benefit: f64,
}

/// A sample's private answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Poll {
    pub seq: u64,
    pub round: u32,
    pub answers: Vec<Polled>,
}

/// A turn that gave no decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    pub seq: u64,
    pub round: u32,
    pub agent: AgentId,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Round {
    pub number: u32,
    /// Number of its `round_started`.
    pub seq: u64,
    /// How many agents were active.
    pub active: u32,
    /// How many of their turns were decided.
    pub decided: u32,
    pub ended: Option<Ended>,
}

/// How a round ended, as the engine counted it.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended {
    pub seq: u64,
    pub prices: Vec<f64>,
    pub positions: Vec<f64>,
}
