//! What an agent's actions do, one by one; each ends as an event and as something that the agent is told.

use super::World;
use super::log::Log;
use super::memory::{Accord, ActionResult, Note, Remembered, in_words};
use crate::action::{Action, DeclaredStance, Economic, MAX_ACTIONS, MAX_POST_CHARS, Refused, Vote};
use crate::env::Rejection;
use crate::env::market::{Comment, Fill};
use crate::env::social::post::Post;
use crate::env::social::{Draft, checked_text};
use crate::event::EventBody;
use crate::number::{CASH_DECIMALS, POSITION_DECIMALS, rounded, rounded_down};
use crate::{AgentId, MarketId, PostId};

impl World {
    /// Takes the actions of one decision in their order.
    pub(super) fn act(&mut self, agent: AgentId, actions: Vec<Action>, log: &mut Log) {
        self.agents[agent.index()].results.clear();
        for (place, action) in actions.into_iter().enumerate() {
            if place >= MAX_ACTIONS {
                self.refuse(agent, action, &Rejection::TooManyActions(MAX_ACTIONS), log);
                continue;
            }
            let action = exact(action);
            match self.take(agent, &action) {
                Ok(done) => {
                    log.tally.actions += 1;
                    log.tally.posts += u32::from(matches!(done, Done::Published { .. }));
                    let told = ActionResult { action: in_words(&action), rejected: None };
                    self.agents[agent.index()].results.push(told);
                    log.push(done.into_event(agent, action));
                }
                Err(rejection) => self.refuse(agent, action, &rejection, log),
            }
        }
    }

    /// Writes down which parts of an answer were no actions.
    pub(super) fn pass_over(&mut self, agent: AgentId, refused: Vec<Refused>, log: &mut Log) {
        for Refused { mut action, mut reason } in refused {
            cut(&mut action);
            cut(&mut reason);
            log.tally.rejected += 1;
            let told = ActionResult { action: action.clone(), rejected: Some(reason.clone()) };
            self.agents[agent.index()].results.push(told);
            log.push(EventBody::ActionUnreadable { agent, action, reason });
        }
    }

    /// Writes down that an action was not taken.
    pub(super) fn refuse(
        &mut self,
        agent: AgentId,
        action: Action,
        rejection: &Rejection,
        log: &mut Log,
    ) {
        log.tally.rejected += 1;
        let reason = rejection.to_string();
        let told = ActionResult { action: in_words(&action), rejected: Some(reason.clone()) };
        self.agents[agent.index()].results.push(told);
        log.push(EventBody::ActionRejected { agent, action: readable(action), reason });
    }

    fn take(&mut self, agent: AgentId, action: &Action) -> Result<Done, Rejection> {
        match action {
            Action::CreatePost { text, stances } => {
                self.publish(&Draft { author: agent, parent: None, text, stances })
            }
            Action::Reply { post, text, stances } => {
                self.publish(&Draft { author: agent, parent: Some(*post), text, stances })
            }
            Action::Vote { post, vote } => {
                let position = self.position_on(agent, *post);
                self.social.vote(agent, *post, *vote, position)?;
                if *vote == Vote::Up {
                    self.noticed(*post);
                }
                let author = self.social.posts[post.index()].author;
                Ok(self.remember(agent, Remembered::Voted { post: *post, author, vote: *vote }))
            }
            Action::Repost { post } => {
                self.social.repost(agent, *post, self.round)?;
                self.noticed(*post);
                let author = self.social.posts[post.index()].author;
                self.remember(author, Remembered::WasReposted { by: agent, post: *post });
                Ok(self.remember(agent, Remembered::Reposted { post: *post, author }))
            }
            Action::Follow { agent: target } => {
                self.social.follow(agent, *target)?;
                self.remember(*target, Remembered::WasFollowed { by: agent });
                Ok(self.remember(agent, Remembered::Followed { agent: *target }))
            }
            Action::Unfollow { agent: target } => {
                self.social.unfollow(agent, *target)?;
                Ok(self.remember(agent, Remembered::Unfollowed { agent: *target }))
            }
            Action::BuyShares { market, outcome, amount } => {
                let fill = self.markets.buy(agent, *market, *outcome, *amount)?;
                Ok(self.traded(agent, *market, fill))
            }
            Action::SellShares { market, outcome, shares } => {
                let fill = self.markets.sell(agent, *market, *outcome, *shares)?;
                Ok(self.traded(agent, *market, fill))
            }
            Action::CommentOnMarket { market, text } => {
                let text = checked_text(text)?.into();
                self.markets.comment(*market, Comment { agent, round: self.round, text })?;
                self.agents[agent.index()].written += 1;
                Ok(self.remember(agent, Remembered::Commented { market: *market }))
            }
            Action::Economic(action) => {
                self.economy.as_mut().ok_or(Rejection::NoEconomy)?.act(agent, action)?;
                Ok(Done::Applied)
            }
        }
    }

    /// Where an agent stands on what a post is about; in the middle where there is no such thing.
    fn position_on(&self, agent: AgentId, post: PostId) -> f64 {
        let issue = self.social.get(post).map(Post::issue);
        let beliefs = &self.agents[agent.index()].beliefs;
        issue.and_then(|issue| beliefs.get(issue.index())).map_or(0.0, |belief| belief.position)
    }

    fn remember(&mut self, agent: AgentId, what: Remembered) -> Done {
        self.agents[agent.index()].remember(Note { round: self.round, what });
        Done::Applied
    }

    fn traded(&mut self, agent: AgentId, market: MarketId, fill: Fill) -> Done {
        let Fill { side, outcome, shares, cost, .. } = fill;
        self.remember(agent, Remembered::Traded { market, side, outcome, shares, cost });
        Done::Traded(market, fill)
    }

    fn publish(&mut self, draft: &Draft<'_>) -> Result<Done, Rejection> {
        let post = self.social.publish(draft, self.round)?;
        let author = &mut self.agents[draft.author.index()];
        author.wrote(post);
        for stance in draft.stances {
            author.beliefs[stance.issue.index()].declared = Some(stance.position);
        }
        let issue = draft.stances.first().map(|stance| stance.issue);
        let answered = draft.parent.map(|parent| (parent, &self.social.posts[parent.index()]));
        let what = match answered {
            Some((parent, to)) if to.author != draft.author => {
                let (author, accord) = (to.author, Accord::between(draft.stances, &to.stances));
                let by = draft.author;
                self.remember(author, Remembered::WasAnswered { by, reply: post, issue, accord });
                Remembered::Answered { post: parent, author, issue, accord }
            }
            Some(_) | None => Remembered::Posted { post, issue },
        };
        self.remember(draft.author, what);
        Ok(Done::Published { post })
    }
}

/// What an action came to.
enum Done {
    Published { post: PostId },
    Applied,
    Traded(MarketId, Fill),
}

impl Done {
    fn into_event(self, agent: AgentId, action: Action) -> EventBody {
        match (self, action) {
            (Self::Published { post }, Action::CreatePost { text, stances }) => {
                EventBody::PostCreated { post, agent, parent: None, text: trimmed(text), stances }
            }
            (Self::Published { post }, Action::Reply { post: parent, text, stances }) => {
                let parent = Some(parent);
                EventBody::PostCreated { post, agent, parent, text: trimmed(text), stances }
            }
            (Self::Traded(market, fill), _) => {
                let Fill { side, outcome, shares, cost, price_before, price_after } = fill;
                EventBody::Trade {
                    market,
                    agent,
                    side,
                    outcome,
                    shares,
                    cost,
                    price_before,
                    price_after,
                }
            }
            (Self::Published { .. } | Self::Applied, action) => {
                EventBody::ActionApplied { agent, action }
            }
        }
    }
}

fn trimmed(text: String) -> String {
    let trimmed = text.trim();
    if trimmed.len() == text.len() { text } else { trimmed.to_owned() }
}

/// The action with numbers that the log holds exactly. What is not finite stays, to be rejected.
fn exact(mut action: Action) -> Action {
    match &mut action {
        Action::CreatePost { stances, .. } | Action::Reply { stances, .. } => {
            for DeclaredStance { position, .. } in stances {
                *position = rounded(*position, POSITION_DECIMALS);
            }
        }
        Action::BuyShares { amount, .. } => *amount = rounded_down(*amount, CASH_DECIMALS),
        Action::SellShares { shares, .. } => *shares = rounded_down(*shares, CASH_DECIMALS),
        Action::Vote { .. }
        | Action::Repost { .. }
        | Action::Follow { .. }
        | Action::Unfollow { .. }
        | Action::CommentOnMarket { .. } => {}
        Action::Economic(action) => match action {
            Economic::SetPrice { price: value } | Economic::Invest { amount: value } => {
                *value = rounded(*value, 2);
            }
            Economic::ApplyPolicy { value, .. } => *value = rounded(*value, POSITION_DECIMALS),
            Economic::Hire { .. } | Economic::Fire { .. } => {}
        },
    }
    action
}

/// A rejected action as the log can hold it: JSON knows no infinity, and nobody needs a megabyte of refused text.
fn readable(mut action: Action) -> Action {
    let finite = |value: &mut f64| {
        if !value.is_finite() {
            *value = 0.0;
        }
    };
    match &mut action {
        Action::CreatePost { text, stances } | Action::Reply { text, stances, .. } => {
            cut(text);
            stances.truncate(8);
            for stance in stances {
                finite(&mut stance.position);
            }
        }
        Action::CommentOnMarket { text, .. } => cut(text),
        Action::BuyShares { amount, .. } => finite(amount),
        Action::SellShares { shares, .. } => finite(shares),
        Action::Economic(
            Economic::SetPrice { price: value }
            | Economic::Invest { amount: value }
            | Economic::ApplyPolicy { value, .. },
        ) => finite(value),
        Action::Vote { .. }
        | Action::Repost { .. }
        | Action::Follow { .. }
        | Action::Unfollow { .. }
        | Action::Economic(Economic::Hire { .. } | Economic::Fire { .. }) => {}
    }
    action
}

fn cut(text: &mut String) {
    if let Some((end, _)) = text.char_indices().nth(MAX_POST_CHARS) {
        text.truncate(end);
    }
}
