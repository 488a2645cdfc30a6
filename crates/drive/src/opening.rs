//! How a run begins: the same input gives the same world, in a pod and in the terminal alike.

use simswarm_casting::{CastError, CastSettings};
use simswarm_core::contract::pod::{PROTOCOL, RunInput, Versions};
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

/// The world before its first round, and the log of its making: it says whose minds decide.
pub fn open(input: &RunInput, minds: &MindKind) -> Result<(World, Vec<Event>), CastError> {
    let asked =
        CastSettings { seed: input.seed, agents: input.agents, horizon_days: input.horizon_days };
    let cast = simswarm_casting::cast(&input.document, &input.goal, asked)?;
    Ok(World::begin(cast, settings(input, minds)))
}

/// What a run depends on besides its cast.
pub(crate) fn settings(input: &RunInput, minds: &MindKind) -> Settings {
    let settings = Settings {
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
