//! How each number of a report is computed from the log.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use simswarm_engine::{AgentId, IssueId, MarketId, PostId};
use simswarm_projection::beliefs::rounds;
use simswarm_projection::history::{History, Poll, Trade};
use simswarm_projection::market_curves::curve;
use simswarm_projection::measure::spread::spread;
use simswarm_projection::phases::activity;
use simswarm_projection::polls::{IssuePoll, issue_poll};
use simswarm_projection::stance::Stance;

use crate::company::CompanyRule;
use crate::counted::Counted;
use crate::pool::PoolRule;
use crate::reach::{CascadeRule, InfluenceRule};

/// The rule behind a number. Round 0 is before the first round; a round's value is that at its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum Rule {
    /// How many there are in the whole log.
    Count {
        of: Counted,
    },
    /// The round of an event.
    RoundOf {
        event: u64,
        round: u32,
    },
    Horizon,
    Price {
        market: MarketId,
        round: u32,
    },
    LowestPrice {
        market: MarketId,
    },
    HighestPrice {
        market: MarketId,
    },
    PriceAfter {
        trade: u64,
    },
    TradeCost {
        trade: u64,
    },
    MarketTrades {
        market: MarketId,
    },
    MarketTraders {
        market: MarketId,
    },
    MarketVolume {
        market: MarketId,
    },
    MeanPosition {
        issue: IssueId,
        round: u32,
    },
    PositionSpread {
        issue: IssueId,
        round: u32,
    },
    Position {
        agent: AgentId,
        issue: IssueId,
        round: u32,
    },
    BlocSize {
        issue: IssueId,
        stance: Stance,
        round: u32,
    },
    /// Agents whose stance at the end is not the one that they began with.
    ChangedStance {
        issue: IssueId,
    },
    /// Belief changes of an agent.
    Changes {
        agent: AgentId,
        issue: IssueId,
    },
    /// Belief changes of anybody that name this post as a cause.
    CausesOfAll {
        issue: IssueId,
        post: PostId,
    },
    /// Agents that changed their mind with this news among the causes.
    MovedByNews {
        issue: IssueId,
        news: u64,
    },
    PollSample {
        poll: u64,
    },
    PollMean {
        poll: u64,
        issue: IssueId,
    },
    PollLow {
        poll: u64,
        issue: IssueId,
    },
    PollHigh {
        poll: u64,
        issue: IssueId,
    },
    PollSpread {
        poll: u64,
        issue: IssueId,
    },
    Engagement {
        post: PostId,
    },
    UpVotes {
        post: PostId,
    },
    Reposts {
        post: PostId,
    },
    Replies {
        post: PostId,
    },
    /// Esteban and Ray's index of the positions: 0 if all are one, 1 if half are at each end.
    Polarisation {
        issue: IssueId,
        round: u32,
    },
    /// Actions that took effect, in one of these rounds on average.
    Actions {
        from: u32,
        to: u32,
    },
    /// Of all that a post drew.
    Cascade {
        post: PostId,
        of: CascadeRule,
    },
    /// Of what an agent's posts moved.
    Influence {
        agent: AgentId,
        of: InfluenceRule,
    },
    /// Of who keeps whose company.
    Company {
        of: CompanyRule,
    },
    /// The second less the first.
    Difference {
        from: Box<Rule>,
        to: Box<Rule>,
    },
    /// Of what several runs say together, not of the log of one.
    Ensemble {
        of: PoolRule,
    },
}

impl Rule {
    /// The number; none where the log has nothing to compute it from.
    pub fn evaluate(&self, history: &History) -> Option<f64> {
        let value = match self {
            Self::Count { of } => of.count(history),
            Self::RoundOf { round, .. } => f64::from(*round),
            Self::Horizon => f64::from(history.opening.as_ref()?.brief.horizon_days),
            Self::Price { market, round } => price(history, *market, *round)?,
            Self::LowestPrice { market } => prices(history, *market).reduce(f64::min)?,
            Self::HighestPrice { market } => prices(history, *market).reduce(f64::max)?,
            Self::PriceAfter { trade } => find_trade(history, *trade)?.price_after,
            Self::TradeCost { trade } => find_trade(history, *trade)?.cost,
            Self::MarketTrades { market } => number(trades(history, *market).count()),
            Self::MarketTraders { market } => {
                let traders: BTreeSet<_> =
                    trades(history, *market).map(|trade| trade.agent).collect();
                number(traders.len())
            }
            Self::MarketVolume { market } => trades(history, *market).map(|trade| trade.cost).sum(),
            Self::Difference { from, to } => to.evaluate(history)? - from.evaluate(history)?,
            Self::Engagement { post } => f64::from(history.post(*post).engagement()),
            Self::UpVotes { post } => f64::from(history.post(*post).up),
            Self::Reposts { post } => f64::from(history.post(*post).reposts),
            Self::Replies { post } => f64::from(history.post(*post).replies),
            Self::MeanPosition { .. }
            | Self::PositionSpread { .. }
            | Self::Position { .. }
            | Self::BlocSize { .. }
            | Self::ChangedStance { .. }
            | Self::Changes { .. }
            | Self::CausesOfAll { .. }
            | Self::MovedByNews { .. } => self.belief(history)?,
            Self::PollSample { .. }
            | Self::PollMean { .. }
            | Self::PollLow { .. }
            | Self::PollHigh { .. }
            | Self::PollSpread { .. } => self.poll(history)?,
            Self::Polarisation { issue, round } => {
                spread(&history.positions(*issue, *round))?.esteban_ray
            }
            Self::Actions { from, to } => actions(history, *from, *to)?,
            Self::Cascade { post, of } => of.evaluate(history, *post)?,
            Self::Influence { agent, of } => of.evaluate(history, *agent),
            Self::Company { of } => of.evaluate(history)?,
            Self::Ensemble { .. } => return None,
        };
        value.is_finite().then_some(value)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "`evaluate` sends only these rules here")]
    fn belief(&self, history: &History) -> Option<f64> {
        let at = |issue, round: u32| rounds(history, issue).get(round as usize).copied();
        let changes =
            |issue| history.belief_changes.iter().filter(move |change| change.issue == issue);
        Some(match *self {
            Self::MeanPosition { issue, round } => at(issue, round)?.mean,
            Self::PositionSpread { issue, round } => at(issue, round)?.sd,
            Self::Position { agent, issue, round } => changes(issue)
                .take_while(|change| change.round <= round)
                .filter(|change| change.agent == agent)
                .last()
                .map_or_else(|| history.agent(agent).initial_position(issue), |change| change.to),
            Self::BlocSize { issue, stance, round } => {
                let row = at(issue, round)?;
                f64::from(match stance {
                    Stance::Supports => row.supports,
                    Stance::Undecided => row.undecided,
                    Stance::Opposes => row.opposes,
                })
            }
            Self::ChangedStance { issue } => number(
                history
                    .agents
                    .iter()
                    .filter(|agent| {
                        Stance::of(agent.initial_position(issue))
                            != Stance::of(agent.position(issue))
                    })
                    .count(),
            ),
            Self::Changes { agent, issue } => {
                number(changes(issue).filter(|change| change.agent == agent).count())
            }
            Self::CausesOfAll { issue, post } => {
                number(changes(issue).filter(|change| change.because.contains(&post)).count())
            }
            Self::MovedByNews { issue, news } => {
                let moved = changes(issue).filter(|change| change.news.contains(&news));
                number(moved.map(|change| change.agent).collect::<BTreeSet<_>>().len())
            }
            _ => return None,
        })
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "`evaluate` sends only these rules here")]
    fn poll(&self, history: &History) -> Option<f64> {
        Some(match *self {
            Self::PollSample { poll } => number(find_poll(history, poll)?.answers.len()),
            Self::PollMean { poll, issue } => answers(history, poll, issue)?.answers.mean,
            Self::PollSpread { poll, issue } => answers(history, poll, issue)?.answers.sd,
            Self::PollLow { poll, issue } => answers(history, poll, issue)?.interval[0],
            Self::PollHigh { poll, issue } => answers(history, poll, issue)?.interval[1],
            _ => return None,
        })
    }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn actions(history: &History, from: u32, to: u32) -> Option<f64> {
    let activity = activity(history);
    let inside = activity.get((from as usize).checked_sub(1)?..to as usize)?;
    Some(inside.iter().sum::<f64>() / number(inside.len()))
}

fn price(history: &History, market: MarketId, round: u32) -> Option<f64> {
    let Some(place) = (round as usize).checked_sub(1) else {
        return Some(history.market(market).initial_price);
    };
    history.rounds.get(place)?.ended.as_ref()?.prices.get(market.index()).copied()
}

fn prices(history: &History, market: MarketId) -> impl Iterator<Item = f64> {
    curve(history, market).points.into_iter().map(|point| point.price_yes)
}

fn trades(history: &History, market: MarketId) -> impl Iterator<Item = &Trade> {
    history.trades.iter().filter(move |trade| trade.market == market)
}

fn find_trade(history: &History, seq: u64) -> Option<&Trade> {
    let place = history.trades.binary_search_by_key(&seq, |trade| trade.seq).ok()?;
    history.trades.get(place)
}

fn find_poll(history: &History, seq: u64) -> Option<&Poll> {
    history.polls.iter().find(|poll| poll.seq == seq)
}

fn answers(history: &History, poll: u64, issue: IssueId) -> Option<IssuePoll> {
    issue_poll(history, find_poll(history, poll)?, issue)
}
