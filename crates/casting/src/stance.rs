//! Where a named actor stands when the run begins: from what the document says that it said and did.

use simswarm_engine::cast::{ActorKind, InitialStance, Issue, Span};

use crate::actor::Actor;
use crate::dice::Dice;
use crate::own;
use crate::places::Places;
use crate::side::{Aim, Reading};
use crate::text::Text;

/// Where somebody stands by its own words, and whether those are about the issue itself.
#[derive(Clone, Copy)]
pub(crate) struct Own {
    pub(crate) stance: InitialStance,
    pub(crate) direct: bool,
}

impl Own {
    /// Who says nothing on whether it will come out ahead hopes so.
    fn hopeful() -> Self {
        let stance = InitialStance { position: 0.4, confidence: 0.4, evidence: None };
        Self { stance, direct: false }
    }

    /// Who says nothing begins near the middle.
    pub(crate) fn silent(dice: &mut Dice) -> Self {
        let position = (0.12 * dice.bell()).clamp(-0.3, 0.3);
        Self { stance: InitialStance { position, confidence: 0.25, evidence: None }, direct: false }
    }
}

/// Where everybody stands; who says nothing on the issue stands with the body it answers for, or with who speaks for it.
pub(crate) fn of_all(
    text: &Text,
    actors: &[Actor],
    places: &Places<'_>,
    issues: &[Issue],
    dice: impl Fn(u32) -> Dice,
) -> Vec<Vec<InitialStance>> {
    let aims: Vec<Aim<'_>> = issues.iter().map(Aim::at).collect();
    let own: Vec<Vec<Own>> = (0..)
        .zip(actors)
        .map(|(index, actor)| of_actor(text, actor, (places, &|_| true), &aims, &mut dice(index)))
        .collect();
    settled(actors, &own)
}

/// Where everybody stands in the end, by what each says itself.
pub(crate) fn settled(actors: &[Actor], own: &[Vec<Own>]) -> Vec<Vec<InitialStance>> {
    let ally = |actor: &Actor, issue: usize| {
        let answers = |one: &Actor, body: &Actor| one.employer.as_ref() == Some(&body.name);
        let tied = actors.iter().zip(own);
        let tied = tied.filter(|(other, _)| answers(actor, other) || answers(other, actor));
        let own = tied.filter_map(|(_, own)| own.get(issue));
        let told = own.filter(|own| own.stance.evidence.is_some());
        told.max_by(|a, b| a.stance.confidence.total_cmp(&b.stance.confidence))
    };
    let settled = |(actor, own): (&Actor, &Vec<Own>)| {
        let one = |(issue, own): (usize, &Own)| {
            let silent = |ally: &&Own| own.stance.evidence.is_none() || ally.direct && !own.direct;
            let lent = ally(actor, issue).filter(silent);
            lent.map_or(own.stance, |ally| InitialStance {
                position: 0.8 * ally.stance.position,
                confidence: 0.85 * ally.stance.confidence,
                evidence: ally.stance.evidence,
            })
        };
        own.iter().enumerate().map(one).collect()
    };
    actors.iter().zip(own).map(settled).collect()
}

/// The stance of an actor on each issue, by what it says and does in the sentences that count.
pub(crate) fn of_actor(
    text: &Text,
    actor: &Actor,
    (places, counts): (&Places<'_>, &dyn Fn(usize) -> bool),
    aims: &[Aim<'_>],
    dice: &mut Dice,
) -> Vec<Own> {
    let mut parts = own::parts(text, actor, places);
    parts.retain(|(sentence, ..)| counts(*sentence));
    let outlet = actor.kind == ActorKind::Media;
    let on = |aim: &Aim<'_>| {
        let read = |&(sentence, from, to): &own::Part| {
            let sentence = &text.sentences[sentence];
            let tokens = &sentence.tokens[from..to];
            let is_beside = aim.is_success_elsewhere(&actor.name, tokens);
            let reading = if is_beside { Reading::default() } else { aim.reading(tokens, outlet) };
            (sentence.span(), reading)
        };
        let own = on_issue(&parts.iter().map(read).collect::<Vec<_>>(), dice);
        let hopes = own.stance.evidence.is_none() && aim.is_success_of(&actor.name);
        if hopes { Own::hopeful() } else { own }
    };
    aims.iter().map(on).collect()
}

/// Below this, what somebody says is no side taken.
const LEAST: f64 = 0.1;

fn on_issue(said: &[(Span, Reading)], dice: &mut Dice) -> Own {
    let found: Vec<&(Span, Reading)> = said.iter().filter(|(_, it)| it.score != 0.0).collect();
    let total: f64 = found.iter().map(|(_, reading)| reading.score).sum();
    let best = found
        .iter()
        .filter(|(_, reading)| reading.score * total > 0.0)
        .max_by(|a, b| a.1.score.abs().total_cmp(&b.1.score.abs()).then(b.0.cmp(&a.0)));
    let Some((span, _)) = best.filter(|_| total.abs() >= LEAST) else {
        return Own::silent(dice);
    };
    let position = libm::tanh(total).clamp(-0.95, 0.95);
    let statements = f64::from(u32::try_from(found.len()).unwrap_or(u32::MAX));
    let said_in_all: f64 = found.iter().map(|(_, reading)| reading.score.abs()).sum();
    let agreement = total.abs() / said_in_all.max(1e-9);
    let confidence =
        (0.45 + 0.12 * statements.min(3.0) + 0.2 * agreement * position.abs()).min(0.95);
    Own {
        stance: InitialStance { position, confidence, evidence: Some(*span) },
        direct: found.iter().any(|(_, reading)| reading.direct && reading.score * total > 0.0),
    }
}
