//! Roles in words: what the document calls an actor, and for whom it is held.

use simswarm_engine::cast::ActorKind;

use crate::act;
use crate::actor::Actor;
use crate::facts;
use crate::lexicon::is;
use crate::persona;
use crate::scan::{self, Mention};
use crate::text::{Text, Token, span};

/// An actor's role with the full name of whom it is held for.
pub(crate) fn held_by(actor: &Actor, employer: &str, is_alias: impl Fn(&str) -> bool) -> String {
    let Some(role) = &actor.role else {
        return if actor.kind == ActorKind::Person {
            format!("the name behind {employer}")
        } else {
            format!("{} of {employer}", persona::kind_word(actor.kind))
        };
    };
    let held = [" of ", " at "].iter().find_map(|link| {
        let at = role.rfind(link)?;
        Some((&role[..at + link.len()], role[at + link.len()..].trim_start_matches("the ")))
    });
    match held {
        // "director of the HLB", where the board has been named in full.
        Some((office, owner)) if is_alias(owner) => format!("{office}{employer}"),
        Some(_) => role.clone(),
        None => format!("{role} {} {employer}", link_of(role)),
    }
}

/// Forms of address, which are no role.
const HONORIFICS: [&str; 8] = ["mr", "mrs", "ms", "miss", "dr", "sir", "dame", "prof"];

/// What the document calls an actor beside its name.
pub(crate) fn in_text(text: &Text, mention: &Mention, kind: ActorKind) -> Option<String> {
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
        let described =
            facts::description_before(tokens, mention).map(|(from, to)| slice(from, to));
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
    if let Some((from, to)) = act::role_identified(tokens, mention) {
        return Some(uncapitalised(&slice(from, to)));
    }
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
    format!("{role} {} {}{owner}", link_of(role), article_of(owner))
}

/// An office is held *of* a body; one of many works *at* it.
fn link_of(role: &str) -> &'static str {
    let of_many = ["partner", "analyst", "economist", "researcher", "engineer", "scientist"];
    let last = role.rsplit(' ').next().unwrap_or_default();
    if role.contains(" of ") || of_many.contains(&last) { "at" } else { "of" }
}

/// "the" for bodies that are called by what they are: "the Harbour Office", but "Alba Lines".
fn article_of(owner: &str) -> &'static str {
    let last = owner.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let plain = [
        "office",
        "agency",
        "council",
        "union",
        "alliance",
        "association",
        "commission",
        "board",
        "committee",
        "authority",
        "bureau",
        "institute",
        "federation",
        "foundation",
        "ministry",
        "department",
        "society",
        "league",
        "coalition",
        "party",
        "inspectorate",
        "court",
    ];
    let several = owner.contains(' ') && plain.contains(&last.as_str());
    if several || matches!(owner, "US" | "UK" | "EU" | "UN") { "the " } else { "" }
}
