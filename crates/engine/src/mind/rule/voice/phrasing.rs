//! How a speaker puts a phrase: as one or as a body, about itself or about another.

use std::borrow::Cow;

use crate::cast::{ActorKind, Brief, Persona};
use crate::text::with_article;
use crate::world::turn::Actor;

/// The text with its first letter as a capital.
pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Bodies that are called by what they are take an article: "the Harbour Office", "the NTSB", but "Iran" and "Alba Lines".
const HEADS: [&str; 31] = [
    "Office",
    "Agency",
    "Council",
    "Union",
    "Alliance",
    "Association",
    "Commission",
    "Board",
    "Committee",
    "Authority",
    "Bureau",
    "Institute",
    "Federation",
    "Foundation",
    "Ministry",
    "Department",
    "Society",
    "League",
    "Coalition",
    "Party",
    "Court",
    "Treasury",
    "Navy",
    "Army",
    "Company",
    "Senate",
    "Parliament",
    "Reserve",
    "General",
    "Philippines",
    "Netherlands",
];

/// An actor's name as it stands within a sentence.
pub(super) fn the(actor: &Actor, brief: &Brief) -> String {
    let name = actor.name.as_str();
    let last = name.rsplit(' ').next().unwrap_or_default();
    let headed =
        HEADS.contains(&last) || HEADS.iter().any(|it| name.contains(&format!("{it} of ")));
    // Some acronyms are names and some are titles: the document knows.
    let acronym = name.len() > 1 && !name.chars().any(char::is_lowercase);
    let said = |fact: &str| {
        fact.contains(&format!("the {name} ")) || fact.starts_with(&format!("The {name} "))
    };
    let said = || brief.facts.iter().any(|fact| said(&fact.text));
    let takes_it = match actor.kind {
        ActorKind::Person | ActorKind::Public => false,
        ActorKind::Government => headed || acronym,
        ActorKind::Company | ActorKind::Organization | ActorKind::Media => {
            headed || acronym && said()
        }
    };
    if takes_it && !name.starts_with("The ") { format!("the {name}") } else { name.to_owned() }
}

/// A statement about the speaker itself as it would make it: "Alba Lines will gain" → "we will gain".
pub(super) fn own_case<'t>(statement: &'t str, speaker: &Persona) -> Cow<'t, str> {
    let bare = statement.strip_prefix("the ").unwrap_or(statement);
    let rest = bare.strip_prefix(speaker.name.as_str()).filter(|rest| rest.starts_with(" will "));
    let speaks = match speaker.kind {
        ActorKind::Public => None,
        ActorKind::Person => Some("I"),
        ActorKind::Company | ActorKind::Government | ActorKind::Organization | ActorKind::Media => {
            Some("we")
        }
    };
    match (rest, speaks) {
        (Some(rest), Some(who)) => Cow::Owned(format!("{who}{rest}")),
        _ => Cow::Borrowed(statement),
    }
}

/// A role as one says it of oneself, after "as": an office is held by one, of other roles there are many.
pub(super) fn as_role(role: &str) -> String {
    if role.contains(" of ") || role.contains(" at ") {
        role.to_owned()
    } else {
        with_article(role)
    }
}

/// A phrase as a body says it, which speaks as "we".
pub(super) fn as_body(phrase: &str) -> String {
    let words: Vec<&str> = phrase.split(' ').collect();
    let said = |(at, word): (usize, &&str)| {
        let core = word.trim_matches(|c: char| !c.is_alphanumeric());
        let after_i = at > 0 && words[at - 1].trim_start_matches(['"', '“']) == "I";
        let plural = match core {
            "I" => "we",
            "I'm" => "we're",
            "I've" => "we've",
            "I'd" => "we'd",
            "I'll" => "we'll",
            "me" => "us",
            "my" => "our",
            "My" => "Our",
            "mine" => "ours",
            "Mine" => "Ours",
            "myself" => "ourselves",
            "am" if after_i => "are",
            "Am" => "Are",
            "was" if after_i => "were",
            _ => return (*word).to_owned(),
        };
        let opens = at == 0 || words[at - 1].ends_with(['.', '!', '?']);
        let plural = if opens { capitalised(plural) } else { plural.to_owned() };
        word.replacen(core, &plural, 1)
    };
    let said: Vec<String> = words.iter().enumerate().map(said).collect();
    said.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AgentId;
    use crate::cast::{Fact, Span};

    #[test]
    fn a_body_says_we() {
        assert_eq!(as_body("I am sure, and so is my chair."), "We are sure, and so is our chair.");
        assert_eq!(
            as_body("{Pole}. I'd say so: I was there."),
            "{Pole}. We'd say so: we were there."
        );
        assert_eq!(as_body("Am I alone?"), "Are we alone?");
        assert_eq!(as_body("Convince me, if I'm wrong."), "Convince us, if we're wrong.");
    }

    #[test]
    fn bodies_called_by_what_they_are_have_an_article() {
        let brief = Brief {
            title: String::new(),
            question: String::new(),
            facts: vec![Fact {
                text: "The HLB met on Monday.".to_owned(),
                evidence: Span { start: 0, end: 1 },
                sides: Vec::new(),
            }],
            horizon_days: 1,
        };
        let called = |name: &str, kind| {
            let (agent, name) = (AgentId(0), name.to_owned());
            the(&Actor { agent, name, role: String::new(), kind }, &brief)
        };
        assert_eq!(called("Harbour Office", ActorKind::Government), "the Harbour Office");
        assert_eq!(called("Department of Roads", ActorKind::Government), "the Department of Roads");
        assert_eq!(called("US Surgeon General", ActorKind::Government), "the US Surgeon General");
        assert_eq!(called("NTSB", ActorKind::Government), "the NTSB");
        assert_eq!(called("HLB", ActorKind::Organization), "the HLB");
        assert_eq!(called("CLARA", ActorKind::Organization), "CLARA");
        assert_eq!(called("Alba Lines", ActorKind::Company), "Alba Lines");
        assert_eq!(called("Norway", ActorKind::Government), "Norway");
        assert_eq!(called("Lena Court", ActorKind::Person), "Lena Court");
    }

    #[test]
    fn who_speaks_of_itself_says_so() {
        let speaker = |kind| {
            let text = r#"{"slug":"a","name":"Alba Lines","kind":"company","role":"","summary":"","card":"","origin":{"named":{"evidence":[]}},
                "stances":[],"traits":{"activity":0,"stubbornness":0,"credibility":0,"contrariness":0,"risk":0},"interests":[],"cash":0}"#;
            let mut persona: Persona = serde_json::from_str(text).unwrap();
            persona.kind = kind;
            persona
        };
        let said = |statement, kind| own_case(statement, &speaker(kind)).into_owned();
        assert_eq!(said("the Alba Lines will gain", ActorKind::Company), "we will gain");
        assert_eq!(said("Alba Lines will not gain", ActorKind::Person), "I will not gain");
        assert_eq!(
            said("Alba Lines and Keno will gain", ActorKind::Company),
            "Alba Lines and Keno will gain"
        );
        assert_eq!(said("Alba Lines will gain", ActorKind::Public), "Alba Lines will gain");
    }
}
