//! One event more: checked against what came before it, then kept where it belongs.

use simswarm_engine::action::{Action, Vote};
use simswarm_engine::cast::Relation;
use simswarm_engine::event::{Event, EventBody};

use super::check::LogError;
use super::record::{
    Act, Agent, BeliefChange, Deed, Degraded, Economy, Ended, Forked, Market, Measured, News,
    Opening, Poll, Post, Related, Round, Skipped, Trade,
};
use super::{History, Waiting, narrow};

impl History {
    /// Takes the next event. After an error the history is as it was before.
    pub(crate) fn push(&mut self, event: &Event) -> Result<(), LogError> {
        self.follows_on(event.seq)?;
        self.check(event)?;
        self.seq = event.seq;
        self.settle_waiting(event);
        self.keep(event);
        Ok(())
    }

    pub(crate) fn pass_over(&mut self, seq: u64) -> Result<(), LogError> {
        self.follows_on(seq)?;
        self.seq = seq;
        Ok(())
    }

    fn follows_on(&self, found: u64) -> Result<(), LogError> {
        let expected = self.seq + 1;
        if found == expected { Ok(()) } else { Err(LogError::Gap { expected, found }) }
    }

    /// A decided turn that is followed by something else than its own actions did nothing.
    fn settle_waiting(&mut self, event: &Event) {
        let actor = match &event.body {
            EventBody::PostCreated { agent, .. }
            | EventBody::ActionApplied { agent, .. }
            | EventBody::ActionRejected { agent, .. }
            | EventBody::Trade { agent, .. } => Some(*agent),
            EventBody::RunStarted { .. }
            | EventBody::IssueDefined { .. }
            | EventBody::AgentCast { .. }
            | EventBody::RelationFound { .. }
            | EventBody::MarketOpened { .. }
            | EventBody::EconomyOpened { .. }
            | EventBody::EconomyMeasured { .. }
            | EventBody::FollowsSeeded { .. }
            | EventBody::Degraded { .. }
            | EventBody::RoundStarted { .. }
            | EventBody::RunForked { .. }
            | EventBody::Exogenous { .. }
            | EventBody::TurnDecided { .. }
            | EventBody::TurnSkipped { .. }
            // It comes after the turn's actions: where there were none, nothing was done.
            | EventBody::ActionUnreadable { .. }
            | EventBody::BeliefChanged { .. }
            | EventBody::Poll { .. }
            | EventBody::RoundEnded { .. } => None,
        };
        if let Some(Waiting { agent, round, seq }) = self.waiting.take()
            && actor != Some(agent)
        {
            self.acts.push(Act { seq, round, agent, deed: Deed::Nothing });
        }
    }

    /// Settles a turn that the log ends with.
    pub(crate) fn close(&mut self) {
        if let Some(Waiting { agent, round, seq }) = self.waiting.take() {
            self.acts.push(Act { seq, round, agent, deed: Deed::Nothing });
        }
    }

    fn keep(&mut self, event: &Event) {
        match &event.body {
            EventBody::RunStarted { .. }
            | EventBody::IssueDefined { .. }
            | EventBody::AgentCast { .. }
            | EventBody::RelationFound { .. }
            | EventBody::MarketOpened { .. }
            | EventBody::EconomyOpened { .. }
            | EventBody::FollowsSeeded { .. }
            | EventBody::Degraded { .. } => self.keep_opening(event),
            EventBody::TurnDecided { .. }
            | EventBody::TurnSkipped { .. }
            | EventBody::PostCreated { .. }
            | EventBody::ActionApplied { .. }
            | EventBody::ActionRejected { .. }
            | EventBody::Trade { .. } => self.keep_turn(event),
            EventBody::RoundStarted { .. }
            | EventBody::RunForked { .. }
            | EventBody::Exogenous { .. }
            | EventBody::BeliefChanged { .. }
            | EventBody::EconomyMeasured { .. }
            | EventBody::Poll { .. }
            | EventBody::RoundEnded { .. } => self.keep_round(event),
            // No artifact is made of it: the round's end counts it among the rejected.
            EventBody::ActionUnreadable { .. } => {}
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "`keep` sends only these types here")]
    fn keep_opening(&mut self, event: &Event) {
        let seq = event.seq;
        match event.body.clone() {
            EventBody::RunStarted { engine_version, seed, rounds, recommender, brief } => {
                self.opening =
                    Some(Opening { seq, engine_version, seed, rounds, recommender, brief });
            }
            EventBody::IssueDefined { definition, .. } => self.issues.push(definition),
            EventBody::AgentCast { persona, .. } => {
                let positions = persona.stances.iter().map(|stance| stance.position).collect();
                self.agents.push(Agent {
                    seq,
                    persona,
                    follows: Vec::new(),
                    positions,
                    turns_decided: 0,
                    turns_skipped: 0,
                });
            }
            EventBody::RelationFound { source, target, kind, fact, evidence } => {
                let relation = Relation { source, target, kind, fact, evidence };
                self.relations.push(Related { seq, relation });
            }
            EventBody::MarketOpened { issue, question, initial_price, liquidity, .. } => {
                self.markets.push(Market { seq, issue, question, initial_price, liquidity });
            }
            EventBody::EconomyOpened { firms, authorities, labour_force, money, metrics } => {
                self.economy = Some(Economy {
                    seq,
                    firms,
                    authorities,
                    labour_force,
                    money,
                    opening: metrics,
                    measured: Vec::new(),
                });
            }
            EventBody::FollowsSeeded { agent, follows } => {
                self.agents[agent.index()].follows = follows;
            }
            EventBody::Degraded { what, reason } => {
                self.degraded.push(Degraded { seq, round: event.round, what, reason });
            }
            _ => {}
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "`keep` sends only these types here")]
    fn keep_turn(&mut self, event: &Event) {
        let (seq, round) = (event.seq, event.round);
        match &event.body {
            EventBody::TurnDecided { agent, shown } => {
                self.agents[agent.index()].turns_decided += 1;
                if let Some(open) = self.rounds.last_mut() {
                    open.decided += 1;
                }
                for post in shown {
                    self.posts[post.index()].shown += 1;
                }
                self.waiting = Some(Waiting { agent: *agent, round, seq });
            }
            EventBody::TurnSkipped { agent, reason } => {
                self.agents[agent.index()].turns_skipped += 1;
                let reason = reason.clone();
                self.skipped.push(Skipped { seq, round, agent: *agent, reason });
            }
            EventBody::PostCreated { post, agent, .. } => {
                self.keep_post(event);
                self.acts.push(Act { seq, round, agent: *agent, deed: Deed::Wrote(*post) });
            }
            EventBody::ActionApplied { agent, action } => {
                if let Some(deed) = self.apply(action) {
                    self.acts.push(Act { seq, round, agent: *agent, deed });
                }
            }
            EventBody::ActionRejected { agent, action, reason } => {
                let action = Box::new(action.clone());
                let deed = Deed::Rejected { action, reason: reason.clone() };
                self.acts.push(Act { seq, round, agent: *agent, deed });
            }
            &EventBody::Trade {
                market,
                agent,
                side,
                outcome,
                shares,
                cost,
                price_before,
                price_after,
            } => {
                let deed = Deed::Traded(narrow(self.trades.len()));
                self.acts.push(Act { seq, round, agent, deed });
                self.trades.push(Trade {
                    seq,
                    round,
                    market,
                    agent,
                    side,
                    outcome,
                    shares,
                    cost,
                    price_before,
                    price_after,
                });
            }
            _ => {}
        }
    }

    fn keep_post(&mut self, event: &Event) {
        let EventBody::PostCreated { agent, parent, text, stances, .. } = &event.body else {
            return;
        };
        if let Some(parent) = parent {
            self.posts[parent.index()].replies += 1;
        }
        self.posts.push(Post {
            seq: event.seq,
            round: event.round,
            agent: *agent,
            parent: *parent,
            text: text.clone(),
            stances: stances.clone(),
            up: 0,
            down: 0,
            reposts: 0,
            replies: 0,
            shown: 0,
        });
    }

    /// What an applied action did; posts and trades have events of their own.
    fn apply(&mut self, action: &Action) -> Option<Deed> {
        match action {
            Action::Vote { post, vote } => {
                let tally = &mut self.posts[post.index()];
                match vote {
                    Vote::Up => tally.up += 1,
                    Vote::Down => tally.down += 1,
                }
                Some(Deed::Voted { post: *post, vote: *vote })
            }
            Action::Repost { post } => {
                self.posts[post.index()].reposts += 1;
                Some(Deed::Reposted(*post))
            }
            Action::Follow { agent } => Some(Deed::Followed(*agent)),
            Action::Unfollow { agent } => Some(Deed::Unfollowed(*agent)),
            Action::CommentOnMarket { market, text } => {
                Some(Deed::Commented { market: *market, text: text.clone() })
            }
            Action::Economic(action) => Some(Deed::Managed(*action)),
            Action::CreatePost { .. }
            | Action::Reply { .. }
            | Action::BuyShares { .. }
            | Action::SellShares { .. } => None,
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "`keep` sends only these types here")]
    fn keep_round(&mut self, event: &Event) {
        let (seq, round) = (event.seq, event.round);
        match &event.body {
            EventBody::RoundStarted { active } => {
                self.rounds.push(Round {
                    number: round,
                    seq,
                    active: *active,
                    decided: 0,
                    ended: None,
                });
            }
            &EventBody::RunForked { seed, rounds, recommender } => {
                self.forks.push(Forked { seq, round, seed, rounds, recommender });
            }
            EventBody::Exogenous { source, text, audience, credibility, stances, stances_read } => {
                self.news.push(News {
                    seq,
                    round,
                    source: *source,
                    text: text.clone(),
                    audience: *audience,
                    credibility: *credibility,
                    stances: stances.clone(),
                    stances_read: *stances_read,
                });
            }
            &EventBody::EconomyMeasured { metrics, tax_rate, benefit } => {
                if let Some(economy) = &mut self.economy {
                    economy.measured.push(Measured { seq, round, metrics, tax_rate, benefit });
                }
            }
            EventBody::BeliefChanged { agent, issue, from, to, confidence, because, news } => {
                let positions = &mut self.agents[agent.index()].positions;
                if let Some(position) = positions.get_mut(issue.index()) {
                    *position = *to;
                }
                self.belief_changes.push(BeliefChange {
                    seq,
                    round,
                    agent: *agent,
                    issue: *issue,
                    from: *from,
                    to: *to,
                    confidence: *confidence,
                    because: because.clone(),
                    news: news.clone(),
                });
            }
            EventBody::Poll { answers } => {
                self.polls.push(Poll { seq, round, answers: answers.clone() });
            }
            EventBody::RoundEnded { prices, positions, .. } => {
                if let Some(last) = self.rounds.last_mut() {
                    last.ended =
                        Some(Ended { seq, prices: prices.clone(), positions: positions.clone() });
                }
            }
            _ => {}
        }
    }
}
