//! The run answers to its input.

use simswarm_casting::{CastSettings, cast as cast_by_rules};
use simswarm_core::document::Seed;
use simswarm_engine::action::{Answer, AnswerOutcome, Decision};
use simswarm_engine::cast::ActorKind;
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

/// The document of the dam as it is, and with its council leader on the other side.
fn dam(turned: bool) -> String {
    let document = include_str!("../../../../examples/river-dam/document.md");
    let other = document.replace("Brenner supports removal", "Brenner opposes removal").replace(
        "We can pay once for a river, or for ever for a wall",
        "We cannot pay for a river with our wells",
    );
    assert_ne!(other, document);
    if turned { other } else { document.to_owned() }
}

/// How a run of a whole document ends: the mean position of the council leader and of those who followed him
/// from the beginning, and the price.
fn end_of(document: &str, seed: u64) -> (f64, f64) {
    let question = include_str!("../../../../examples/river-dam/question.txt");
    let seed_of_all = Seed::try_from(seed).unwrap();
    let asked = CastSettings { seed: seed_of_all, agents: 40, horizon_days: 30 };
    let cast = cast_by_rules(document, question, asked).unwrap();
    let leader = cast.agents.iter().position(|it| it.name == "Matthias Brenner").unwrap();
    let leader = AgentId(u32::try_from(leader).unwrap());
    let began: Vec<f64> = cast.agents.iter().map(|it| it.stances[0].position).collect();
    let (_, log) = run(cast, settings(seed, 15));
    let bloc: Vec<AgentId> = log
        .iter()
        .filter_map(|event| match &event.body {
            EventBody::FollowsSeeded { agent, follows } if follows.contains(&leader) => {
                Some(*agent)
            }
            _ => None,
        })
        .chain([leader])
        .collect();
    assert!(bloc.len() > 2, "seed {seed}: nobody follows the leader");
    let ends = bloc.iter().map(|it| outcome(&log, *it, began[it.index()]).0);
    let members = f64::from(u32::try_from(bloc.len()).unwrap());
    (ends.sum::<f64>() / members, outcome(&log, leader, 0.0).1)
}

#[test]
fn turning_one_quoted_actor_of_a_document_turns_its_bloc_and_the_price() {
    for seed in 0..5 {
        let (bloc, price) = end_of(&dam(false), seed);
        let (turned_bloc, turned_price) = end_of(&dam(true), seed);
        assert!(bloc > turned_bloc + 0.05, "seed {seed}: {bloc} and {turned_bloc}");
        assert!(price > turned_price, "seed {seed}: {price} and {turned_price}");
    }
}

/// Forty agents in twelve rounds: arguments move opinions far enough to be seen, some to the other side, and nobody who is
/// quoted in the document is talked out of all that it stands for.
#[test]
fn in_a_small_run_opinions_move() {
    let document = include_str!("../../../../examples/harbour-strike/document.md");
    let question = include_str!("../../../../examples/harbour-strike/question.txt");
    let (mut moved, mut crossed, mut publics) = (0.0, 0, 0.0);
    for seed in 0..4 {
        let seed_of_all = Seed::try_from(seed).unwrap();
        let asked = CastSettings { seed: seed_of_all, agents: 40, horizon_days: 30 };
        let cast = cast_by_rules(document, question, asked).unwrap();
        let agents = cast.agents.clone();
        let (_, log) = run(cast, settings(seed, 12));
        for (index, agent) in agents.iter().enumerate() {
            let id = AgentId(u32::try_from(index).unwrap());
            let began = agent.stances[0].position;
            let ended = outcome(&log, id, began).0;
            if agent.kind == ActorKind::Public {
                moved += (ended - began).abs();
                publics += 1.0;
                crossed += u32::from(began * ended < 0.0 && (ended - began).abs() > 0.1);
            } else if began.abs() > 0.5 {
                assert!(ended * began > 0.0, "{}: {began} to {ended}", agent.name);
            }
        }
    }
    assert!(moved / publics > 0.08, "{} on average", moved / publics);
    assert!(crossed > 2, "{crossed} changed sides");
}

#[test]
fn who_was_shown_nothing_keeps_its_belief() {
    let (_, log) = run(cast(24), settings(9, 10));
    let mut shown_to: Vec<AgentId> = Vec::new();
    let (mut blind, mut moved) = (0, 0);
    for event in &log {
        match &event.body {
            EventBody::RoundStarted { .. } => shown_to.clear(),
            EventBody::TurnDecided { shown, .. } if shown.is_empty() => blind += 1,
            EventBody::TurnDecided { agent, .. } => shown_to.push(*agent),
            EventBody::BeliefChanged { agent, .. } => {
                assert!(shown_to.contains(agent), "{agent} was moved by nothing");
                moved += 1;
            }
            _ => {}
        }
    }
    assert!(blind > 5 && moved > 20, "{blind} turns without a post, {moved} changes");
}

#[test]
fn where_all_write_and_nobody_is_shown_anything_all_keep_their_beliefs() {
    let with_feed_of = |length: u32| {
        let mut settings = settings(9, 10);
        settings.feed.length = length;
        let (_, log) = run(cast(24), settings);
        let count = |is: &dyn Fn(&EventBody) -> bool| log.iter().filter(|it| is(&it.body)).count();
        let posts = count(&|it| matches!(it, EventBody::PostCreated { .. }));
        (posts, count(&|it| matches!(it, EventBody::BeliefChanged { .. })))
    };
    let (posts, changes) = with_feed_of(0);
    assert!(posts > 20, "{posts} posts");
    assert_eq!(changes, 0);
    assert!(with_feed_of(8).1 > 20);
}

#[test]
fn a_silent_world_changes_nobody() {
    let (mut world, _) = World::begin(cast(20), settings(4, 6));
    while !world.is_over() {
        let silent = world.think().map(|turn| Answer {
            agent: turn.agent,
            outcome: AnswerOutcome::Decided(Decision::default()),
        });
        let log = world.apply(silent.collect());
        assert!(!log.iter().any(|it| matches!(it.body, EventBody::BeliefChanged { .. })));
    }
}
