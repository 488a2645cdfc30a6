//! The run answers to its input.

use simswarm_engine::action::{Answer, AnswerOutcome, Decision};
use simswarm_engine::event::EventBody;
use simswarm_engine::world::World;
use simswarm_engine::{AgentId, Event};

use crate::casts::{cast, run, settings, stance};

/// The last position of an agent on the first issue, and the last price.
fn outcome(log: &[Event], agent: AgentId, began: f64) -> (f64, f64) {
    let (mut position, mut price) = (began, 0.0);
    for event in log {
        match &event.body {
            EventBody::BeliefChanged { agent: who, issue, to, .. }
                if *who == agent && issue.0 == 0 =>
            {
                position = *to;
            }
            EventBody::RoundEnded { prices, .. } => price = prices[0],
            _ => {}
        }
    }
    (position, price)
}

#[test]
fn flipping_a_quoted_actor_moves_its_bloc_and_the_price_its_way() {
    for seed in 0..6 {
        let with = |position: f64| {
            let mut cast = cast(16);
            cast.agents[0].stances[0] = stance(position, 0.9);
            cast.agents[0].traits.stubbornness = 0.9;
            cast.agents[0].traits.activity = 0.9;
            cast.agents[0].traits.risk = 0.9;
            // The bloc: two who work for the actor, both without a view of their own.
            for member in 1..3 {
                cast.agents[member].stances[0] = stance(0.0, 0.3);
            }
            let (_, log) = run(cast, settings(seed, 15));
            let bloc = [1, 2].map(|it| outcome(&log, AgentId(it), 0.0).0).iter().sum::<f64>() / 2.0;
            (bloc, outcome(&log, AgentId(0), 0.0).1)
        };
        let ((bloc_for, price_for), (bloc_against, price_against)) = (with(0.9), with(-0.9));
        assert!(bloc_for > bloc_against + 0.05, "seed {seed}: {bloc_for} and {bloc_against}");
        assert!(price_for > price_against, "seed {seed}: {price_for} and {price_against}");
    }
}

#[test]
fn who_was_shown_nothing_keeps_its_belief() {
    let (_, log) = run(cast(24), settings(9, 10));
    let mut shown_to: Vec<AgentId> = Vec::new();
    for event in &log {
        match &event.body {
            EventBody::RoundStarted { .. } => shown_to.clear(),
            EventBody::TurnDecided { agent, shown } if !shown.is_empty() => shown_to.push(*agent),
            EventBody::BeliefChanged { agent, .. } => {
                assert!(shown_to.contains(agent), "{agent} was moved by nothing");
            }
            _ => {}
        }
    }
}

#[test]
fn a_silent_world_changes_nobody() {
    let (mut world, _) = World::begin(cast(20), settings(4, 6));
    while !world.is_over() {
        let silent = world.think().into_iter().map(|turn| Answer {
            agent: turn.agent,
            outcome: AnswerOutcome::Decided(Decision::default()),
        });
        let log = world.apply(silent.collect());
        assert!(!log.iter().any(|it| matches!(it.body, EventBody::BeliefChanged { .. })));
    }
}
