//! How an answer begins: with what it is an answer to.

use super::super::reading::UNDECIDED;
use super::{Tone, Voice, body, replies};
use crate::world::turn::PostView;

/// How often it takes up what the other has quoted.
const TO_THE_POINT: f64 = 0.6;

impl Voice<'_, '_> {
    /// What it says to somebody whom it contradicts: on what that one has quoted, if it has.
    pub(super) fn objection(&mut self, view: &PostView) -> String {
        if self.is_body() {
            return self.addressed(&body::OBJECTIONS, view);
        }
        if let Some(quoted) = self.quoted(view)
            && self.stream.chance(TO_THE_POINT)
        {
            return self.addressed(&replies::DISPUTED, view).replace("{quoted}", &quoted);
        }
        let phrases: &[&str] = match self.tone() {
            Tone::Sharp | Tone::Plain if self.bond.is_grudge() => &replies::OLD_QUARRELS,
            Tone::Sharp => &replies::SHARP_OBJECTIONS,
            Tone::Plain | Tone::Careful => &replies::PLAIN_OBJECTIONS,
        };
        self.addressed(phrases, view)
    }

    pub(super) fn applause(&mut self, view: &PostView) -> String {
        if self.is_body() {
            return self.addressed(&body::APPLAUSE, view);
        }
        if self.bond.is_debt() {
            return self.addressed(&replies::THANKS, view);
        }
        if let Some(quoted) = self.quoted(view)
            && self.stream.chance(TO_THE_POINT)
        {
            return self.addressed(&replies::TAKEN_UP, view).replace("{quoted}", &quoted);
        }
        self.addressed(&replies::APPLAUSE, view)
    }

    pub(super) fn talk(&mut self, view: &PostView) -> String {
        let said = view.stances.iter().find(|it| it.issue == self.belief.issue);
        let open = said.is_some_and(|it| it.position.abs() <= UNDECIDED);
        let phrases: &[&str] = if self.is_body() {
            &body::TALK
        } else if open && !self.is_undecided() {
            &replies::TO_UNDECIDED
        } else {
            &replies::TALK
        };
        self.addressed(phrases, view)
    }

    fn addressed(&mut self, phrases: &[&str], view: &PostView) -> String {
        let phrase = self.next(phrases, 6);
        self.filled(&phrase).replace("{who}", &view.author.name)
    }
}
