//! The places where agents act, and the rules that they keep.

pub mod economy;
pub mod market;
pub mod news;
pub mod social;

use crate::{AgentId, IssueId, MarketId, PostId};

/// Why an action was not taken. The agent is told so in its next turn.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Rejection {
    #[error("there is no post {0} that you could have seen")]
    UnknownPost(PostId),
    #[error("{0} is your own post")]
    OwnPost(PostId),
    #[error("you have voted on {0} before")]
    VotedBefore(PostId),
    #[error("you have reposted {0} before")]
    RepostedBefore(PostId),
    #[error("there is no agent {0}")]
    UnknownAgent(AgentId),
    #[error("you cannot follow yourself")]
    Yourself,
    #[error("you follow {0} already")]
    FollowsAlready(AgentId),
    #[error("you do not follow {0}")]
    FollowsNot(AgentId),
    #[error("you follow {0} agents, which is the most that you can")]
    FollowsEnough(usize),
    #[error("the text is empty")]
    EmptyText,
    #[error("the text has {chars} characters; {max} are the most")]
    TextTooLong { chars: usize, max: usize },
    #[error("there is no issue {0}")]
    UnknownIssue(IssueId),
    #[error("a stance is a number from -1 to 1")]
    StanceOutOfRange,
    #[error("there is no market {0}")]
    UnknownMarket(MarketId),
    #[error("{0} is not a finite number")]
    NotFinite(&'static str),
    #[error("{0} must be above zero")]
    NotPositive(&'static str),
    #[error("you have {cash:.2} in cash")]
    ShortOfCash { cash: f64 },
    #[error("you hold {held} shares of that outcome")]
    ShortOfShares { held: f64 },
    #[error("one trade may cost {cap:.2} at most")]
    AboveCap { cap: f64 },
    #[error("there is no economy in this run")]
    NoEconomy,
    #[error("only a firm can do that")]
    NoFirm,
    #[error("only a government can do that")]
    NoAuthority,
    #[error("{idle} workers are without work")]
    ShortOfIdle { idle: u32 },
    #[error("you have {staff} workers")]
    ShortOfWorkers { staff: u32 },
    #[error("there is nobody who could build it")]
    NobodyToBuild,
    #[error("{what} is a number from 0 to {most}")]
    OutOfRange { what: &'static str, most: f64 },
    #[error("that is too little to trade")]
    TooSmall,
    #[error("a turn has {0} actions at most")]
    TooManyActions(usize),
    #[error("you were asked for your opinion only")]
    OnlyPolled,
}
