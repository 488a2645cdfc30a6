//! Whether an event can follow what came before it: every id that it names is known, every new one is the next.

use simswarm_engine::action::Action;
use simswarm_engine::event::{Event, EventBody};
use simswarm_engine::{AgentId, IssueId, MarketId, PostId};

use super::{History, narrow};

/// A log that cannot be one: it was cut, mixed up, or written by something else.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    #[error("event {expected} is missing: the log goes on with event {found}")]
    Gap { expected: u64, found: u64 },
    #[error("event {seq} names {id}, which is not known at that point")]
    Unknown { seq: u64, id: String },
    #[error("event {seq} introduces {id} out of order")]
    OutOfOrder { seq: u64, id: String },
}

impl History {
    pub(super) fn check(&self, event: &Event) -> Result<(), LogError> {
        let known = Known { history: self, seq: event.seq };
        match &event.body {
            EventBody::RunStarted { .. }
            | EventBody::RunForked { .. }
            | EventBody::Degraded { .. }
            | EventBody::EconomyMeasured { .. }
            | EventBody::RoundEnded { .. } => Ok(()),
            EventBody::EconomyOpened { firms, authorities, .. } => {
                known.agents(firms)?;
                known.agents(authorities)
            }
            EventBody::IssueDefined { issue, .. } => known.next(issue, self.issues.len()),
            EventBody::AgentCast { agent, .. } => known.next(agent, self.agents.len()),
            EventBody::RelationFound { source, target, .. } => known.agents(&[*source, *target]),
            EventBody::MarketOpened { market, issue, .. } => {
                known.issue(*issue)?;
                known.next(market, self.markets.len())
            }
            EventBody::FollowsSeeded { agent, follows } => {
                known.agent(*agent)?;
                known.agents(follows)
            }
            EventBody::RoundStarted { .. } => {
                let next = narrow(self.rounds.len()) + 1;
                known.in_order(event.round == next, format!("round {}", event.round))
            }
            EventBody::Exogenous { stances, .. } => {
                stances.iter().try_for_each(|stance| known.issue(stance.issue))
            }
            EventBody::TurnDecided { agent, shown } => {
                known.agent(*agent)?;
                known.posts(shown)
            }
            EventBody::PostCreated { post, agent, parent, stances, .. } => {
                known.agent(*agent)?;
                known.posts(parent.as_slice())?;
                stances.iter().try_for_each(|stance| known.issue(stance.issue))?;
                known.next(post, self.posts.len())
            }
            EventBody::ActionApplied { agent, action } => {
                known.agent(*agent)?;
                known.action(action)
            }
            // What was rejected may name anything: that is often why.
            EventBody::TurnSkipped { agent, .. }
            | EventBody::ActionRejected { agent, .. }
            | EventBody::ActionUnreadable { agent, .. } => known.agent(*agent),
            EventBody::Trade { market, agent, .. } => {
                known.market(*market)?;
                known.agent(*agent)
            }
            EventBody::BeliefChanged { agent, issue, because, .. } => {
                known.agent(*agent)?;
                known.issue(*issue)?;
                known.posts(because)
            }
            EventBody::Poll { answers } => answers.iter().try_for_each(|polled| {
                known.agent(polled.agent)?;
                polled.answers.iter().try_for_each(|answer| known.issue(answer.issue))
            }),
        }
    }
}

/// Which ids the history knows.
struct Known<'a> {
    history: &'a History,
    seq: u64,
}

impl Known<'_> {
    fn in_order(&self, is: bool, id: String) -> Result<(), LogError> {
        if is { Ok(()) } else { Err(LogError::OutOfOrder { seq: self.seq, id }) }
    }

    fn next(&self, id: &impl Place, len: usize) -> Result<(), LogError> {
        self.in_order(id.place() == len, id.to_string())
    }

    fn below(&self, id: &impl Place, len: usize) -> Result<(), LogError> {
        if id.place() < len {
            Ok(())
        } else {
            Err(LogError::Unknown { seq: self.seq, id: id.to_string() })
        }
    }

    fn agent(&self, id: AgentId) -> Result<(), LogError> {
        self.below(&id, self.history.agents.len())
    }

    fn agents(&self, ids: &[AgentId]) -> Result<(), LogError> {
        ids.iter().try_for_each(|id| self.agent(*id))
    }

    fn posts(&self, ids: &[PostId]) -> Result<(), LogError> {
        ids.iter().try_for_each(|id| self.below(id, self.history.posts.len()))
    }

    fn issue(&self, id: IssueId) -> Result<(), LogError> {
        self.below(&id, self.history.issues.len())
    }

    fn market(&self, id: MarketId) -> Result<(), LogError> {
        self.below(&id, self.history.markets.len())
    }

    fn action(&self, action: &Action) -> Result<(), LogError> {
        match action {
            Action::CreatePost { .. } | Action::Economic(_) => Ok(()),
            Action::Reply { post, .. } | Action::Vote { post, .. } | Action::Repost { post } => {
                self.posts(&[*post])
            }
            Action::Follow { agent } | Action::Unfollow { agent } => self.agent(*agent),
            Action::BuyShares { market, .. }
            | Action::SellShares { market, .. }
            | Action::CommentOnMarket { market, .. } => self.market(*market),
        }
    }
}

/// An id that is a place in a list.
trait Place: std::fmt::Display {
    fn place(&self) -> usize;
}

macro_rules! places {
    ($($id:ty),+) => {$(
        impl Place for $id {
            fn place(&self) -> usize {
                self.index()
            }
        }
    )+};
}

places!(AgentId, IssueId, MarketId, PostId);
