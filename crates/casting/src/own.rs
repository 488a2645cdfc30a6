//! Which parts of a document are an actor's own: what it says and does, and quotations that go on after it.

use simswarm_engine::cast::ActorKind;

use crate::act::{Act, is_quote};
use crate::actor::{Actor, Place};
use crate::lexicon::is;
use crate::places::Places;
use crate::text::{BlockKind, Sentence, Text, TokenKind};

/// A sentence and its tokens, end exclusive.
pub(crate) type Part = (usize, usize, usize);

/// The parts of sentences that are an actor's own: from its name on, and quotations that go on after it.
pub(crate) fn parts(text: &Text, actor: &Actor, places: &Places<'_>) -> Vec<Part> {
    let mut own: Vec<Part> = Vec::new();
    for place in actor.places.iter().filter(|place| !place.quoted) {
        let sentence = &text.sentences[place.sentence];
        // Places come in order: what has this sentence is among the last.
        let known = own.iter().rev().take(4).any(|part| part.0 == place.sentence);
        if sentence.kind == BlockKind::Heading || known {
            continue;
        }
        let Some(part) = own_part(sentence, place, places) else { continue };
        own.push((place.sentence, part.0, part.1));
        follow(text, (place.sentence, actor.kind), places, &mut own);
    }
    own
}

/// The tokens of a sentence that count as an actor's: all of them unless another one speaks in it too.
fn own_part(sentence: &Sentence, place: &Place, places: &Places<'_>) -> Option<(usize, usize)> {
    if place.act == Act::Nothing {
        return None;
    }
    let others = places.in_sentence(place.sentence).iter().map(|(_, other)| *other);
    let acting = others.filter(|other| other.first != place.first && other.act != Act::Nothing);
    let acting: Vec<usize> = acting.map(|other| other.first).collect();
    let after = acting.iter().copied().filter(|first| *first >= place.end).min();
    let before = acting.iter().copied().filter(|first| *first < place.first).max();
    let listed = after.is_some_and(|first| {
        sentence.tokens[place.end..first].iter().all(|t| {
            t.kind == TokenKind::Mark
                || t.is_capitalised()
                || matches!(t.lower.as_str(), "and" | "or" | "the")
        })
    });
    let end = after.filter(|_| !listed).unwrap_or(sentence.tokens.len());
    let start = if before.is_some() { place.first } else { 0 };
    Some((start, end))
}

/// Sentences after one's own that go on with it: "He added …", or nothing but a quotation.
fn follow(text: &Text, (from, kind): (usize, ActorKind), places: &Places<'_>, own: &mut Vec<Part>) {
    let block = text.sentences[from].block;
    for next in from + 1..text.sentences.len().min(from + 4) {
        let sentence = &text.sentences[next];
        let named = places.in_sentence(next).iter().any(|(_, place)| !place.quoted);
        if sentence.block != block || named || own.iter().rev().take(4).any(|it| it.0 == next) {
            return;
        }
        let first = &sentence.tokens[0];
        let pronoun = if kind == ActorKind::Person { "he" } else { "they" };
        let goes_on = is_quote(first) || is(pronoun, &first.lower);
        if !goes_on {
            return;
        }
        own.push((next, 0, sentence.tokens.len()));
    }
}
