//! Looking back: what an agent says of what it remembers of an issue.

use super::{Voice, tables};
use crate::world::memory::{Accord, Remembered};
use crate::world::recall::Recollection;

/// Rounds after which one may say that one has said it before.
const LONG_AGO: u32 = 3;

impl<'t> Voice<'t, '_> {
    /// A sentence on what it remembers of this issue: who moved it, who has contradicted it or passed it on, or that it
    /// has said so before; the newest of these.
    pub(super) fn looking_back(&mut self) -> Option<String> {
        let memory = self.turn.memory.iter().rev();
        let mut on_this = memory.filter(|it| it.note.what.issue() == Some(self.belief.issue));
        let (phrases, who) = on_this.find_map(|it| self.phrases_on(it))?;
        let phrase = self.next(phrases, 14);
        let text = self.filled(&phrase);
        Some(who.map_or(text.clone(), |who| text.replace("{who}", who)))
    }

    /// How a memory is put into words, if it can be.
    fn phrases_on(
        &self,
        memory: &'t Recollection,
    ) -> Option<(&'static [&'static str], Option<&'t str>)> {
        let who = memory.who.as_ref().map(|who| &*who.name);
        let age = self.turn.round.saturating_sub(memory.note.round);
        let firm = !self.is_undecided();
        match memory.note.what {
            Remembered::Moved { to, .. } if to * self.belief.position > 0.0 && firm => {
                who.map(|who| (&tables::MOVED_BY[..], Some(who)))
            }
            Remembered::WasAnswered { accord: Accord::Against, .. } if firm => {
                who.map(|who| (&tables::CONTRADICTED_BY[..], Some(who)))
            }
            Remembered::WasAnswered { accord: Accord::With, .. } if firm => {
                who.map(|who| (&tables::BACKED_BY[..], Some(who)))
            }
            Remembered::Posted { .. } if firm && age >= LONG_AGO && self.is_where_it_was() => {
                Some((&tables::SAID_BEFORE, None))
            }
            Remembered::Posted { .. }
            | Remembered::Answered { .. }
            | Remembered::WasAnswered { .. }
            | Remembered::WasReposted { .. }
            | Remembered::WasFollowed { .. }
            | Remembered::Voted { .. }
            | Remembered::Reposted { .. }
            | Remembered::Followed { .. }
            | Remembered::Unfollowed { .. }
            | Remembered::Traded { .. }
            | Remembered::Commented { .. }
            | Remembered::Moved { .. } => None,
        }
    }

    /// It has declared itself, and on the side where it stands now.
    pub(super) fn is_where_it_was(&self) -> bool {
        self.belief.declared.is_some_and(|said| said * self.belief.position > 0.0)
    }
}
