//! Relations between named actors: what a sentence says one does to another.

use std::collections::{BTreeMap, BTreeSet};

use simswarm_engine::AgentId;
use simswarm_engine::cast::{ActorKind, Relation, RelationKind, Span};

use crate::act::Act;
use crate::actor::{Actor, Place};
use crate::lexicon::is;
use crate::places::Places;
use crate::text::{Sentence, Text};

/// Pairs that one sentence may relate.
const MAX_PAIRS: usize = 8;

pub(crate) fn relations(text: &Text, actors: &[Actor], places: &Places<'_>) -> Vec<Relation> {
    let mut found: BTreeMap<(u32, u32), (RelationKind, Span)> = BTreeMap::new();
    for (index, actor) in actors.iter().enumerate() {
        let employer = actor.employer.as_ref();
        let target = employer.and_then(|name| actors.iter().position(|other| &other.name == name));
        let place = actor.places.iter().find(|place| !place.quoted);
        if let (Some(target), Some(place)) = (target.filter(|target| *target != index), place) {
            let span = text.sentences[place.sentence].span();
            found.insert((id(index), id(target)), (RelationKind::WorksFor, span));
        }
    }
    for (at, sentence) in text.sentences.iter().enumerate() {
        for (source, target, kind) in pairs(sentence, places.in_sentence(at), actors) {
            let back = found.get(&(id(target), id(source))).map(|(kind, _)| *kind);
            let plain = kind == RelationKind::MentionedWith;
            if plain && back.is_some() {
                continue;
            }
            let entry = found.entry((id(source), id(target))).or_insert((kind, sentence.span()));
            if entry.0 == RelationKind::MentionedWith && !plain {
                *entry = (kind, sentence.span());
            }
        }
    }
    let relation =
        |((source, target), (kind, evidence)): ((u32, u32), (RelationKind, Span))| Relation {
            source: AgentId(source),
            target: AgentId(target),
            kind,
            fact: text.slice(evidence),
            evidence,
        };
    found.into_iter().map(relation).collect()
}

fn id(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn pairs(
    sentence: &Sentence,
    places: &[(usize, &Place)],
    actors: &[Actor],
) -> Vec<(usize, usize, RelationKind)> {
    let mut seen = BTreeSet::new();
    let first = places.iter().filter(|(index, _)| seen.insert(*index));
    let here: Vec<(usize, &Place)> = first.copied().collect();
    let mut found = Vec::new();
    for (order, &(source, from)) in here.iter().enumerate() {
        for &(target, to) in &here[order + 1..] {
            let verb = if from.act == Act::Nothing || from.quoted {
                None
            } else {
                verb_between(sentence, from.end, to.first, actors[source].kind)
            };
            found.push((source, target, verb.unwrap_or(RelationKind::MentionedWith)));
        }
    }
    found.truncate(MAX_PAIRS);
    found
}

/// Words by which a body of government rules over another.
const RULES: [&str; 20] = [
    "regulates",
    "oversees",
    "supervises",
    "fined",
    "fines",
    "ordered",
    "orders",
    "investigates",
    "investigated",
    "investigating",
    "licensed",
    "licenses",
    "sanctioned",
    "authorised",
    "authorized",
    "inspected",
    "audited",
    "ruled",
    "banned",
    "suspended",
];

fn verb_between(
    sentence: &Sentence,
    from: usize,
    to: usize,
    kind: ActorKind,
) -> Option<RelationKind> {
    let words = sentence.tokens.get(from..to)?;
    if words.len() > 14 {
        return None;
    }
    let turned = words.iter().filter(|token| is("negation", &token.lower)).count() % 2 == 1;
    for token in words {
        let word = token.lower.as_str();
        if kind == ActorKind::Government && RULES.contains(&word) {
            return Some(RelationKind::Regulates);
        }
        let supports =
            is("strong_for", word) || matches!(word, "joined" | "partnered" | "partnering");
        let opposes =
            is("strong_against", word) || matches!(word, "accused" | "accuses" | "blamed");
        if supports || opposes {
            return Some(if supports == turned {
                RelationKind::Opposes
            } else {
                RelationKind::Supports
            });
        }
    }
    None
}
