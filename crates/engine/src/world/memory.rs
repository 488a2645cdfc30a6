//! What an agent remembers of its own doings, and what came of its last turn's actions.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::action::{Action, Economic, Outcome, Policy, Vote};
use crate::event::Side;
use crate::{AgentId, IssueId, MarketId, PostId};

/// One thing worth remembering.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Note {
    pub round: u32,
    pub what: Remembered,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Remembered {
    Posted {
        post: PostId,
    },
    Answered {
        post: PostId,
        author: AgentId,
    },
    WasAnswered {
        by: AgentId,
        reply: PostId,
    },
    Voted {
        post: PostId,
        author: AgentId,
        vote: Vote,
    },
    Reposted {
        post: PostId,
        author: AgentId,
    },
    Followed {
        agent: AgentId,
    },
    Unfollowed {
        agent: AgentId,
    },
    Traded {
        market: MarketId,
        side: Side,
        outcome: Outcome,
        shares: f64,
        cost: f64,
    },
    Commented {
        market: MarketId,
    },
    /// Its position moved a good way, mostly by one author.
    Moved {
        issue: IssueId,
        from: f64,
        to: f64,
        by: Option<AgentId>,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "round {}: ", self.round)?;
        match self.what {
            Remembered::Posted { post } => write!(f, "you posted {post}"),
            Remembered::Answered { post, author } => write!(f, "you answered {post} of {author}"),
            Remembered::WasAnswered { by, reply } => write!(f, "{by} answered you in {reply}"),
            Remembered::Voted { post, author, vote } => match vote {
                Vote::Up => write!(f, "you voted for {post} of {author}"),
                Vote::Down => write!(f, "you voted against {post} of {author}"),
            },
            Remembered::Reposted { post, author } => write!(f, "you reposted {post} of {author}"),
            Remembered::Followed { agent } => write!(f, "you began to follow {agent}"),
            Remembered::Unfollowed { agent } => write!(f, "you stopped following {agent}"),
            Remembered::Traded { market, side, outcome, shares, cost } => {
                let (did, cash) = match side {
                    Side::Buy => ("bought", "for"),
                    Side::Sell => ("sold", "and got"),
                };
                let outcome = match outcome {
                    Outcome::Yes => "yes",
                    Outcome::No => "no",
                };
                write!(f, "you {did} {shares:.1} {outcome} of {market} {cash} {cost:.2}")
            }
            Remembered::Commented { market } => write!(f, "you commented on {market}"),
            Remembered::Moved { issue, from, to, by } => {
                write!(f, "you moved on {issue} from {from:+.2} to {to:+.2}")?;
                by.map_or(Ok(()), |agent| write!(f, ", mostly by {agent}"))
            }
        }
    }
}

/// What came of one action: the agent is told in its next turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionResult {
    /// The action in a few words: "reply to p12".
    pub action: String,
    /// Why it was not taken, if it was not.
    pub rejected: Option<String>,
}

/// An action in a few words.
pub(super) fn in_words(action: &Action) -> String {
    match action {
        Action::CreatePost { .. } => "post".to_owned(),
        Action::Reply { post, .. } => format!("reply to {post}"),
        Action::Vote { post, vote: Vote::Up } => format!("vote for {post}"),
        Action::Vote { post, vote: Vote::Down } => format!("vote against {post}"),
        Action::Repost { post } => format!("repost {post}"),
        Action::Follow { agent } => format!("follow {agent}"),
        Action::Unfollow { agent } => format!("unfollow {agent}"),
        Action::BuyShares { market, outcome, amount } => {
            format!("buy {} of {market} for {amount:.2}", outcome_in_words(*outcome))
        }
        Action::SellShares { market, outcome, shares } => {
            format!("sell {shares:.2} {} of {market}", outcome_in_words(*outcome))
        }
        Action::CommentOnMarket { market, .. } => format!("comment on {market}"),
        Action::Economic(action) => match action {
            Economic::SetPrice { price } => format!("set the price to {price:.2}"),
            Economic::Hire { count } => format!("hire {count}"),
            Economic::Fire { count } => format!("fire {count}"),
            Economic::Invest { amount } => format!("invest {amount:.2}"),
            Economic::ApplyPolicy { policy: Policy::TaxRate, value } => {
                format!("set the tax rate to {value:.2}")
            }
            Economic::ApplyPolicy { policy: Policy::Benefit, value } => {
                format!("set the benefit to {value:.2}")
            }
        },
    }
}

fn outcome_in_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Yes => "yes",
        Outcome::No => "no",
    }
}
