//! A model's answers, read: generously where it is their form, strictly where it is what they claim. The error is what
//! the model is told when it is asked again.

use std::collections::BTreeSet;

use serde_json::Value;
use simswarm_engine::cast::{ActorKind, RelationKind, Span};

use super::locate::Original;
use super::prompt::{AGES, KINDS, RELATIONS};
use crate::clause::{Statement, capitalised};
use crate::segment::Public;

const MAX_ISSUES: usize = 5;
const MAX_PUBLICS: usize = 14;
/// Of one list of an answer about a passage.
const MAX_ITEMS: usize = 60;
const MAX_STATEMENT_CHARS: usize = 240;
const MAX_NAME_CHARS: usize = 100;

/// Somebody that a passage names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// The fullest first.
    pub(crate) names: Vec<String>,
    pub(crate) kind: ActorKind,
    pub(crate) role: Option<String>,
    pub(crate) works_for: Option<String>,
}

/// What a passage says that one does to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Related {
    pub(crate) source: String,
    pub(crate) target: String,
    pub(crate) kind: RelationKind,
    pub(crate) evidence: Span,
}

/// Where a passage puts somebody.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stated {
    pub(crate) actor: String,
    pub(crate) issue: usize,
    pub(crate) position: f64,
    pub(crate) confidence: f64,
    pub(crate) evidence: Span,
}

/// All that was taken down of a passage.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Passage {
    pub(crate) named: Vec<Named>,
    pub(crate) related: Vec<Related>,
    pub(crate) stated: Vec<Stated>,
}

pub(crate) fn issues(said: &str) -> Result<Vec<Statement>, String> {
    let answer = parsed(said, "issues")?;
    let mut seen = BTreeSet::new();
    let mut found: Vec<Statement> = items(&answer, "issues").filter_map(statement).collect();
    found.retain(|statement| seen.insert(statement.text.to_lowercase()));
    found.truncate(MAX_ISSUES);
    if found.is_empty() {
        return Err(
            "\"issues\" holds no issue with a statement and two poles that differ".to_owned()
        );
    }
    Ok(found)
}

fn statement(issue: &Value) -> Option<Statement> {
    let line = |name| line(issue, name, MAX_STATEMENT_CHARS);
    let end = |c: char| matches!(c, '.' | '?' | '!' | ' ');
    let text = capitalised(line("statement")?.trim_end_matches(end));
    let (pole_for, pole_against) = (line("pole_for")?, line("pole_against")?);
    let asked = line("question").unwrap_or_else(|| format!("Is it true that {text}"));
    let poles = [&pole_for, &pole_against].map(|pole| pole.trim_end_matches(end).to_owned());
    let differ = poles[0].to_lowercase() != poles[1].to_lowercase();
    let [pole_for, pole_against] = poles;
    let asked = asked.trim_end_matches(end).to_owned();
    differ.then_some(Statement { text, asked, pole_for, pole_against })
}

/// What is said of a passage, with the place of every piece of evidence.
pub(crate) fn passage(
    said: &str,
    original: &Original,
    part: Span,
    issues: usize,
) -> Result<Passage, String> {
    let answer = parsed(said, "actors")?;
    let place = |item: &Value| original.find(&line(item, "evidence", 600)?, part);
    let named: Vec<Named> =
        items(&answer, "actors").filter_map(|it| named(it, place(it)?, original)).collect();
    let is_none = |it: &&Value| word_of(it, &KINDS) == Some(ACTING.len());
    let given = items(&answer, "actors").filter(|it| !is_none(it)).count();
    if named.is_empty() && given > 0 {
        return Err(
            "no \"evidence\" of an actor is in the passage letter by letter with its name in it"
                .to_owned(),
        );
    }
    let related = items(&answer, "relations").filter_map(|it| related(it, place(it)?)).collect();
    let stated =
        items(&answer, "stances").filter_map(|it| stated(it, issues, place(it)?)).collect();
    Ok(Passage { named, related, stated })
}

/// The kinds that take part, in the order of their names.
const ACTING: [ActorKind; 5] = [
    ActorKind::Person,
    ActorKind::Company,
    ActorKind::Government,
    ActorKind::Organization,
    ActorKind::Media,
];
const RELATED: [RelationKind; 4] = [
    RelationKind::Supports,
    RelationKind::Opposes,
    RelationKind::Regulates,
    RelationKind::WorksFor,
];

/// The kind of an actor; none for what takes no part.
fn kind(actor: &Value) -> Option<ActorKind> {
    ACTING.get(word_of(actor, &KINDS)?).copied()
}

/// Which of these words an item has as its kind.
fn word_of(item: &Value, words: &[&str]) -> Option<usize> {
    let kind = line(item, "kind", MAX_NAME_CHARS)?.to_lowercase();
    words.iter().position(|known| *known == kind)
}

fn named(actor: &Value, evidence: Span, original: &Original) -> Option<Named> {
    let kind = kind(actor)?;
    let aliases = actor.get("aliases").and_then(Value::as_array).into_iter().flatten();
    let aliases = aliases.take(8).filter_map(|alias| shown(alias.as_str()?, MAX_NAME_CHARS));
    let names: Vec<String> = line(actor, "name", MAX_NAME_CHARS)
        .into_iter()
        .chain(aliases)
        .filter(|it| is_name(it))
        .collect();
    let shows_it = names.iter().any(|name| original.holds(evidence, name));
    (line(actor, "name", MAX_NAME_CHARS).is_some() && shows_it).then(|| Named {
        names,
        kind,
        role: line(actor, "role", 90),
        works_for: line(actor, "works_for", MAX_NAME_CHARS),
    })
}

/// Written like a name: with a capital where its script has any.
fn is_name(name: &str) -> bool {
    let pronoun = ["he", "she", "it", "they", "we", "i", "his", "her", "their"];
    name.chars().any(|c| c.is_alphabetic() && !c.is_lowercase())
        && name.split(' ').count() <= 8
        && !pronoun.contains(&name.to_lowercase().as_str())
}

fn related(relation: &Value, evidence: Span) -> Option<Related> {
    let kind = *RELATED.get(word_of(relation, &RELATIONS)?)?;
    let (source, target) =
        (line(relation, "source", MAX_NAME_CHARS)?, line(relation, "target", MAX_NAME_CHARS)?);
    Some(Related { source, target, kind, evidence })
}

fn stated(stance: &Value, issues: usize, evidence: Span) -> Option<Stated> {
    let issue = issue(stance).filter(|issue| *issue < issues)?;
    Some(Stated {
        actor: line(stance, "actor", MAX_NAME_CHARS)?,
        issue,
        position: number(stance, "position")?.clamp(-0.95, 0.95),
        confidence: number(stance, "confidence").unwrap_or(0.5).clamp(0.3, 0.95),
        evidence,
    })
}

/// The parts of the public, not yet with their members.
pub(crate) fn publics(said: &str, issues: usize) -> Result<Vec<(f64, Public)>, String> {
    let answer = parsed(said, "publics")?;
    let mut seen = BTreeSet::new();
    let mut found: Vec<(f64, Public)> =
        items(&answer, "publics").filter_map(|it| public(it, issues)).collect();
    found.retain(|(_, public)| seen.insert(public.label.to_lowercase()));
    found.truncate(MAX_PUBLICS);
    if found.len() < 3 {
        return Err(
            "\"publics\" holds fewer than three groups with a label, a role, a weight and \
                    occupations"
                .to_owned(),
        );
    }
    Ok(found)
}

fn public(group: &Value, issues: usize) -> Option<(f64, Public)> {
    let weight = number(group, "weight").filter(|weight| *weight > 0.0)?.clamp(0.1, 100.0);
    let named = group.get("occupations").and_then(Value::as_array).into_iter().flatten();
    let occupations: Vec<String> = named.filter_map(|it| shown(it.as_str()?, 50)).take(8).collect();
    let ages = line(group, "ages", 20).filter(|ages| AGES.contains(&ages.as_str()));
    let mut leans = vec![0.0; issues];
    for position in items(group, "positions") {
        let at = issue(position).and_then(|issue| leans.get_mut(issue));
        if let (Some(lean), Some(position)) = (at, number(position, "position")) {
            *lean = position.clamp(-0.8, 0.8);
        }
    }
    let (label, role) = (line(group, "label", 60)?, line(group, "role", 60)?);
    let ages = ages.unwrap_or_else(|| "any".to_owned());
    let public = Public { label, role, occupations, ages, members: 0, leans };
    (!public.occupations.is_empty()).then_some((weight, public))
}

/// The JSON object of an answer with the list that it must hold.
fn parsed(said: &str, list: &str) -> Result<Value, String> {
    let answer: Value = serde_json::from_str(said).map_err(|error| {
        format!("it is no JSON object that is whole ({error}); if it was too long, say less")
    })?;
    if answer.get(list).is_some_and(Value::is_array) {
        Ok(answer)
    } else {
        Err(format!("it holds no list \"{list}\""))
    }
}

fn items<'a>(answer: &'a Value, list: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    answer.get(list).and_then(Value::as_array).into_iter().flatten().take(MAX_ITEMS)
}

/// A text on one line; none if it is empty or too long.
fn line(item: &Value, name: &str, most: usize) -> Option<String> {
    shown(item.get(name)?.as_str()?, most)
}

fn shown(text: &str, most: usize) -> Option<String> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|it| !it.is_empty())
        .collect();
    let text = words.join(" ");
    (!text.is_empty() && text.chars().count() <= most).then_some(text)
}

fn number(item: &Value, name: &str) -> Option<f64> {
    let value = item.get(name)?;
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    number.is_finite().then_some(number)
}

/// "i2", "2" or 2.
fn issue(item: &Value) -> Option<usize> {
    let value = item.get("issue")?;
    if let Some(index) = value.as_u64() {
        return usize::try_from(index).ok();
    }
    value.as_str()?.trim().trim_start_matches(['i', 'I']).parse().ok()
}
