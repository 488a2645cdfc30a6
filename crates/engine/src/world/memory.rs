//! What an agent remembers of its own doings and of what others did to it, and what came of its last turn's actions.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::action::{Action, DeclaredStance, Economic, Outcome, Policy, Vote};
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
        issue: Option<IssueId>,
    },
    Answered {
        post: PostId,
        author: AgentId,
        issue: Option<IssueId>,
        accord: Accord,
    },
    WasAnswered {
        by: AgentId,
        reply: PostId,
        issue: Option<IssueId>,
        accord: Accord,
    },
    WasReposted {
        by: AgentId,
        post: PostId,
    },
    WasFollowed {
        by: AgentId,
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

/// How an answer stands to what it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Accord {
    /// On the same side of an issue.
    With,
    /// On the other side.
    Against,
    /// They take no side on one issue.
    Neither,
}

impl Accord {
    pub(super) fn between(answer: &[DeclaredStance], answered: &[DeclaredStance]) -> Self {
        let both = answer.iter().filter_map(|one| {
            let other = answered.iter().find(|other| other.issue == one.issue)?;
            Some(one.position * other.position)
        });
        let product: f64 = both.sum();
        if product > 0.0 {
            Self::With
        } else if product < 0.0 {
            Self::Against
        } else {
            Self::Neither
        }
    }

    fn in_words(self) -> &'static str {
        match self {
            Self::With => ", in agreement",
            Self::Against => ", in disagreement",
            Self::Neither => "",
        }
    }
}

impl Remembered {
    /// How much it means to the agent, 0 … 1: changes of mind most, a vote least.
    pub(super) fn importance(self) -> f64 {
        match self {
            Self::Moved { from, to, .. } => 0.6 + 0.4 * (to - from).abs().min(1.0),
            Self::WasAnswered { .. } => 0.6,
            Self::Posted { .. } | Self::Answered { .. } | Self::Unfollowed { .. } => 0.5,
            Self::Traded { .. } | Self::WasReposted { .. } => 0.4,
            Self::Followed { .. } | Self::Commented { .. } => 0.3,
            Self::Reposted { .. } | Self::WasFollowed { .. } => 0.2,
            Self::Voted { .. } => 0.1,
        }
    }

    /// Whom it is about.
    pub fn person(self) -> Option<AgentId> {
        match self {
            Self::Answered { author, .. }
            | Self::Voted { author, .. }
            | Self::Reposted { author, .. } => Some(author),
            Self::WasAnswered { by, .. }
            | Self::WasReposted { by, .. }
            | Self::WasFollowed { by } => Some(by),
            Self::Followed { agent } | Self::Unfollowed { agent } => Some(agent),
            Self::Moved { by, .. } => by,
            Self::Posted { .. } | Self::Traded { .. } | Self::Commented { .. } => None,
        }
    }

    /// The post that it is about.
    pub fn post(self) -> Option<PostId> {
        match self {
            Self::Posted { post, .. }
            | Self::Answered { post, .. }
            | Self::WasReposted { post, .. }
            | Self::Voted { post, .. }
            | Self::Reposted { post, .. } => Some(post),
            Self::WasAnswered { reply, .. } => Some(reply),
            Self::WasFollowed { .. }
            | Self::Followed { .. }
            | Self::Unfollowed { .. }
            | Self::Traded { .. }
            | Self::Commented { .. }
            | Self::Moved { .. } => None,
        }
    }

    /// The issue that it is about.
    pub fn issue(self) -> Option<IssueId> {
        match self {
            Self::Posted { issue, .. }
            | Self::Answered { issue, .. }
            | Self::WasAnswered { issue, .. } => issue,
            Self::Moved { issue, .. } => Some(issue),
            Self::WasReposted { .. }
            | Self::WasFollowed { .. }
            | Self::Voted { .. }
            | Self::Reposted { .. }
            | Self::Followed { .. }
            | Self::Unfollowed { .. }
            | Self::Traded { .. }
            | Self::Commented { .. } => None,
        }
    }
}

impl Note {
    /// About the length of its line, without writing it.
    pub(super) fn bytes(self) -> usize {
        match self.what {
            Remembered::Moved { .. } => 62,
            Remembered::Answered { .. } | Remembered::WasAnswered { .. } => 52,
            Remembered::Traded { .. } => 48,
            Remembered::Voted { .. }
            | Remembered::Reposted { .. }
            | Remembered::WasReposted { .. } => 40,
            Remembered::Posted { .. }
            | Remembered::Commented { .. }
            | Remembered::WasFollowed { .. }
            | Remembered::Followed { .. }
            | Remembered::Unfollowed { .. } => 34,
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "round {}: ", self.round)?;
        match self.what {
            Remembered::Posted { post, .. } => write!(f, "you posted {post}"),
            Remembered::Answered { post, author, accord, .. } => {
                write!(f, "you answered {post} of {author}{}", accord.in_words())
            }
            Remembered::WasAnswered { by, reply, accord, .. } => {
                write!(f, "{by} answered you in {reply}{}", accord.in_words())
            }
            Remembered::WasReposted { by, post } => write!(f, "{by} reposted your {post}"),
            Remembered::WasFollowed { by } => write!(f, "{by} began to follow you"),
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
