//! Who is named in which sentence, so that nothing has to look through all actors for each of them.

use std::collections::BTreeMap;

use crate::actor::{Actor, Place};

/// The places of all actors by their sentence, each with the actor's index, in the sentence's order.
pub(crate) struct Places<'a>(BTreeMap<usize, Vec<(usize, &'a Place)>>);

impl<'a> Places<'a> {
    pub(crate) fn of(actors: &'a [Actor]) -> Self {
        let mut found: BTreeMap<usize, Vec<(usize, &Place)>> = BTreeMap::new();
        for (index, actor) in actors.iter().enumerate() {
            for place in &actor.places {
                found.entry(place.sentence).or_default().push((index, place));
            }
        }
        for places in found.values_mut() {
            places.sort_by_key(|(index, place)| (place.first, *index));
        }
        Self(found)
    }

    pub(crate) fn in_sentence(&self, sentence: usize) -> &[(usize, &'a Place)] {
        self.0.get(&sentence).map_or(&[], Vec::as_slice)
    }
}
