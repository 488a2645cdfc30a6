//! The sections of the built-in report. One that has nothing to say is left out.

pub(crate) mod blocs;
pub(crate) mod ensemble;
pub(crate) mod events;
pub(crate) mod findings;
pub(crate) mod limits;
pub(crate) mod markets;
pub(crate) mod movers;
pub(crate) mod polls;
pub(crate) mod posts;
pub(crate) mod timeline;
pub(crate) mod verdict;

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
