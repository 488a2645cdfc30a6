//! How a run begins: the same input gives the same world, in a pod and in the terminal alike.

use simswarm_core::contract::pod::{PROTOCOL, RunInput, Versions};
use simswarm_engine::belief::{BeliefSettings, Openness};
use simswarm_engine::cast::{self, CastError, CastSettings};
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
    let cast = cast::cast(&input.document, &input.goal, asked)?;
    let settings = Settings {
        belief: beliefs(input),
        feed: FeedSettings::of(input.recommender),
        events: input.events.clone(),
        economy: input.economy.then(EconomySettings::default),
        ..Settings::new(input.seed, input.rounds)
    };
    let settings = match minds {
        MindKind::Rules => settings,
        MindKind::Model(_) => settings.with_model_minds(),
    };
    Ok(World::begin(cast, settings))
}

fn beliefs(input: &RunInput) -> BeliefSettings {
    let usual = BeliefSettings::default();
    let openness = input.beliefs.openness.map_or(usual.openness, Openness::Share);
    BeliefSettings { openness, reach: input.beliefs.reach, ..usual }
}
