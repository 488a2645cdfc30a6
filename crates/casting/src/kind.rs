//! What a name is: a person, a body, or nothing that acts. The words of the name decide first, then its use.

use simswarm_engine::cast::ActorKind;

use crate::actor::Group;
use crate::facts::Facts;
use crate::lexicon::is;

/// "NTSB", "G7": two or more letters or digits and no small one.
pub(crate) fn is_acronym(words: &[String]) -> bool {
    let [word] = words else { return false };
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let signs = word.chars().filter(|c| c.is_alphanumeric()).count();
    letters >= 1 && signs >= 2 && !word.chars().any(char::is_lowercase)
}

/// The kind of actor, or nothing for what is none.
pub(crate) fn of(group: &Group) -> Option<ActorKind> {
    let facts = &group.facts;
    let lower: Vec<String> = group.words.iter().map(|word| word.to_lowercase()).collect();
    if facts.unquoted == 0 || is_never(&lower, facts) {
        return None;
    }
    if facts.held > 0 && !head_is_body(&lower) {
        return Some(ActorKind::Person);
    }
    let active = facts.speaks + facts.acts > 0 || facts.employs;
    // What somebody has, and what does nothing by itself, is a thing of theirs.
    if facts.owned > 0 && !active && facts.called.is_none() {
        return None;
    }
    let full = lower.join(" ");
    if is("country", &full) || is("place", &full) {
        let acts = is("country", &full) && facts.speaks + facts.acts > 0;
        return acts.then_some(ActorKind::Government);
    }
    if let Some(kind) = by_words(&lower) {
        // An outlet that only carries what others say takes no part.
        return Some(kind).filter(|kind| *kind != ActorKind::Media || active);
    }
    // An office without its holder: "US Surgeon General".
    if lower.len() > 1 && lower.iter().skip(1).all(|word| is("title", word)) {
        return active.then_some(ActorKind::Government);
    }
    if let Some(kind) = facts.called {
        return Some(kind);
    }
    // "told the Courier": an outlet that only carries what others say takes no part.
    if facts.told > 0 && facts.speaks + facts.acts == 0 {
        return None;
    }
    if is_person(&lower, facts) {
        return Some(ActorKind::Person);
    }
    if is_acronym(&group.words) {
        let kind = if facts.the > 0 { ActorKind::Government } else { ActorKind::Organization };
        return (active || facts.the > 0).then_some(kind);
    }
    (active && !(facts.doubtful && facts.speaks == 0 && !facts.employs && facts.acts < 2))
        .then_some(ActorKind::Company)
}

/// Laws, places, products, codes and peoples.
fn is_never(lower: &[String], facts: &Facts) -> bool {
    let Some(last) = lower.last() else { return true };
    let active = facts.speaks + facts.acts > 0 || facts.employs;
    let law = is("thing", last) && !(facts.held > 0 && lower.len() > 1);
    let first = lower.first().map_or("", String::as_str);
    let lettered = lower.len() == 2 && last.chars().count() == 1;
    let headed = (is("thing", first) || (is("place_suffix", first) && !is("head_of", first)))
        && (lettered || lower.iter().any(|word| word == "of" || word == "on"));
    let place = is("place_suffix", last) && facts.speaks == 0 && !facts.employs && facts.held == 0;
    let peoples = lower.iter().all(|word| is("demonym", word));
    let code = last.chars().any(|c| c.is_ascii_digit()) && (lower.len() > 1 || last.len() > 3);
    let code = code && !active;
    let short = lower.len() == 1 && is("acronym_no", last);
    let alone = lower.len() == 1 && is("title", last);
    let product = facts.thing > 0 && facts.held == 0 && !facts.employs;
    let product = product && by_words(lower).is_none();
    law || headed || place || peoples || code || short || alone || product
}

fn head_is_body(lower: &[String]) -> bool {
    by_words(lower).is_some() && !lower.first().is_some_and(|word| is("given", word))
}

/// What the words of a name say: its last one, or the one before "of".
fn by_words(lower: &[String]) -> Option<ActorKind> {
    let head = lower.iter().position(|word| matches!(word.as_str(), "of" | "for" | "on"));
    let head = head.filter(|at| *at > 0).map_or(lower.len(), |at| at);
    let heads = &lower[..head];
    let last = heads.last()?;
    if is("government", last) || heads.iter().any(|w| matches!(w.as_str(), "ministry" | "guard")) {
        let club = is("organization", last) && lower.len() > 1 && head == lower.len();
        return Some(if club { ActorKind::Organization } else { ActorKind::Government });
    }
    if head < lower.len() && matches!(last.as_str(), "city" | "town" | "state" | "county") {
        return Some(ActorKind::Government);
    }
    if heads.len() > 1 && heads.iter().any(|word| is("organization", word)) && !is("company", last)
    {
        return Some(ActorKind::Organization);
    }
    if head < lower.len() && is("head_of", last) {
        return Some(ActorKind::Organization);
    }
    if is("media", last)
        && (heads.len() > 1
            || matches!(
                last.as_str(),
                "bloomberg"
                    | "reuters"
                    | "cnbc"
                    | "bbc"
                    | "cnn"
                    | "npr"
                    | "techcrunch"
                    | "politico"
                    | "axios"
            ))
    {
        return Some(ActorKind::Media);
    }
    let central = heads.iter().any(|word| matches!(word.as_str(), "central" | "reserve"));
    if last == "bank" && central {
        return Some(ActorKind::Government);
    }
    (lower.len() > 1 && is("company", last) || is("company", last) && last.len() < 4)
        .then_some(ActorKind::Company)
        .or_else(|| {
            lower.first().filter(|w| *w == "air" && lower.len() > 1).map(|_| ActorKind::Company)
        })
}

/// Two to four words, a known given name or somebody who speaks, and a surname used alone.
fn is_person(lower: &[String], facts: &Facts) -> bool {
    if !(2..=5).contains(&lower.len()) {
        return false;
    }
    let given = lower.first().is_some_and(|word| is("given", word));
    let initial = lower.iter().any(|word| word.chars().count() == 1) && !facts.employs;
    let speaks = facts.the == 0
        && !facts.employs
        && (facts.speaks > 0 || (facts.has_short_form && facts.acts > 0));
    given || initial || speaks
}
