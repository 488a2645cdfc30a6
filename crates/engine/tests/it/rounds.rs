//! What must hold of every round, whatever is answered.

use proptest::prelude::*;
use simswarm_engine::action::{Action, Answer, AnswerOutcome, Decision};
use simswarm_engine::event::{Degradation, EventBody};
use simswarm_engine::world::{SnapshotError, Turn, World};
use simswarm_engine::{AgentId, Event};

use crate::casts::{answers, cast, run, settings};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_answers_makes_no_difference(seed in 0_u64..1 << 53, turn in 1_usize..40) {
        let (mut left, _) = World::begin(cast(20), settings(seed, 4));
        let mut right = left.clone();
        while !left.is_over() {
            let given = answers(&left);
            let mut shuffled = given.clone();
            shuffled.reverse();
            let by = turn % shuffled.len().max(1);
            shuffled.rotate_left(by);
            prop_assert_eq!(left.apply(given), right.apply(shuffled));
        }
        prop_assert_eq!(left, right);
    }

    #[test]
    fn beliefs_stay_within_what_the_agents_began_with(seed in 0_u64..1000, agents in 2_u32..30) {
        let cast = cast(agents);
        let of = |issue: usize| cast.agents.iter().map(move |it| it.stances[issue].position);
        let bounds: Vec<(f64, f64)> = (0..2)
            .map(|issue| (of(issue).fold(1.0, f64::min), of(issue).fold(-1.0, f64::max)))
            .collect();
        let (_, log) = run(cast.clone(), settings(seed, 8));
        for event in &log {
            if let EventBody::BeliefChanged { issue, to, confidence, .. } = &event.body {
                let (low, high) = bounds[issue.index()];
                // A stance is declared, and a position logged, with a few decimals only.
                prop_assert!(*to >= low - 0.006 && *to <= high + 0.006, "{to} is outside of {low} … {high}");
                prop_assert!((0.0..=1.0).contains(confidence));
            }
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_log_and_another_seed_another() {
    let (_, one) = run(cast(30), settings(7, 6));
    let (_, same) = run(cast(30), settings(7, 6));
    let (_, other) = run(cast(30), settings(8, 6));
    assert_eq!(one, same);
    assert_ne!(one, other);
}

#[test]
fn events_are_numbered_from_one_without_a_gap_and_framed_by_rounds() {
    let (world, log) = run(cast(25), settings(3, 5));
    let numbers: Vec<u64> = log.iter().map(|event| event.seq).collect();
    assert_eq!(numbers, (1..=world.last_seq()).collect::<Vec<u64>>());
    for round in 1..=5 {
        let events: Vec<_> = log.iter().filter(|event| event.round == round).collect();
        assert!(matches!(events[0].body, EventBody::RoundStarted { .. }));
        assert!(matches!(events[events.len() - 1].body, EventBody::RoundEnded { .. }));
    }
}

#[test]
fn a_world_restored_after_any_round_goes_on_as_if_nothing_had_happened() {
    let (mut world, _) = World::begin(cast(25), settings(11, 8));
    while !world.is_over() {
        let mut restored = World::from_snapshot(&world.to_snapshot()).unwrap();
        assert_eq!(restored, world);
        assert!(restored.think().eq(world.think()));
        let given = answers(&world);
        assert_eq!(restored.apply(given.clone()), world.apply(given));
    }
    assert_eq!(World::from_snapshot(&world.to_snapshot()).unwrap(), world);
}

#[test]
fn a_snapshot_of_another_version_is_refused() {
    let (world, _) = World::begin(cast(3), settings(1, 1));
    let mut bytes = world.to_snapshot();
    bytes[4] ^= 0x40;
    assert!(matches!(World::from_snapshot(&bytes), Err(SnapshotError::Version { .. })));
    assert!(matches!(World::from_snapshot(b"{}"), Err(SnapshotError::NotASnapshot)));
    bytes[4] ^= 0x40;
    bytes.truncate(bytes.len() / 2);
    assert!(matches!(World::from_snapshot(&bytes), Err(SnapshotError::Damaged(_))));
}

#[test]
fn answers_read_back_from_json_give_the_same_log() {
    let (mut world, _) = World::begin(cast(25), settings(5, 6));
    let mut replayed = world.clone();
    while !world.is_over() {
        let given = answers(&world);
        let recorded = serde_json::to_vec(&given).unwrap();
        let read: Vec<Answer> = serde_json::from_slice(&recorded).unwrap();
        assert_eq!(world.apply(given), replayed.apply(read));
    }
}

#[test]
fn a_turn_without_an_answer_is_skipped_and_too_many_degrade_the_run() {
    let (mut world, _) = World::begin(cast(40), settings(5, 3));
    let mut log = Vec::new();
    while !world.is_over() {
        let mut given = answers(&world);
        given.truncate(given.len() / 2);
        if let Some(first) = given.first_mut() {
            first.outcome = AnswerOutcome::Skipped("the endpoint was gone".to_owned());
        }
        log.extend(world.apply(given));
    }
    let is_skipped = |it: &&Event| matches!(it.body, EventBody::TurnSkipped { .. });
    let is_degraded = |it: &&Event| {
        matches!(it.body, EventBody::Degraded { what: Degradation::SkippedTurns, .. })
    };
    assert!(log.iter().filter(is_skipped).count() > 20);
    assert_eq!(log.iter().filter(is_degraded).count(), 1);
}

/// Lets whoever is asked do one thing, or nothing.
fn act(world: &mut World, what: impl Fn(AgentId) -> Option<Action>) -> Vec<Event> {
    let answer = |turn: Turn| {
        let actions = what(turn.agent).into_iter().collect();
        let decision = Decision { actions, ..Decision::default() };
        Answer { agent: turn.agent, outcome: AnswerOutcome::Decided(decision) }
    };
    let answers = world.think().map(answer).collect();
    world.apply(answers)
}

/// Whether an agent that was answered just before its own turn acts in the next round; none if it had its turn
/// earlier, or not at all.
fn acts_after_an_answer(seed: u64) -> Option<bool> {
    let (one, other) = (AgentId(0), AgentId(1));
    let mut cast = cast(2);
    cast.agents[0].traits.activity = 1.0;
    cast.agents[1].traits.activity = 0.5;
    let (mut world, _) = World::begin(cast, settings(seed, 4));
    let said = Action::CreatePost { text: "a word".to_owned(), stances: Vec::new() };
    let log = act(&mut world, |_| Some(said.clone()));
    let of_the_other = log.iter().find_map(|event| match event.body {
        EventBody::PostCreated { post, agent, .. } if agent == other => Some(post),
        _ => None,
    });
    let post = of_the_other.unwrap();
    let reply = Action::Reply { post, text: "no".to_owned(), stances: Vec::new() };
    let log = act(&mut world, |agent| (agent == one).then(|| reply.clone()));
    let place = |is: &dyn Fn(&EventBody) -> bool| log.iter().position(|it| is(&it.body));
    let answered = place(&|it| matches!(it, EventBody::PostCreated { .. })).unwrap();
    let turn = place(&|it| matches!(it, EventBody::TurnDecided { agent, .. } if *agent == other))?;
    (answered < turn).then(|| world.think().any(|it| it.agent == other))
}

#[test]
fn an_answer_stirs_also_whom_it_reached_before_its_own_turn() {
    let outcomes: Vec<bool> = (0..1000).filter_map(acts_after_an_answer).collect();
    let acted = outcomes.iter().filter(|acts| **acts).count();
    // Its activity is 0.5, and 0.8 with an answer waiting.
    assert!(outcomes.len() > 150, "{}", outcomes.len());
    assert!(acted * 10 > outcomes.len() * 7, "{acted} of {}", outcomes.len());
}

#[test]
fn the_last_round_is_polled() {
    let (_, log) = run(cast(12), settings(2, 7));
    let polled: Vec<u32> = log
        .iter()
        .filter(|event| matches!(event.body, EventBody::Poll { .. }))
        .map(|event| event.round)
        .collect();
    assert_eq!(polled, [5, 7]);
}
