//! How agents behave: drawn from what they are.

use simswarm_engine::cast::{ActorKind, Traits};

use crate::act::Act;
use crate::actor::Actor;
use crate::dice::Dice;

/// The openness of who is as sure as most are.
const USUAL_OPENNESS: f64 = 0.15;

/// The stubbornness of somebody who, however long all others say the same, keeps this share of where it began: it is an
/// agent's pull back in every single round, against an openness that is small in each.
fn keeping(share: f64) -> f64 {
    let pull = share * USUAL_OPENNESS;
    pull / (pull + 1.0 - share)
}

pub(crate) fn of_named(actor: &Actor, dice: &mut Dice) -> Traits {
    let spoke = actor.places.iter().any(|place| place.act == Act::Speaks);
    let credibility = match actor.kind {
        ActorKind::Government | ActorKind::Media => 0.7,
        ActorKind::Person | ActorKind::Organization => 0.65,
        ActorKind::Company => 0.6,
        ActorKind::Public => 0.4,
    };
    Traits {
        activity: dice.between(0.45, 0.65) + if spoke { 0.15 } else { 0.0 },
        stubbornness: keeping(dice.between(0.6, 0.85)),
        credibility: credibility + dice.between(-0.08, 0.12),
        contrariness: dice.between(0.15, 0.6),
        risk: dice.between(0.15, 0.6),
    }
}

pub(crate) fn of_public(temper: &str, dice: &mut Dice) -> Traits {
    let (activity, contrariness, stubbornness, risk) = match temper {
        "outspoken" => (0.25, 0.2, 0.1, 0.1),
        "cautious" => (-0.1, -0.1, 0.05, -0.15),
        "sceptical" => (0.0, 0.25, 0.1, -0.05),
        "impatient" => (0.15, 0.15, 0.0, 0.2),
        "good-humoured" => (0.1, -0.15, -0.1, 0.05),
        _ => (0.0, -0.05, 0.0, 0.0),
    };
    let mut drawn =
        |low: f64, high: f64, shift: f64| (dice.between(low, high) + shift).clamp(0.02, 0.98);
    Traits {
        activity: drawn(0.15, 0.6, activity),
        stubbornness: keeping(drawn(0.2, 0.6, stubbornness)),
        credibility: drawn(0.2, 0.5, 0.0),
        contrariness: drawn(0.15, 0.5, contrariness),
        risk: drawn(0.1, 0.7, risk),
    }
}
