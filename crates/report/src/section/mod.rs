//! The sections of the built-in report. One that has nothing to say is left out.

pub(crate) mod blocs;
pub(crate) mod cascades;
pub(crate) mod circles;
pub(crate) mod ensemble;
pub(crate) mod events;
pub(crate) mod findings;
pub(crate) mod influence;
pub(crate) mod limits;
pub(crate) mod markets;
pub(crate) mod movers;
pub(crate) mod phases;
pub(crate) mod polarisation;
pub(crate) mod polls;
pub(crate) mod posts;
pub(crate) mod timeline;
pub(crate) mod verdict;

use simswarm_projection::history::History;

use crate::model::{Block, Claim, Section};

fn section(id: &str, title: &str, blocks: Vec<Block>) -> Option<Section> {
    (!blocks.is_empty()).then(|| Section { id: id.to_owned(), title: title.to_owned(), blocks })
}

fn list(items: Vec<Claim>) -> Vec<Block> {
    if items.is_empty() { Vec::new() } else { vec![Block::List { items }] }
}

fn columns(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// The event that a round ended with, or begun with where it did not end: the one to point at for what holds then.
fn end_of(history: &History, round: u32) -> Option<u64> {
    let Some(place) = (round as usize).checked_sub(1) else {
        return history.opening.as_ref().map(|opening| opening.seq);
    };
    let round = history.rounds.get(place)?;
    Some(round.ended.as_ref().map_or(round.seq, |ended| ended.seq))
}
