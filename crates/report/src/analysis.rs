//! What a report picks out of a run: who moved and because of what, and the rounds in which most changed.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use simswarm_engine::{AgentId, IssueId, MarketId, PostId};
use simswarm_projection::beliefs::rounds;
use simswarm_projection::history::{BeliefChange, History, Trade};
use simswarm_projection::stance::Stance;

/// The least change of a price or a mean position that is worth a line.
const WORTH: f64 = 0.02;
/// The least movement of one agent that is worth a line.
pub(crate) const MOVED: f64 = 0.05;

/// An agent's way on an issue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Mover<'h> {
    pub(crate) agent: AgentId,
    pub(crate) from: f64,
    pub(crate) to: f64,
    /// Its largest single change.
    pub(crate) step: Option<&'h BeliefChange>,
}

/// All agents that moved, the furthest first.
pub(crate) fn movers(history: &History, issue: IssueId) -> Vec<Mover<'_>> {
    let steps = largest_steps(history, issue);
    let mut movers: Vec<Mover<'_>> = history
        .agent_ids()
        .map(|id| {
            let agent = history.agent(id);
            let (from, to) = (agent.initial_position(issue), agent.position(issue));
            Mover { agent: id, from, to, step: steps.get(&id).copied() }
        })
        .filter(|mover| (mover.to - mover.from).abs() >= MOVED)
        .collect();
    movers.sort_by(|one, other| {
        descending((one.to - one.from).abs(), (other.to - other.from).abs())
            .then(one.agent.cmp(&other.agent))
    });
    movers
}

/// Each agent's largest single change, the earlier one where two are equal.
fn largest_steps(history: &History, issue: IssueId) -> BTreeMap<AgentId, &BeliefChange> {
    let mut largest: BTreeMap<AgentId, &BeliefChange> = BTreeMap::new();
    for change in history.belief_changes.iter().filter(|change| change.issue == issue) {
        let known = largest.entry(change.agent).or_insert(change);
        if (change.to - change.from).abs() > (known.to - known.from).abs() {
            *known = change;
        }
    }
    largest
}

/// The post that most belief changes of a span of rounds name as a cause.
pub(crate) fn strongest_cause(
    history: &History,
    issue: IssueId,
    round: Option<u32>,
) -> Option<PostId> {
    let mut tallies: BTreeMap<PostId, u32> = BTreeMap::new();
    let changes = history.belief_changes.iter().filter(|change| change.issue == issue);
    for change in changes.filter(|change| round.is_none_or(|round| change.round == round)) {
        for post in &change.because {
            *tallies.entry(*post).or_default() += 1;
        }
    }
    tallies
        .into_iter()
        .max_by_key(|(post, named)| (*named, std::cmp::Reverse(*post)))
        .map(|(post, _)| post)
}

/// A round in which something changed more than in others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Turning {
    pub(crate) round: u32,
    pub(crate) change: f64,
    pub(crate) of: Changed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Changed {
    Price(MarketId),
    Opinion(IssueId),
}

/// The `most` largest changes from one round to the next, in the order of the rounds.
pub(crate) fn turning_points(history: &History, most: usize) -> Vec<Turning> {
    let mut all = Vec::new();
    for issue in history.issue_ids() {
        let means: Vec<f64> = rounds(history, issue).iter().map(|row| row.mean).collect();
        all.extend(steps(&means, Changed::Opinion(issue)));
    }
    for market in history.market_ids() {
        let opening = history.market(market).initial_price;
        let ends = history.rounds.iter().filter_map(|round| round.ended.as_ref());
        let prices: Vec<f64> = std::iter::once(opening)
            .chain(ends.filter_map(|ended| ended.prices.get(market.index()).copied()))
            .collect();
        all.extend(steps(&prices, Changed::Price(market)));
    }
    all.sort_by(|one: &Turning, other| {
        descending(one.change.abs(), other.change.abs()).then(one.round.cmp(&other.round))
    });
    all.truncate(most);
    all.sort_by_key(|turning| turning.round);
    all
}

fn steps(values: &[f64], of: Changed) -> impl Iterator<Item = Turning> {
    values.windows(2).zip(1..).filter_map(move |(pair, round)| {
        let change = pair[1] - pair[0];
        (change.abs() >= WORTH).then_some(Turning { round, change, of })
    })
}

/// The trade that moved a market's price most, in one round or in all.
pub(crate) fn strongest_trade(
    history: &History,
    market: MarketId,
    round: Option<u32>,
) -> Option<&Trade> {
    let trades = history.trades.iter().filter(|trade| trade.market == market);
    let trades = trades.filter(|trade| round.is_none_or(|round| trade.round == round));
    trades.min_by(|one, other| descending(impact(one), impact(other)))
}

fn impact(trade: &Trade) -> f64 {
    (trade.price_after - trade.price_before).abs()
}

/// Who stands where on an issue, in the cast's order.
pub(crate) fn members(history: &History, issue: IssueId, stance: Stance) -> Vec<AgentId> {
    history
        .agent_ids()
        .filter(|id| Stance::of(history.agent(*id).position(issue)) == stance)
        .collect()
}

fn descending(one: f64, other: f64) -> Ordering {
    other.total_cmp(&one)
}
