//! News: what reaches agents from beside the network. Exogenous events, posts that go viral, prices that jump.
//!
//! An item waits for each agent of its audience until the agent's next turn tells it, once. Exogenous events wake their
//! audience: all of it has a turn in the next round.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::economy::metrics::Metric;
use crate::action::DeclaredStance;
use crate::number::count;
use crate::{AgentId, MarketId, PostId};

/// The most items that wait for one agent; older ones are no news any more.
const WAITING_KEPT: usize = 8;

/// What stands before and after the author of a post that goes round.
const VIRAL_LEAD: &str = "A post by ";
const VIRAL_END: &str = " is going round";

/// When something in the run itself is news.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct NewsSettings {
    /// Upvotes and reposts that make a post viral: this many, or this share of the agents if that is more.
    pub viral: u32,
    pub viral_share: f64,
    /// A change of price since the market was last in the news.
    pub price_move: f64,
    /// A change of a metric of the economy since it was last in the news: of a share its difference, of others its
    /// ratio. Unemployment that falls by seven points, or output that grows by a twelfth, is in every paper.
    pub metric_change: f64,
}

impl Default for NewsSettings {
    fn default() -> Self {
        Self { viral: 5, viral_share: 0.05, price_move: 0.1, metric_change: 0.05 }
    }
}

impl NewsSettings {
    /// Upvotes and reposts that make a post viral among so many agents.
    pub fn viral_among(&self, agents: f64) -> u32 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below 2^32")]
        let share = (self.viral_share * agents).ceil().clamp(0.0, f64::from(u32::MAX)) as u32;
        self.viral.max(share).max(1)
    }
}

/// Where an item comes from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A user planned it before the run.
    Scheduled,
    /// A user put it in while the run went on.
    Injected,
    /// A post that draws much attention.
    ViralPost { post: PostId },
    /// A market's price of YES.
    PriceMove { market: MarketId, from: f64, to: f64 },
    /// A metric of the economy.
    MetricChange { metric: Metric, from: f64, to: f64 },
}

impl Source {
    /// Whether it comes from outside: then its audience is asked at once.
    pub fn is_exogenous(self) -> bool {
        match self {
            Self::Scheduled | Self::Injected => true,
            Self::ViralPost { .. } | Self::PriceMove { .. } | Self::MetricChange { .. } => false,
        }
    }
}

/// The headline of a post that goes round.
pub(crate) fn viral(author: &str, quoted: &str) -> String {
    format!("{VIRAL_LEAD}{author}{VIRAL_END}: \"{quoted}\"")
}

/// Whose post it is that a headline says goes round.
pub(crate) fn author_of_viral(headline: &str) -> Option<&str> {
    let rest = headline.strip_prefix(VIRAL_LEAD)?;
    rest.split_once(VIRAL_END).map(|(author, _)| author)
}

/// One item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    pub source: Source,
    pub text: Arc<str>,
    /// What it says about the issues.
    pub stances: Arc<[DeclaredStance]>,
    /// Whether that was read from its text, and not given with it.
    pub stances_read: bool,
    /// 0 … 1.
    pub credibility: f64,
    /// How many agents it is for.
    pub audience: u32,
    /// The event of the log that tells of it, once it is written.
    pub event: u64,
}

/// All items of a run, and for whom they wait.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Newsroom {
    items: Vec<Item>,
    /// Items of each agent, oldest first.
    waiting: Vec<Vec<u32>>,
    /// How many items the log knows.
    written: usize,
}

impl Newsroom {
    pub fn new(agents: usize) -> Self {
        Self { items: Vec::new(), waiting: vec![Vec::new(); agents], written: 0 }
    }

    /// Lets an item wait for its audience.
    pub fn publish(&mut self, item: Item, audience: &[AgentId]) {
        let id = count(self.items.len());
        self.items.push(Item { audience: count(audience.len()), ..item });
        for agent in audience {
            let waiting = &mut self.waiting[agent.index()];
            if waiting.len() == WAITING_KEPT {
                waiting.remove(0);
            }
            waiting.push(id);
        }
    }

    pub fn item(&self, id: u32) -> &Item {
        &self.items[id as usize]
    }

    /// What an agent is told in its next turn, oldest first.
    pub fn waiting(&self, agent: AgentId) -> &[u32] {
        &self.waiting[agent.index()]
    }

    /// Whether an exogenous event waits for an agent.
    pub fn wakes(&self, agent: AgentId) -> bool {
        self.waiting(agent).iter().any(|id| self.item(*id).source.is_exogenous())
    }

    /// Takes away what an agent was told.
    pub fn told(&mut self, agent: AgentId, ids: &[u32]) {
        self.waiting[agent.index()].retain(|id| !ids.contains(id));
    }

    /// The items that the log does not know yet; from now on it knows them.
    pub fn unwritten(&mut self) -> &mut [Item] {
        let from = std::mem::replace(&mut self.written, self.items.len());
        &mut self.items[from..]
    }
}
