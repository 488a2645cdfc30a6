//! Open questions as statements: what may become of the thing they ask about.

use crate::clause::{
    Statement, bare, capitalised, decapitalised, is_base_verb, shortened, verb_at,
};
use crate::lexicon::is;

/// A statement of a subject and what becomes of it.
pub(crate) fn about(subject: &str, verb: &str, against: &str) -> Statement {
    let words: Vec<&str> = subject.split(' ').collect();
    let subject = format!("{} {}", decapitalised(words[0]), words[1..].join(" "));
    let subject = subject.trim();
    Statement {
        text: capitalised(&format!("{subject} will {verb}")),
        asked: format!("Will {subject} {verb}"),
        pole_for: shortened(&format!("{subject} will {verb}")),
        pole_against: shortened(&format!("{subject} will {against}")),
    }
}

/// What may become of a subject, by what kind of thing it is.
fn outlook(subject: &str) -> Statement {
    let lower = subject.to_lowercase();
    let names = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if names(&["reaction", "response", "sentiment", "opinion", "reception", "acceptance", "mood"]) {
        about(subject, "be favourable on balance", "be hostile on balance")
    } else if names(&[
        "price",
        "share",
        "demand",
        "sales",
        "revenue",
        "rate",
        "cost",
        "volume",
        "box office",
        "turnout",
        "value",
    ]) {
        about(subject, "rise", "fall or stay where it is")
    } else if names(&[
        "support",
        "trust",
        "confidence",
        "adoption",
        "pattern",
        "migration",
        "growth",
    ]) {
        about(subject, "grow", "shrink or stall")
    } else {
        about(
            subject,
            "turn out well for most of those it touches",
            "turn out badly for most of those it touches",
        )
    }
}

/// "creator migration patterns, competitor market share, and deal sentiment over 60 days".
pub(crate) fn listed(words: &[&str]) -> Vec<Statement> {
    let text = words.join(" ");
    let text = [" over ", " within ", " in the next ", " during the next "]
        .iter()
        .find_map(|lead| text.find(lead).map(|at| &text[..at]))
        .unwrap_or(&text);
    let parts: Vec<&str> =
        text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let parts = if parts.len() > 5 { &parts[..1] } else { &parts[..] };
    parts
        .iter()
        .map(|part| part.strip_prefix("and ").or_else(|| part.strip_prefix("or ")).unwrap_or(part))
        .filter(|part| !part.is_empty())
        .map(outlook)
        .collect()
}

/// "What happens to X after Y", "What will become of X": X; none if this is not asked.
pub(crate) fn fate_of(words: &[&str], lower: &[String], hero: &str) -> Option<Statement> {
    let happens = |word: &String| matches!(word.as_str(), "happen" | "happens");
    // "What happens next" asks about everything.
    if lower.first().is_some_and(happens)
        && !lower.iter().any(|word| is("place_prep", word) || word == "to")
    {
        return Some(fate(hero));
    }
    let at = lower.windows(2).take(3).position(|pair| {
        matches!(pair[0].as_str(), "happen" | "happens" | "become" | "becomes")
            && matches!(pair[1].as_str(), "to" | "of" | "with")
    })?;
    let subject = &words[at + 2..];
    // The condition is what the document tells: it holds in every outcome.
    let condition = |word: &&str| matches!(bare(word).as_str(), "after" | "if" | "when" | "once");
    let end = subject.iter().position(condition).unwrap_or(subject.len());
    let subject = subject[..end].join(" ");
    let subject = subject.trim_end_matches(',');
    (!subject.is_empty()).then(|| fate(subject))
}

/// What may become of somebody or something, where no more is asked.
pub(crate) fn fate(subject: &str) -> Statement {
    about(subject, "come out of it stronger", "come out of it weaker")
}

/// "What does this mean for X", "What will X do".
pub(crate) fn what_of(words: &[&str], lower: &[String], hero: &str) -> Vec<Statement> {
    let after =
        |word: &str| lower.iter().rposition(|w| w == word).filter(|at| at + 1 < words.len());
    let verb =
        (1..lower.len()).find(|at| is_base_verb(&lower[*at]) && !is("noun_or_verb", &lower[*at]));
    let bears = verb.is_none_or(|at| {
        matches!(lower[at].as_str(), "mean" | "do" | "bring" | "signal" | "change" | "happen")
    });
    let object = after("to").or_else(|| after("for")).or_else(|| after("on"));
    if let Some(at) = object.filter(|at| bears && !is("calendar", &lower[at + 1])) {
        return vec![fate(&words[at + 1..].join(" "))];
    }
    if lower.last().is_some_and(|word| word == "do" || word == "happen")
        && words.len() > 1
        && lower[0] != "happen"
    {
        let subject = words[..words.len() - 1].join(" ");
        return vec![about(&subject, "give way", "hold its course")];
    }
    if matches!(lower.first().map(String::as_str), Some("happen" | "be" | "come" | "change")) {
        return vec![fate(hero)];
    }
    if verb.is_some() { vec![fate(hero)] } else { vec![outlook(&words.join(" "))] }
}

/// "How will X react to Y", "How will X affect Y", "How will X migrate".
pub(crate) fn how_of(rest: &[&str], lower: &[String], hero: &str) -> Vec<Statement> {
    let verb = verb_at(rest);
    let subject = rest[1..verb.min(rest.len())].join(" ");
    let object = rest.get(verb + 1..).map(|tail| tail.join(" ")).unwrap_or_default();
    if subject.is_empty() || verb >= rest.len() {
        return listed(&rest[1..]);
    }
    let verb = lower[verb].as_str();
    if is("stop", verb) {
        return vec![fate(hero)];
    }
    match verb {
        "react" | "respond" => {
            let to = if object.is_empty() { String::new() } else { format!(" {object}") };
            vec![
                about(&subject, &format!("respond favourably{to}"), "respond with hostility"),
                about(
                    &format!("the response of {}", decapitalised(&subject)),
                    "grow calmer with time",
                    "grow louder with time",
                ),
            ]
        }
        "affect" | "change" | "shape" | "impact" | "influence" | "hit" if !object.is_empty() => {
            object
                .split(" and ")
                .map(|part| {
                    about(part, "be better off because of it", "be worse off because of it")
                })
                .take(3)
                .collect()
        }
        _ => {
            let tail = if object.is_empty() { String::new() } else { format!(" {object}") };
            let (done, failed) =
                (format!("manage to {verb}{tail}"), format!("fail to {verb}{tail}"));
            vec![about(&subject, &done, &failed)]
        }
    }
}
