//! How a run begins: the same input gives the same world, in a pod and in the terminal alike.

use simswarm_casting::{CastAnswer, CastError, CastSettings, Casted, Inquiry, take_side};
use simswarm_core::contract::pod::{PROTOCOL, RunInput, Versions};
use simswarm_engine::belief::{BeliefSettings, Openness};
use simswarm_engine::cast::Issue;
use simswarm_engine::env::economy::EconomySettings;
use simswarm_engine::feed::FeedSettings;
use simswarm_engine::world::{CHECKPOINT_VERSION, Settings, World};
use simswarm_engine::{ENGINE_VERSION, Event};

use crate::mind::MindKind;

/// The versions that this program speaks.
pub fn versions() -> Versions {
    Versions {
        protocol: PROTOCOL,
        engine: ENGINE_VERSION.to_owned(),
        checkpoint: CHECKPOINT_VERSION,
    }
}

/// What the cast of a run depends on besides its document and question.
pub(crate) fn cast_settings(input: &RunInput) -> CastSettings {
    CastSettings { seed: input.seed, agents: input.agents, horizon_days: input.horizon_days }
}

/// The world before its first round, cast by rules, and the log of its making: it says whose minds decide.
pub fn open(input: &RunInput, minds: &MindKind) -> Result<(World, Vec<Event>), CastError> {
    open_cast(input, minds, &[])
}

/// The same, cast from what a model answered about the document, if it did.
pub(crate) fn open_cast(
    input: &RunInput,
    minds: &MindKind,
    casting: &[CastAnswer],
) -> Result<(World, Vec<Event>), CastError> {
    let (settings, asked) = (settings(input, minds), cast_settings(input));
    let (cast, settings) = if casting.is_empty() {
        (simswarm_casting::cast(&input.document, &input.goal, asked)?, settings)
    } else {
        let inquiry = Inquiry::new(&input.document, &input.goal, asked)?;
        let Casted { cast, shortfall } = inquiry.cast(casting);
        (cast, settings.with_model_cast(shortfall))
    };
    let settings = with_sides(settings, &cast.issues);
    Ok(World::begin(cast, settings))
}

/// The same settings, whose planned events say which side they take.
pub(crate) fn with_sides(mut settings: Settings, issues: &[Issue]) -> Settings {
    for event in &mut settings.events {
        take_side(event, issues);
    }
    settings
}

/// What a run depends on besides its cast.
pub(crate) fn settings(input: &RunInput, minds: &MindKind) -> Settings {
    let settings = Settings {
        belief: beliefs(input),
        feed: FeedSettings::of(input.recommender),
        events: input.events.clone(),
        economy: input.economy.then(EconomySettings::default),
        ..Settings::new(input.seed, input.rounds)
    };
    match minds {
        MindKind::Rules => settings,
        MindKind::Model(_) => settings.with_model_minds(),
    }
}

fn beliefs(input: &RunInput) -> BeliefSettings {
    let usual = BeliefSettings::default();
    let openness = input.beliefs.openness.map_or(usual.openness, Openness::Share);
    BeliefSettings { openness, reach: input.beliefs.reach, ..usual }
}
