//! What a turn may do: typed actions, already validated. A mind's answer is a [`Decision`].

use serde::{Deserialize, Serialize};

use crate::{AgentId, IssueId, MarketId, PostId};

/// The most actions that one turn may take.
pub const MAX_ACTIONS: usize = 3;
/// The most characters of a post.
pub const MAX_POST_CHARS: usize = 600;

/// One thing that an agent does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Action {
    CreatePost {
        text: String,
        /// What the author declares about the issues it touches.
        stances: Vec<DeclaredStance>,
    },
    Reply {
        post: PostId,
        text: String,
        stances: Vec<DeclaredStance>,
    },
    Vote {
        post: PostId,
        vote: Vote,
    },
    Repost {
        post: PostId,
    },
    Follow {
        agent: AgentId,
    },
    Unfollow {
        agent: AgentId,
    },
    BuyShares {
        market: MarketId,
        outcome: Outcome,
        /// Cash to spend.
        amount: f64,
    },
    SellShares {
        market: MarketId,
        outcome: Outcome,
        shares: f64,
    },
    CommentOnMarket {
        market: MarketId,
        text: String,
    },
    #[serde(untagged)]
    Economic(Economic),
}

/// One thing that an agent does in the economy, where a run has one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Economic {
    /// A firm's price of one unit.
    SetPrice {
        price: f64,
    },
    Hire {
        count: u32,
    },
    Fire {
        count: u32,
    },
    /// Cash into the firm's productivity.
    Invest {
        amount: f64,
    },
    ApplyPolicy {
        policy: Policy,
        value: f64,
    },
}

/// What an authority can decide on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// The share of sales that is taken, 0 … 0.5.
    TaxRate,
    /// What a worker without work is paid for a round, from nothing to a wage.
    Benefit,
}

/// Where an author says that it stands on an issue, −1 … 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DeclaredStance {
    pub issue: IssueId,
    pub position: f64,
}

/// A vote on a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vote {
    Up,
    Down,
}

/// The two outcomes of a market.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Yes,
    No,
}

/// What a mind made of a turn. No action at all is a decision too.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Decision {
    pub actions: Vec<Action>,
    /// What it answers in private, where it was polled: one answer for each issue.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub poll: Vec<PollAnswer>,
    /// Parts of the answer that were no action: they are not taken, and the agent is told why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Refused>,
}

/// A part of an answer that is no action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// What it was meant to be, in a few words: "reply".
    pub action: String,
    pub reason: String,
}

/// A private answer to one issue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PollAnswer {
    pub issue: IssueId,
    /// How likely the agent holds the proposition to come true, 0 … 1.
    pub probability: f64,
    pub reason: String,
}

/// What came of asking a mind: the recorded answer that a replay uses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    pub agent: AgentId,
    pub outcome: AnswerOutcome,
}

/// An error of a mind is an error, never a decision to do nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerOutcome {
    Decided(Decision),
    /// The mind could not be asked, or made no sense, after its retries.
    Skipped(String),
}
