//! The think phase: who is asked in the next round, and what each is told. Everything reads one frozen world.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::World;
use super::agent::Agent;
use super::exposure::Exposure;
use super::memory::Remembered;
use super::recall::{Cue, Recollection};
use super::turn::{Asked, BeliefView, FirmView, MarketView, Named, NewsView, PostView, Turn};
use crate::cast::Origin;
use crate::feed::Why;
use crate::number::{CASH_DECIMALS, count, rounded};
use crate::stream::{Purpose, Stream};
use crate::{AgentId, IssueId, MarketId, PostId};

/// The prices of the past that a turn is told.
const PRICES_TOLD: usize = 12;
/// Of the chance to stay silent, how much being answered takes away.
const STIR: f64 = 0.6;

impl World {
    /// The turns of the next round, in the agents' order, each built when it is taken; none when the run is over.
    pub fn think(&self) -> impl ExactSizeIterator<Item = Turn> {
        self.think_besides(&BTreeSet::new())
    }

    /// The same, but for agents that have answered already.
    #[expect(clippy::needless_collect, reason = "how many turns there are is known at once")]
    pub fn think_besides<'a>(
        &'a self,
        answered: &BTreeSet<AgentId>,
    ) -> impl ExactSizeIterator<Item = Turn> + use<'a> {
        let exposures = self.exposures().iter();
        let open: Vec<_> = exposures.filter(|(agent, _)| !answered.contains(agent)).collect();
        let firms = Arc::new(self.largest_firms());
        open.into_iter().map(move |(agent, exposure)| self.turn(*agent, exposure, &firms))
    }

    /// Who is asked for what in the next round, in the agents' order.
    pub(super) fn asked(&self) -> Vec<(AgentId, Asked)> {
        if self.is_over() {
            return Vec::new();
        }
        let round = self.round + 1;
        let active = self.active(round);
        let polled = self.polled(round);
        let of = |index: usize| match (active[index], polled[index]) {
            (true, true) => Some(Asked::ActAndPoll),
            (true, false) => Some(Asked::Act),
            (false, true) => Some(Asked::Poll),
            (false, false) => None,
        };
        (0..self.agents.len())
            .filter_map(|index| of(index).map(|asked| (AgentId(count(index)), asked)))
            .collect()
    }

    /// Whether each agent is active: by its own activity, sooner if an answer waits for it, and whoever an exogenous
    /// event waits for. The named open the run, and there is always one.
    fn active(&self, round: u32) -> Vec<bool> {
        let slack = self.agents.iter().enumerate().map(|(index, agent)| {
            let named = match agent.persona.origin {
                Origin::Named { .. } => true,
                Origin::Segment { .. } => false,
            };
            let activity = agent.persona.traits.activity;
            let is_answered = !self.social.members[index].inbox.is_empty();
            let stir = if is_answered { STIR * (1.0 - activity) } else { 0.0 };
            let chance = if round == 1 && named { 1.0 } else { activity + stir };
            self.stream(round, AgentId(count(index)), Purpose::Activation).unit() - chance
        });
        let slack: Vec<f64> = slack.collect();
        let keenest = slack.iter().enumerate().min_by(|(_, one), (_, other)| one.total_cmp(other));
        let keenest = keenest.map(|(index, _)| index);
        let is_woken = |index: usize| self.news.wakes(AgentId(count(index)));
        let is_active = |(index, slack): (usize, &f64)| {
            *slack < 0.0 || Some(index) == keenest || is_woken(index)
        };
        slack.iter().enumerate().map(is_active).collect()
    }

    /// Whether each agent is in the round's poll: every few rounds a sample, drawn without looking at anything else.
    fn polled(&self, round: u32) -> Vec<bool> {
        let mut polled = vec![false; self.agents.len()];
        let every = self.settings.poll_every.max(1);
        if !round.is_multiple_of(every) && round != self.settings.rounds {
            return polled;
        }
        let draw = |index| self.stream(round, AgentId(count(index)), Purpose::Poll).word();
        let mut draws: Vec<(u64, usize)> =
            (0..self.agents.len()).map(|index| (draw(index), index)).collect();
        draws.sort_unstable();
        for (_, index) in draws.into_iter().take(self.settings.poll_sample as usize) {
            polled[index] = true;
        }
        polled
    }

    pub(super) fn stream(&self, round: u32, agent: AgentId, purpose: Purpose) -> Stream {
        Stream::keyed(self.settings.seed, round, agent, purpose)
    }

    fn turn(&self, agent: AgentId, exposure: &Exposure, firms: &Arc<Vec<FirmView>>) -> Turn {
        let round = self.round + 1;
        let state = &self.agents[agent.index()];
        let member = &self.social.members[agent.index()];
        let feed = exposure.shown.iter();
        let own = state.own_posts.iter().map(|id| (*id, Why::Followed));
        Turn {
            agent,
            round,
            rounds: self.settings.rounds,
            day: self.calendar.day(round),
            asked: exposure.asked,
            seed: self.stream(round, agent, Purpose::Mind).word(),
            persona: Arc::clone(&state.persona),
            brief: Arc::clone(&self.brief),
            issues: Arc::clone(&self.issues),
            actors: Arc::clone(&self.actors),
            beliefs: self.belief_views(agent),
            feed: feed.filter_map(|(id, why)| self.post_view(agent, *id, *why)).collect(),
            news: exposure.news.iter().map(|id| self.news_view(*id)).collect(),
            cash: self.markets.cash(agent),
            trade_cap: self.markets.trade_cap,
            markets: self.market_views(agent),
            economy: self.economy_view(agent, firms),
            results: state.results.clone(),
            memory: self.recall(state, exposure),
            own_posts: own.filter_map(|(id, why)| self.post_view(agent, id, why)).collect(),
            written: state.written,
            follows: count(member.follows.len()),
            followers: member.followers,
        }
    }

    /// What comes to an agent's mind at what it is shown.
    fn recall(&self, agent: &Agent, exposure: &Exposure) -> Vec<Recollection> {
        let cue = Cue::of(&self.social, exposure.shown.iter().map(|(id, _)| *id));
        agent.memory.recall(self.round + 1, &cue, self.settings.memory_tokens, |note| {
            let written = match note.what {
                Remembered::Posted { post, .. } => Some(post),
                Remembered::WasAnswered { reply, .. } => Some(reply),
                Remembered::Answered { .. }
                | Remembered::WasReposted { .. }
                | Remembered::WasFollowed { .. }
                | Remembered::Voted { .. }
                | Remembered::Reposted { .. }
                | Remembered::Followed { .. }
                | Remembered::Unfollowed { .. }
                | Remembered::Traded { .. }
                | Remembered::Commented { .. }
                | Remembered::Moved { .. } => None,
            };
            let text = written.and_then(|id| self.social.get(id)).map(|it| Arc::clone(&it.text));
            Recollection { note, who: note.what.person().map(|it| self.named(it)), text }
        })
    }

    pub(super) fn named(&self, agent: AgentId) -> Named {
        Named { agent, name: Arc::clone(&self.agents[agent.index()].name) }
    }

    fn belief_views(&self, agent: AgentId) -> Vec<BeliefView> {
        let beliefs = self.agents[agent.index()].beliefs.iter().enumerate();
        let view = beliefs.map(|(index, belief)| BeliefView {
            issue: IssueId(count(index)),
            position: belief.position,
            initial: belief.initial,
            confidence: belief.confidence,
            declared: belief.declared,
            moved_by: belief.moved_by.map(|by| self.named(by)),
        });
        view.collect()
    }

    fn news_view(&self, id: u32) -> NewsView {
        let item = self.news.item(id);
        NewsView {
            source: item.source,
            text: Arc::clone(&item.text),
            stances: Arc::clone(&item.stances),
            credibility: item.credibility,
        }
    }

    fn post_view(&self, reader: AgentId, id: PostId, why: Why) -> Option<PostView> {
        let post = self.social.get(id)?;
        let member = &self.social.members[reader.index()];
        let trust = self.agents[reader.index()].trust.of(post.author, self.round + 1);
        Some(PostView {
            post: id,
            author: self.named(post.author),
            text: Arc::clone(&post.text),
            stances: post.stances.clone(),
            round: post.round,
            parent: post.parent,
            ups: post.ups,
            downs: post.downs,
            reposts: post.reposts,
            replies: post.replies,
            why,
            followed: member.is_following(post.author),
            trust,
            my_vote: member.vote_on(id),
            reposted: member.has_reposted(id),
        })
    }

    fn market_views(&self, agent: AgentId) -> Vec<MarketView> {
        let markets = self.markets.list.iter().enumerate();
        let view = markets.map(|(index, market)| {
            let holding = market.holding(agent);
            let price = market.price();
            let told = market.history.len().saturating_sub(PRICES_TOLD);
            let comments = market.comments.iter();
            MarketView {
                market: MarketId(count(index)),
                issue: market.issue,
                question: Arc::clone(&market.question),
                price,
                history: market.history[told..].to_vec(),
                opened_at: market.history.first().copied().unwrap_or(price),
                liquidity: market.maker.b,
                holding,
                profit: rounded(holding.worth(price) - holding.paid, CASH_DECIMALS),
                comments: comments.map(|it| (self.named(it.agent), Arc::clone(&it.text))).collect(),
            }
        });
        view.collect()
    }
}
