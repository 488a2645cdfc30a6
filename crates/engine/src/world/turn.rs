//! A turn: all that one mind is told when it is asked. It owns what it says, cheaply: texts are shared.

use std::sync::Arc;

use super::memory::ActionResult;
use super::recall::Recollection;
use crate::action::{DeclaredStance, Vote};
use crate::cast::{ActorKind, Brief, Issue, Persona};
use crate::env::economy::metrics::Metrics;
use crate::env::economy::{Policies, Role};
use crate::env::market::Holding;
use crate::env::news::Source;
use crate::env::social::post::Stances;
use crate::feed::Why;
use crate::{AgentId, IssueId, MarketId, PostId};

/// What a mind is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// To act.
    Act,
    /// To act, and to answer the poll.
    ActAndPoll,
    /// To answer the poll only; its actions would be rejected.
    Poll,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    pub agent: AgentId,
    pub round: u32,
    /// The last round of the run.
    pub rounds: u32,
    /// The day of the brief's horizon on which the round ends.
    pub day: u32,
    pub asked: Asked,
    /// The seed of the mind's own stream in this turn.
    pub seed: u64,
    pub persona: Arc<Persona>,
    pub brief: Arc<Brief>,
    pub issues: Arc<Vec<Issue>>,
    /// The actors whom the document names, weightiest first.
    pub actors: Arc<Vec<Actor>>,
    /// One for each issue, in the issues' order.
    pub beliefs: Vec<BeliefView>,
    /// What the agent is shown, best first.
    pub feed: Vec<PostView>,
    /// What the agent hears of from beside the network, oldest first; each item once.
    pub news: Vec<NewsView>,
    pub cash: f64,
    /// The most that one trade may cost.
    pub trade_cap: f64,
    pub markets: Vec<MarketView>,
    /// The economy, where the run has one.
    pub economy: Option<EconomyView>,
    /// What came of the last turn's actions.
    pub results: Vec<ActionResult>,
    /// What it remembers that has to do with this turn, oldest first.
    pub memory: Vec<Recollection>,
    /// Its own newest posts, oldest first.
    pub own_posts: Vec<PostView>,
    /// How many texts it has written in all.
    pub written: u32,
    pub follows: u32,
    pub followers: u32,
}

impl Turn {
    pub fn acts(&self) -> bool {
        match self.asked {
            Asked::Act | Asked::ActAndPoll => true,
            Asked::Poll => false,
        }
    }

    pub fn polled(&self) -> bool {
        match self.asked {
            Asked::ActAndPoll | Asked::Poll => true,
            Asked::Act => false,
        }
    }
}

/// An actor whom the document names.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Actor {
    pub agent: AgentId,
    pub name: String,
    pub role: String,
    pub kind: ActorKind,
}

/// What the agent holds on one issue.
#[derive(Debug, Clone, PartialEq)]
pub struct BeliefView {
    pub issue: IssueId,
    pub position: f64,
    pub initial: f64,
    pub confidence: f64,
    /// What it last declared in public.
    pub declared: Option<f64>,
    /// Who moved it most when it last moved.
    pub moved_by: Option<Named>,
}

/// An agent with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub agent: AgentId,
    pub name: Arc<str>,
}

/// A post as an agent sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct PostView {
    pub post: PostId,
    pub author: Named,
    pub text: Arc<str>,
    pub stances: Stances,
    pub round: u32,
    pub parent: Option<PostId>,
    pub ups: u32,
    pub downs: u32,
    pub reposts: u32,
    pub replies: u32,
    pub why: Why,
    /// The reader follows its author.
    pub followed: bool,
    /// The reader's trust in its author, 0 … 1.
    pub trust: f64,
    pub my_vote: Option<Vote>,
    pub reposted: bool,
}

/// An item of news as an agent hears of it.
#[derive(Debug, Clone, PartialEq)]
pub struct NewsView {
    pub source: Source,
    pub text: Arc<str>,
    /// What it says about the issues.
    pub stances: Arc<[DeclaredStance]>,
    /// 0 … 1.
    pub credibility: f64,
}

/// The economy as an agent sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct EconomyView {
    pub role: Role,
    /// The agent's own cash in the economy.
    pub cash: f64,
    /// Pay of one worker for one round.
    pub wage: f64,
    pub metrics: Metrics,
    pub policies: Policies,
    /// The agent's own firm.
    pub own: Option<FirmView>,
    /// The firms with most workers, and their prices: the largest first.
    pub firms: Arc<Vec<FirmView>>,
}

/// A firm as others see it.
#[derive(Debug, Clone, PartialEq)]
pub struct FirmView {
    pub firm: Named,
    pub price: f64,
    pub workers: u32,
    /// Units of the last round: made, sold, and what buyers would have taken.
    pub made: u32,
    pub sold: u32,
    pub wanted: u32,
}

/// A market as an agent sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct MarketView {
    pub market: MarketId,
    pub issue: IssueId,
    pub question: Arc<str>,
    /// Price of YES.
    pub price: f64,
    /// Prices of YES at the end of the last rounds, oldest first; the very first price leads.
    pub history: Vec<f64>,
    pub opened_at: f64,
    pub liquidity: f64,
    pub holding: Holding,
    /// Worth of the shares less what was paid for them.
    pub profit: f64,
    /// Remarks of others, newest last.
    pub comments: Vec<(Named, Arc<str>)>,
}
