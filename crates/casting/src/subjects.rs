//! Whom a question may be about that names nobody: the actors of the document, by the sort that is asked for.

use simswarm_engine::cast::ActorKind;

use crate::actor::Actor;
use crate::clause::bare;
use crate::lexicon::{carries, is};
use crate::scan::Casing;

/// Candidates for "who" and "which", and how the document writes its words.
pub(crate) struct Subjects<'a> {
    actors: &'a [Actor],
    hero: String,
    casing: &'a Casing,
}

/// Issues for one question: as many candidates are set against each other.
const MAX_CANDIDATES: usize = 5;

impl<'a> Subjects<'a> {
    pub(crate) fn new(actors: &'a [Actor], title: &str, casing: &'a Casing) -> Self {
        let hero = actors.first().map_or_else(|| title.to_owned(), |actor| actor.in_text.clone());
        Self { actors, hero, casing }
    }

    /// The weightiest actor, or what the document is called where it names nobody.
    pub(crate) fn hero(&self) -> &str {
        &self.hero
    }

    /// A question with the nouns written small that have a capital for no reason: "Will Public reaction turn".
    pub(crate) fn with_small_nouns(&self, question: &str) -> String {
        let words: Vec<&str> = question.split(' ').collect();
        let goes_on = |at: usize| {
            words
                .get(at + 1)
                .is_some_and(|next| next.chars().next().is_some_and(char::is_lowercase))
        };
        let led = |at: usize| {
            at == 1 && {
                let first = bare(words[0]);
                ["modal", "being", "simulate", "wh"].iter().any(|section| is(section, &first))
            }
        };
        let one = |(at, word): (usize, &&str)| {
            let shouted = word.chars().skip(1).any(char::is_uppercase);
            let small = led(at) && goes_on(at) && !shouted && self.is_common(&bare(word));
            if small { word.to_lowercase() } else { (*word).to_owned() }
        };
        words.iter().enumerate().map(one).collect::<Vec<String>>().join(" ")
    }

    fn is_common(&self, word: &str) -> bool {
        let listed = ["common", "stop", "role", "org_role", "adverb"];
        let known = listed.iter().any(|section| is(section, word)) || self.casing.is_small(word);
        known && !is("calendar", word) && !self.casing.is_proper(word)
    }

    /// Whether the words after "which" name a sort of actor, and the actors of that sort; all that act for "who".
    pub(crate) fn asked_for(&self, words: &[&str], lower: &[String]) -> (bool, Vec<String>) {
        if lower.first().is_some_and(|word| word == "of") {
            let listed = names_in(&words[1..]);
            if !listed.is_empty() {
                return (true, listed);
            }
        }
        let sort = lower.iter().rev().find_map(|word| kind_of_noun(word));
        let fits = |actor: &&Actor| match sort {
            Some(kind) => actor.kind == kind,
            None => lower.is_empty() && actor.kind != ActorKind::Media,
        };
        let mut found: Vec<&Actor> = Vec::new();
        for actor in self.actors.iter().filter(fits) {
            // A body and who speaks for it are one candidate.
            let same = |one: &Actor, other: &Actor| one.employer.as_ref() == Some(&other.name);
            if !found.iter().any(|known| same(known, actor) || same(actor, known)) {
                found.push(actor);
            }
        }
        let names = found.iter().take(MAX_CANDIDATES).map(|actor| actor.in_text.clone());
        (sort.is_some() && !found.is_empty(), names.collect())
    }
}

/// "win it, Alba or Varro": the deed, and the names that stand after it to choose from.
pub(crate) fn rivals_at_the_end<'q>(words: &[&'q str]) -> (Vec<&'q str>, Vec<String>) {
    let comma = words
        .iter()
        .rposition(|word| word.ends_with([':', '—']))
        .or_else(|| words.iter().position(|word| word.ends_with(',')));
    let Some(comma) = comma else { return (words.to_vec(), Vec::new()) };
    let names = names_in(&words[comma + 1..]);
    if names.len() < 2 {
        return (words.to_vec(), Vec::new());
    }
    let mut deed = words[..=comma].to_vec();
    deed[comma] = deed[comma].trim_end_matches([',', ':', '—']);
    (deed, names)
}

/// "Alba, Varro or the Bay Line": the names; none if other words stand between them.
fn names_in(words: &[&str]) -> Vec<String> {
    let text = words.join(" ").replace(" or ", ", ").replace(" and ", ", ");
    let parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let is_name = |part: &&str| {
        let words: Vec<&str> = part.split(' ').collect();
        let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
        words.iter().all(|word| capital(word) || !carries(&bare(word)))
            && words.iter().any(|word| capital(word) && carries(&bare(word)))
    };
    let named = !parts.is_empty() && parts.iter().all(is_name);
    if named {
        parts.iter().take(MAX_CANDIDATES).map(|&it| it.to_owned()).collect()
    } else {
        Vec::new()
    }
}

fn kind_of_noun(word: &str) -> Option<ActorKind> {
    let singular = word.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let singular = singular.unwrap_or_else(|| word.strip_suffix('s').unwrap_or(word).to_owned());
    Some(match singular.as_str() {
        "company" | "firm" | "business" | "platform" | "bank" | "airline" | "startup"
        | "studio" | "carrier" | "provider" | "vendor" | "competitor" | "player" | "maker"
        | "operator" | "insurer" | "developer" | "retailer" => ActorKind::Company,
        "country" | "countrie" | "government" | "nation" | "authority" | "agency" | "regulator"
        | "ministry" => ActorKind::Government,
        "person" | "people" | "leader" | "politician" | "candidate" | "executive" | "ceo"
        | "minister" => ActorKind::Person,
        "union" | "organisation" | "organization" | "group" | "association" | "ngo" | "charity" => {
            ActorKind::Organization
        }
        "outlet" | "newspaper" | "broadcaster" => ActorKind::Media,
        _ => return None,
    })
}
