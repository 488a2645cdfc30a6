//! Names to actors: mentions of one name are grouped, aliases merged, and what does not act is dropped.

use std::collections::BTreeMap;

use super::act::{self, Act};
use super::lexicon::is;
use super::scan::{self, Mention};
use super::text::{Text, Token, span};
use super::{ActorKind, Span, alias, kind};

/// Somebody the document names, with all that it says about them.
pub(super) struct Actor {
    pub(super) name: String,
    pub(super) kind: ActorKind,
    pub(super) role: Option<String>,
    /// The key of the body it works for.
    pub(super) employer: Option<String>,
    pub(super) places: Vec<Place>,
    pub(super) weight: f64,
}

/// A mention of an actor: a sentence and its tokens, end exclusive.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) sentence: usize,
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) span: Span,
    pub(super) act: Act,
    pub(super) quoted: bool,
}

/// All mentions of one name before it is decided what it is.
pub(super) struct Group {
    pub(super) words: Vec<String>,
    pub(super) mentions: Vec<Mention>,
    pub(super) facts: kind::Facts,
}

pub(super) fn key_of(words: &[String]) -> String {
    words.join(" ").to_lowercase()
}

/// The actors of a document, the weightiest first.
pub(super) fn actors(text: &Text) -> Vec<Actor> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for mention in scan::mentions(text) {
        let words = mention.words.clone();
        let group = groups.entry(key_of(&words)).or_insert_with(|| Group {
            words,
            mentions: Vec::new(),
            facts: kind::Facts::default(),
        });
        group.mentions.push(mention);
    }
    for group in groups.values_mut() {
        group.facts = kind::Facts::gather(text, &group.mentions);
    }
    let hires = employers(text, &groups);
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
    let in_text = |actor: &Actor, key: &str| {
        let article = if groups[key].facts.takes_the() { "the " } else { "" };
        (actor.name.clone(), format!("{article}{}", actor.name))
    };
    let names: BTreeMap<String, (String, String)> =
        found.iter().map(|(key, actor)| (key.clone(), in_text(actor, key))).collect();
    let mut actors: Vec<Actor> = found.into_iter().map(|(_, actor)| actor).collect();
    for actor in &mut actors {
        let employer = actor.employer.take().and_then(|key| names.get(&key));
        actor.employer = employer.map(|(name, _)| name.clone());
        let Some((_, employer)) = employer else { continue };
        actor.role = match actor.role.take() {
            Some(role) if role.contains(" of ") || role.contains(" at ") => Some(role),
            Some(role) => Some(format!("{role} of {employer}")),
            None if actor.kind == ActorKind::Person => Some(format!("the name behind {employer}")),
            None => None,
        };
    }
    actors
}

/// For whom a mention holds its role: (sentence, first token) → key of the body.
fn employers(text: &Text, groups: &BTreeMap<String, Group>) -> BTreeMap<(usize, usize), String> {
    let mut ends: BTreeMap<(usize, usize), String> = BTreeMap::new();
    let mut starts: BTreeMap<(usize, usize), String> = BTreeMap::new();
    for (key, group) in groups {
        for mention in &group.mentions {
            ends.insert((mention.sentence, mention.end), key.clone());
            if scan::is_typed(&mention.words[mention.words.len() - 1].to_lowercase()) {
                starts.insert((mention.sentence, mention.first), key.clone());
            }
        }
    }
    let mut found = BTreeMap::new();
    for mention in groups.values().flat_map(|group| &group.mentions) {
        let tokens = &text.sentences[mention.sentence].tokens;
        let before = act::role_before(tokens, mention);
        let at = mention
            .title
            .map(|(start, _)| start)
            .or_else(|| before.and_then(|role| role.employer).map(|last| last + 1));
        let held = act::role_after(tokens, mention).filter(|(from, to)| {
            tokens[*from..*to].iter().take(6).any(|token| is("role", &token.lower))
        });
        let within = held.and_then(|(from, to)| {
            (from..=to).rev().find_map(|end| ends.get(&(mention.sentence, end)))
        });
        let key = at
            .and_then(|end| ends.get(&(mention.sentence, end)))
            .or(within)
            .or_else(|| owner_named_before(text, groups, mention))
            .or_else(|| owned_body(tokens, mention, &starts));
        if let Some(key) = key {
            found.insert((mention.sentence, mention.first), key.clone());
        }
    }
    found
}

/// "Its president, X": the body that was named last before, in this sentence or the one before.
fn owner_named_before<'a>(
    text: &Text,
    groups: &'a BTreeMap<String, Group>,
    mention: &Mention,
) -> Option<&'a String> {
    let tokens = &text.sentences[mention.sentence].tokens;
    let role = act::role_before(tokens, mention).map(|role| (role.from, role.to));
    let (from, to) = role.or(mention.title)?;
    let pronoun = from.checked_sub(1).filter(|at| act::is_owner(&tokens[*at]));
    // "CEO X called …" after a sentence about a company.
    let heads = from == 0 && tokens[from..to].iter().any(|t| is("body_head", &t.lower));
    let owner = pronoun.or(heads.then_some(0))?;
    let block = text.sentences[mention.sentence].block;
    let near = |m: &Mention| {
        let before = (m.sentence, m.first) < (mention.sentence, owner);
        before && m.sentence + 3 > mention.sentence && text.sentences[m.sentence].block == block
    };
    let is_body = |group: &Group| kind::of(group).is_some_and(|kind| kind != ActorKind::Person);
    // A surname alone is no body, before it is known whose it is.
    let surname = |group: &Group| {
        let longer =
            |other: &Group| other.words.len() > 1 && other.words.last() == group.words.last();
        group.words.len() == 1 && groups.values().any(longer)
    };
    let bodies = groups.iter().filter(|(_, group)| is_body(group) && !surname(group));
    let places = bodies.flat_map(|(key, group)| group.mentions.iter().map(move |m| (m, key)));
    // The sentence's first body is its subject.
    let found = places
        .filter(|(m, _)| near(m))
        .min_by_key(|(m, _)| (std::cmp::Reverse(m.sentence), m.first));
    found.map(|(_, key)| key)
}

/// "Jo Reyes's Alba Fund": who has a body answers for it.
fn owned_body<'a>(
    tokens: &[Token],
    mention: &Mention,
    starts: &'a BTreeMap<(usize, usize), String>,
) -> Option<&'a String> {
    let person = mention.words.len() > 1 && tokens[mention.end - 1].possessive;
    starts.get(&(mention.sentence, mention.end)).filter(|_| person && is_given(mention))
}

fn is_given(mention: &Mention) -> bool {
    is("given", &mention.words[0].to_lowercase())
}

fn decide(text: &Text, group: &Group, employer: Option<String>) -> Option<Actor> {
    let kind = kind::of(group)?;
    let mut places: Vec<Place> = group.mentions.iter().map(|m| place(text, m)).collect();
    places.sort_by_key(|place| place.span);
    if places.iter().all(|place| place.quoted) {
        return None;
    }
    let role = group.mentions.iter().find_map(|mention| role_text(text, mention, kind));
    let acts = |which: Act| places.iter().filter(|place| place.act == which).count();
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let weight = count(places.len()).min(6.0)
        + 2.0 * count(acts(Act::Speaks))
        + 1.5 * count(acts(Act::Acts))
        + f64::from(u8::from(role.is_some()))
        + if kind == ActorKind::Person { 1.0 } else { 0.0 };
    let name = group.words.join(" ");
    Some(Actor { name, kind, role, employer, places, weight })
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

/// Forms of address, which are no role.
const HONORIFICS: [&str; 8] = ["mr", "mrs", "ms", "miss", "dr", "sir", "dame", "prof"];

/// What the document calls an actor beside its name.
fn role_text(text: &Text, mention: &Mention, kind: ActorKind) -> Option<String> {
    let tokens = &text.sentences[mention.sentence].tokens;
    let slice = |from: usize, to: usize| text.slice(span(tokens[from].start, tokens[to - 1].end));
    if let Some((from, to)) = act::role_after(tokens, mention) {
        let org = tokens[from..to].iter().take(6).any(|t| is("org_role", &t.lower));
        let person = tokens[from..to].iter().take(6).any(|t| is("role", &t.lower));
        if (kind == ActorKind::Person && person) || (kind != ActorKind::Person && org) {
            return Some(slice(from, to));
        }
    }
    if kind != ActorKind::Person {
        let described = kind::description_before(tokens, mention).map(|(from, to)| slice(from, to));
        let based = |said: String| if said.ends_with("-based") { said + " company" } else { said };
        return described.map(based);
    }
    let titled = mention.title.map(|(from, to)| {
        let words: Vec<String> = tokens[from..to]
            .iter()
            .filter(|t| !t.is_mark('.') && !HONORIFICS.contains(&t.lower.as_str()))
            .map(|t| if t.is_acronym() { t.text.clone() } else { t.lower.clone() })
            .collect();
        (words.join(" "), from.checked_sub(1))
    });
    let before =
        || act::role_before(tokens, mention).map(|role| (slice(role.from, role.to), role.employer));
    let (role, employer) = titled.filter(|(role, _)| !role.is_empty()).or_else(before)?;
    let owner = employer.filter(|at| is_name(tokens, *at)).map(|at| {
        let mut from = at;
        while from > 0 && tokens[from - 1].is_capitalised() && !tokens[from - 1].possessive {
            from -= 1;
        }
        text.slice(span(tokens[from].start, tokens[at].end))
    });
    match (role.is_empty(), owner) {
        (true, _) => None,
        (false, Some(owner)) => Some(held_for(&role, &owner)),
        (false, None) => Some(uncapitalised(&role)),
    }
}

/// Whether the capital at `at` is a name's and not its sentence's.
fn is_name(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    token.is_acronym()
        || token.is_capitalised()
            && !(scan::opens(tokens, at) && scan::is_common_noun(&token.lower))
}

/// "Hotel owner" → "hotel owner"; an acronym stays.
fn uncapitalised(role: &str) -> String {
    let mut chars = role.chars();
    let Some(first) = chars.next() else { return String::new() };
    let shout = chars.clone().next().is_some_and(char::is_uppercase);
    let word = role.split(' ').next().unwrap_or_default().to_lowercase();
    if shout || !scan::is_common_noun(&word) {
        return role.to_owned();
    }
    first.to_lowercase().chain(chars).collect()
}

/// "chairman" and "Alba" → "chairman of Alba".
fn held_for(role: &str, owner: &str) -> String {
    let article = if matches!(owner, "US" | "UK" | "EU" | "UN") { "the " } else { "" };
    let link = if role.contains(" of ") { "at" } else { "of" };
    format!("{role} {link} {article}{owner}")
}
