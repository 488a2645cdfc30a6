//! A whole run of a document, from its cast to its last round, by the rules that play where no model does.
#![expect(clippy::expect_used, reason = "a test without a run cannot go on")]

use simswarm_casting::{CastSettings, cast};
use simswarm_engine::Event;
use simswarm_engine::action::{Answer, AnswerOutcome};
use simswarm_engine::mind::rule::decide;
use simswarm_engine::world::{Settings, World};

/// The run's log.
///
/// # Panics
/// If nobody can be cast.
pub fn play(document: &str, question: &str, agents: u32, settings: Settings) -> Vec<Event> {
    let (mut world, mut events) = begin(document, question, agents, settings);
    while !world.is_over() {
        events.extend(round(&mut world));
    }
    events
}

/// The log of a run that leaves such a one after a round, and is played by the other settings from there on.
///
/// # Panics
/// If nobody can be cast.
pub fn play_fork(
    document: &str,
    question: &str,
    agents: u32,
    settings: Settings,
    (after, forked): (u32, Settings),
) -> Vec<Event> {
    let (mut world, mut events) = begin(document, question, agents, settings);
    while world.round() < after {
        events.extend(round(&mut world));
    }
    world.fork(forked);
    while !world.is_over() {
        events.extend(round(&mut world));
    }
    events
}

fn begin(document: &str, question: &str, agents: u32, settings: Settings) -> (World, Vec<Event>) {
    let cast_by = CastSettings { seed: settings.seed, agents, horizon_days: 30 };
    let cast = cast(document, question, cast_by).expect("the document should give a cast");
    World::begin(cast, settings)
}

fn round(world: &mut World) -> Vec<Event> {
    let answers = world
        .think()
        .map(|turn| Answer { agent: turn.agent, outcome: AnswerOutcome::Decided(decide(&turn)) })
        .collect();
    world.apply(answers)
}
