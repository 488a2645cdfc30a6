//! What an agent holds likely, what it answers in private, and whether it has changed its mind.

use super::voice::Voice;
use crate::IssueId;
use crate::action::PollAnswer;
use crate::number::{from_log_odds, log_odds, rounded};
use crate::stream::Stream;
use crate::world::Turn;
use crate::world::turn::{BeliefView, MarketView, Named};

/// Log-odds that full conviction adds to what the market opened with.
const CONVICTION: f64 = 2.6;
/// A move in public position that is worth a word, and one that is a change of side.
const WORTH_SAYING: f64 = 0.22;
const OTHER_SIDE: f64 = 0.06;

/// A change of mind that was not yet said aloud.
pub(super) struct Change<'t> {
    pub(super) issue: IssueId,
    pub(super) kind: ChangeKind,
    pub(super) by: Option<&'t Named>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChangeKind {
    /// To the other side.
    Crossed,
    /// Towards the middle.
    Weakened,
    /// Away from it.
    Hardened,
}

/// The greatest change since the agent last declared itself, if it is worth a word.
pub(super) fn turned(turn: &Turn) -> Option<Change<'_>> {
    let changes = turn.beliefs.iter().filter_map(|belief| {
        let said = belief.declared?;
        let now = belief.position;
        let kind = if said * now < 0.0 && now.abs() > OTHER_SIDE {
            ChangeKind::Crossed
        } else if (now - said).abs() < WORTH_SAYING {
            return None;
        } else if now.abs() < said.abs() {
            ChangeKind::Weakened
        } else {
            ChangeKind::Hardened
        };
        let by = belief.moved_by.as_ref();
        Some(((now - said).abs(), Change { issue: belief.issue, kind, by }))
    });
    changes.max_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, change)| change)
}

/// How likely the agent holds an issue's proposition: its conviction in log-odds, on top of what the market opened
/// with, and drawn towards the present price as far as it is unsure.
pub(super) fn probability(belief: &BeliefView, market: Option<&MarketView>) -> f64 {
    let conviction = CONVICTION * belief.position * (0.35 + 0.65 * belief.confidence);
    let Some(market) = market else { return from_log_odds(conviction) };
    let own = log_odds(market.opened_at.clamp(0.02, 0.98)) + conviction;
    let deference = 0.45 * (1.0 - belief.confidence);
    let price = log_odds(market.price.clamp(0.01, 0.99));
    from_log_odds((1.0 - deference) * own + deference * price)
}

pub(super) fn market_of(turn: &Turn, issue: IssueId) -> Option<&MarketView> {
    turn.markets.iter().find(|market| market.issue == issue)
}

/// The private answers, with a little of the noise that people have.
pub(super) fn poll(turn: &Turn, stream: &mut Stream) -> Vec<PollAnswer> {
    let mut answers = Vec::with_capacity(turn.beliefs.len());
    for (index, belief) in turn.beliefs.iter().enumerate() {
        let noise = 0.03 * (1.0 - belief.confidence) * stream.normal();
        let likely = probability(belief, market_of(turn, belief.issue)) + noise;
        let probability = rounded(likely.clamp(0.01, 0.99), 3);
        let reason = Voice::new(turn, index, stream).map_or_else(String::new, |mut v| v.reason());
        answers.push(PollAnswer { issue: belief.issue, probability, reason });
    }
    answers
}
