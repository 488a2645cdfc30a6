//! How a post reads to an agent: what it is about, and how far the two agree.

use super::bonds::Bond;
use crate::feed::Why;
use crate::world::Turn;
use crate::world::turn::PostView;

/// Agreement from which a post counts as shared, and below whose negative it counts as rejected.
const CLEAR: f64 = 0.18;

/// A position nearer to the middle than this takes no side.
pub(super) const UNDECIDED: f64 = 0.1;

/// What a grudge or a debt weighs against agreement.
const BOND_WEIGHT: f64 = 0.15;

/// One post, read.
pub(super) struct Reading<'t> {
    pub(super) view: &'t PostView,
    /// The issue that the two have most to say to each other about.
    pub(super) issue: usize,
    /// −1 (the opposite of what the reader holds) … 1 (its very own words).
    pub(super) agreement: f64,
    /// One of the two takes no side: there is nothing to share or to reject.
    open: bool,
    /// It is the post that takes none, and the reader could help.
    pub(super) seeks_a_side: bool,
    /// What the reader remembers of its author.
    pub(super) bond: Bond,
}

impl Reading<'_> {
    pub(super) fn answers_me(&self) -> bool {
        self.view.why == Why::AnswersYou
    }

    /// How much it calls for an objection: disagreement, more with whom it has quarrelled before.
    pub(super) fn provocation(&self) -> f64 {
        -self.agreement + if self.bond.is_grudge() { BOND_WEIGHT } else { 0.0 }
    }

    /// How much it calls for applause: agreement, more with whom it owes something.
    pub(super) fn appeal(&self) -> f64 {
        self.agreement + if self.bond.is_debt() { BOND_WEIGHT } else { 0.0 }
    }

    pub(super) fn is_shared(&self) -> bool {
        !self.open && self.agreement > CLEAR
    }

    pub(super) fn is_rejected(&self) -> bool {
        !self.open && self.agreement < -CLEAR
    }
}

/// Reads the feed. Posts that take no stance are talk about the first issue.
pub(super) fn read(turn: &Turn) -> Vec<Reading<'_>> {
    let readings = turn.feed.iter().map(|view| {
        let (issue, agreement, said) = view
            .stances
            .iter()
            .filter_map(|stance| {
                let belief = turn.beliefs.get(stance.issue.index())?;
                let agreement = agreement(belief.position, stance.position);
                Some((stance.issue.index(), agreement, stance.position))
            })
            .max_by(|(_, one, _), (_, other, _)| one.abs().total_cmp(&other.abs()))
            .unwrap_or((0, 0.0, 0.0));
        let held = turn.beliefs.get(issue).map_or(0.0, |belief| belief.position);
        let (open, decided) = (said.abs() <= UNDECIDED, held.abs() > UNDECIDED);
        let seeks_a_side = open && decided;
        let open = open || !decided;
        Reading {
            view,
            issue,
            agreement,
            open,
            seeks_a_side,
            bond: Bond::with(turn, view.author.agent),
        }
    });
    readings.collect()
}

/// Positive on the same side, negative across; strong where both are far from the middle. A gulf on one side is
/// no agreement.
fn agreement(held: f64, said: f64) -> f64 {
    let distance = (held - said).abs();
    let same_side = held * said > 0.0;
    let force = libm::sqrt((held * said).abs());
    if same_side { force * (1.0 - 0.5 * distance) } else { -(0.3 * distance + 0.7 * force) }
}
