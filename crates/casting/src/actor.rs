//! Names to actors: mentions of one name are grouped, aliases merged, and what does not act is dropped.

use std::collections::BTreeMap;

use simswarm_engine::cast::{ActorKind, Span};

use crate::act::{self, Act};
use crate::facts::Facts;
use crate::scan::{self, Mention};
use crate::text::{Text, span};
use crate::{alias, employer, kind, role};

/// Somebody the document names, with all that it says about them.
pub(crate) struct Actor {
    pub(crate) name: String,
    /// The name inside a sentence: "the Harbour Board".
    pub(crate) in_text: String,
    pub(crate) kind: ActorKind,
    pub(crate) role: Option<String>,
    /// The key of the body it works for.
    pub(crate) employer: Option<String>,
    pub(crate) places: Vec<Place>,
    pub(crate) weight: f64,
}

/// A mention of an actor: a sentence and its tokens, end exclusive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) sentence: usize,
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) span: Span,
    pub(crate) act: Act,
    pub(crate) quoted: bool,
}

/// All mentions of one name before it is decided what it is.
pub(crate) struct Group {
    pub(crate) words: Vec<String>,
    pub(crate) mentions: Vec<Mention>,
    pub(crate) facts: Facts,
}

pub(crate) fn key_of(words: &[String]) -> String {
    words.join(" ").to_lowercase()
}

/// The actors of a document, the weightiest first.
pub(crate) fn actors(text: &Text) -> Vec<Actor> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for mention in scan::mentions(text) {
        let words = mention.words.clone();
        let group = groups.entry(key_of(&words)).or_insert_with(|| Group {
            words,
            mentions: Vec::new(),
            facts: Facts::default(),
        });
        group.mentions.push(mention);
    }
    for group in groups.values_mut() {
        group.facts = Facts::gather(text, &group.mentions);
    }
    let hires = employer::employers(text, &groups);
    for employer in hires.values() {
        if let Some(group) = groups.get_mut(employer) {
            group.facts.employs = true;
        }
    }
    let aliases = alias::merge(text, &mut groups);
    let resolve = |key: &String| aliases.get(key).unwrap_or(key).clone();
    let mut found: Vec<(String, Actor)> = Vec::new();
    for (key, group) in &groups {
        let employer = group.mentions.iter().find_map(|m| hires.get(&(m.sentence, m.first)));
        let employer = employer.map(resolve).filter(|employer| employer != key);
        if let Some(actor) = decide(text, group, employer) {
            found.push((key.clone(), actor));
        }
    }
    let first = |actor: &Actor| actor.places.iter().map(|place| place.span.start).min();
    found.sort_by(|(_, a), (_, b)| b.weight.total_cmp(&a.weight).then(first(a).cmp(&first(b))));
    let names: BTreeMap<String, (String, String)> = found
        .iter()
        .map(|(key, actor)| (key.clone(), (actor.name.clone(), actor.in_text.clone())))
        .collect();
    let mut actors: Vec<Actor> = found.into_iter().map(|(_, actor)| actor).collect();
    for actor in &mut actors {
        let Some(key) = actor.employer.take() else { continue };
        let Some((name, in_text)) = names.get(&key) else { continue };
        actor.employer = Some(name.clone());
        let is_alias = |owner: &str| aliases.get(&owner.to_lowercase()) == Some(&key);
        actor.role = Some(role::held_by(actor, in_text, is_alias));
    }
    actors
}

fn decide(text: &Text, group: &Group, employer: Option<String>) -> Option<Actor> {
    let kind = kind::of(group)?;
    let mut places: Vec<Place> = group.mentions.iter().map(|m| place(text, m)).collect();
    places.sort_by_key(|place| place.span);
    if places.iter().all(|place| place.quoted) {
        return None;
    }
    let role = group.mentions.iter().find_map(|mention| role::in_text(text, mention, kind));
    let acts = |which: Act| places.iter().filter(|place| place.act == which).count();
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let weight = count(places.len()).min(6.0)
        + 2.0 * count(acts(Act::Speaks))
        + 1.5 * count(acts(Act::Acts))
        + f64::from(u8::from(role.is_some()))
        + if kind == ActorKind::Person { 1.0 } else { 0.0 };
    let name = group.words.join(" ");
    let article = if group.facts.takes_the() { "the " } else { "" };
    let in_text = format!("{article}{name}");
    Some(Actor { name, in_text, kind, role, employer, places, weight })
}

fn place(text: &Text, mention: &Mention) -> Place {
    let sentence = &text.sentences[mention.sentence];
    let tokens = &sentence.tokens;
    Place {
        sentence: mention.sentence,
        first: mention.first,
        end: mention.end,
        span: span(tokens[mention.first].start, tokens[mention.end - 1].end),
        act: act::act(sentence, mention),
        quoted: tokens[mention.first].quoted,
    }
}
