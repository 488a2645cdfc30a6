//! For whom somebody speaks: the body that a role is held for, or that has another one.

use std::collections::{BTreeMap, BTreeSet};

use simswarm_engine::cast::ActorKind;

use crate::act;
use crate::actor::Group;
use crate::facts;
use crate::kind;
use crate::lexicon::is;
use crate::scan::{self, Mention};
use crate::text::{Text, Token};

/// For whom a mention holds its role: (sentence, first token) → key of the body.
pub(crate) fn employers(
    text: &Text,
    groups: &BTreeMap<String, Group>,
) -> BTreeMap<(usize, usize), String> {
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
    let bodies = Bodies::of(groups);
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
            .or_else(|| owner_named_before(text, &bodies, mention))
            .or_else(|| owning_body(tokens, mention, &ends))
            .or_else(|| owned_body(tokens, mention, &starts));
        if let Some(key) = key {
            found.insert((mention.sentence, mention.first), key.clone());
        }
    }
    found
}

/// Where the document names bodies, in its order.
struct Bodies<'a>(Vec<(usize, usize, &'a String)>);

impl<'a> Bodies<'a> {
    fn of(groups: &'a BTreeMap<String, Group>) -> Self {
        let is_body = |group: &Group| kind::of(group).is_some_and(|it| it != ActorKind::Person);
        // A surname alone is no body, before it is known whose it is.
        let several = groups.values().filter(|group| group.words.len() > 1);
        let surnames: BTreeSet<&String> = several.filter_map(|group| group.words.last()).collect();
        let surname = |group: &Group| group.words.len() == 1 && surnames.contains(&group.words[0]);
        let bodies = groups.iter().filter(|(_, group)| is_body(group) && !surname(group));
        let mut places: Vec<(usize, usize, &String)> = bodies
            .flat_map(|(key, group)| group.mentions.iter().map(move |m| (m.sentence, m.first, key)))
            .collect();
        places.sort_unstable();
        Self(places)
    }

    /// The subject of the sentence that named a body last before `at`, in the same block and not far back.
    fn before(&self, text: &Text, at: (usize, usize)) -> Option<&'a String> {
        let end = self.0.partition_point(|(sentence, first, _)| (*sentence, *first) < at);
        let (last, ..) = *self.0.get(end.checked_sub(1)?)?;
        let near = last + 3 > at.0 && text.sentences[last].block == text.sentences[at.0].block;
        // The sentence's first body is its subject.
        let begin = self.0.partition_point(|(sentence, ..)| *sentence < last);
        self.0.get(begin).filter(|_| near).map(|(_, _, key)| *key)
    }
}

/// "Its president, X": the body that was named last before, in this sentence or the one before.
fn owner_named_before<'a>(
    text: &Text,
    bodies: &Bodies<'a>,
    mention: &Mention,
) -> Option<&'a String> {
    let tokens = &text.sentences[mention.sentence].tokens;
    let role = act::role_before(tokens, mention).map(|role| (role.from, role.to));
    let (from, to) = role.or(mention.title)?;
    let pronoun = from.checked_sub(1).filter(|at| act::is_owner(&tokens[*at]));
    // "CEO X called …" after a sentence about a company.
    let heads = from == 0 && tokens[from..to].iter().any(|t| is("body_head", &t.lower));
    let owner = pronoun.or(heads.then_some(0))?;
    bodies.before(text, (mention.sentence, owner))
}

/// "Alba's Office of Trade": the office answers for Alba.
fn owning_body<'a>(
    tokens: &[Token],
    mention: &Mention,
    ends: &'a BTreeMap<(usize, usize), String>,
) -> Option<&'a String> {
    facts::owner_before(tokens, mention)?;
    let body = scan::is_typed(&mention.words[mention.words.len() - 1].to_lowercase())
        || kind::is_acronym(&mention.words);
    let owner = ends.get(&(mention.sentence, mention.first)).filter(|_| body)?;
    let person = owner.split(' ').next().is_some_and(|word| is("given", word));
    (!person).then_some(owner)
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
