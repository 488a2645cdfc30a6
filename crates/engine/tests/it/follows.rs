//! Who follows whom before the first round: what is known of real networks holds of it.

use std::time::Duration;

use simswarm_engine::AgentId;
use simswarm_engine::cast::Cast;
use simswarm_engine::event::EventBody;
use simswarm_engine::stream::{Purpose, Stream};
use simswarm_engine::world::World;

use crate::casts::{NAMED, cast, settings};

/// Whom each agent follows, in the agents' order.
fn follows(cast: Cast, seed: u64) -> Vec<Vec<AgentId>> {
    let (_, log) = World::begin(cast, settings(seed, 1));
    let follows = log.into_iter().filter_map(|event| match event.body {
        EventBody::FollowsSeeded { follows, .. } => Some(follows),
        _ => None,
    });
    follows.collect()
}

fn followers(follows: &[Vec<AgentId>]) -> Vec<u32> {
    let mut followers = vec![0; follows.len()];
    for target in follows.iter().flatten() {
        followers[target.index()] += 1;
    }
    followers
}

fn edges(follows: &[Vec<AgentId>]) -> impl Iterator<Item = (usize, usize)> {
    follows
        .iter()
        .enumerate()
        .flat_map(|(agent, targets)| targets.iter().map(move |it| (agent, it.index())))
}

/// How alike the two ends of an edge are in a number: its correlation over the edges (Newman 2003, "Mixing
/// patterns in networks", eq. 21).
fn assortativity(edges: impl Iterator<Item = (usize, usize)>, of: &[f64]) -> f64 {
    let (mut n, mut x, mut y, mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for (one, other) in edges.map(|(one, other)| (of[one], of[other])) {
        n += 1.0;
        x += one;
        y += other;
        xx += one * one;
        yy += other * other;
        xy += one * other;
    }
    (n * xy - x * y) / ((n * xx - x * x).sqrt() * (n * yy - y * y).sqrt())
}

/// The same numbers of follows, of anybody.
fn rewired(follows: &[Vec<AgentId>]) -> Vec<Vec<AgentId>> {
    let seed = settings(99, 1).seed;
    let agents = u32::try_from(follows.len()).unwrap();
    let all: Vec<AgentId> = (0..agents).map(AgentId).collect();
    let anybody = |(agent, targets): (&AgentId, &Vec<AgentId>)| {
        let mut stream = Stream::keyed(seed, 0, *agent, Purpose::Mind);
        targets.iter().map(|_| *stream.pick(&all).unwrap()).collect()
    };
    all.iter().zip(follows).map(anybody).collect()
}

#[test]
fn everybody_follows_somebody_and_nobody_itself() {
    for agents in [2, 3, 5, 10, 60, 400] {
        for seed in 0..20 {
            let follows = follows(cast(agents), seed);
            assert_eq!(follows.len(), agents as usize);
            for (agent, targets) in follows.iter().enumerate() {
                assert!(!targets.is_empty(), "{agent} of {agents} follows nobody");
                assert!(targets.iter().all(|it| it.index() != agent), "{agent} follows itself");
                assert!(targets.is_sorted_by(|one, other| one < other));
            }
        }
    }
    assert!(follows(cast(1), 0)[0].is_empty());
}

#[test]
fn what_the_document_says_stands() {
    let follows = follows(cast(200), 3);
    // a1 and a2 work for a0, who watches them in turn.
    for member in [1, 2] {
        assert!(follows[member].contains(&AgentId(0)));
        assert!(follows[0].iter().any(|it| it.index() == member));
    }
}

#[test]
fn few_have_most_of_the_followers() {
    for seed in 0..3 {
        let follows = follows(cast(2000), seed);
        let mut ranked = followers(&follows);
        let all: u32 = ranked.iter().sum();
        let named: u32 = ranked[..NAMED as usize].iter().sum();
        ranked.sort_unstable_by(|one, other| other.cmp(one));
        let share =
            |agents: usize| f64::from(ranked[..agents].iter().sum::<u32>()) / f64::from(all);
        println!(
            "seed {seed}: the first has {}, the top 1 % {:.3}, the top 10 % {:.3}, the named {named}",
            ranked[0],
            share(20),
            share(200)
        );
        // Where all are alike the top 1 % have about 2 % and the best known about three times the mean.
        assert!(share(20) > 0.08 && share(200) > 0.3, "{} {}", share(20), share(200));
        let mean = f64::from(all) / 2000.0;
        assert!(f64::from(ranked[0]) > 10.0 * mean, "{} against {mean}", ranked[0]);
        assert!(f64::from(named) > 10.0 * mean * f64::from(NAMED), "{named}");
        assert!(ranked[1000] > 0, "half of all have no follower");
        let tail = hill(&ranked, 100);
        println!("seed {seed}: exponent {tail:.2}");
        assert!((1.7..3.5).contains(&tail), "{tail}");
    }
}

/// The exponent of the degree distribution's tail (Hill 1975), from the `k` largest.
fn hill(ranked: &[u32], k: usize) -> f64 {
    let least = f64::from(ranked[k]);
    let logs: f64 = ranked[..k].iter().map(|it| libm::log(f64::from(*it) / least)).sum();
    1.0 + f64::from(u32::try_from(k).unwrap()) / logs
}

#[test]
fn the_like_minded_and_those_of_one_kind_follow_each_other() {
    let cast = cast(2000);
    let stances: Vec<f64> = cast.agents.iter().map(|it| it.stances[0].position).collect();
    let roles: Vec<String> = cast.agents.iter().map(|it| it.role.clone()).collect();
    for seed in 0..3 {
        let follows = follows(cast.clone(), seed);
        let random = rewired(&follows);
        let (ours, theirs) =
            (assortativity(edges(&follows), &stances), assortativity(edges(&random), &stances));
        let alike = |follows: &[Vec<AgentId>]| {
            let same = edges(follows).filter(|(one, other)| roles[*one] == roles[*other]).count();
            same * 1000 / edges(follows).count()
        };
        println!(
            "seed {seed}: {ours:.3} against {theirs:.3}, {} and {} per mille of one role",
            alike(&follows),
            alike(&random)
        );
        assert!(ours > 0.2 && theirs.abs() < 0.05, "seed {seed}: {ours} and {theirs}");
        assert!(alike(&follows) > alike(&random) + 100);
    }
}

#[test]
#[expect(clippy::disallowed_types, reason = "this test measures time")]
fn ten_thousand_find_each_other_in_less_than_a_second() {
    let cast = cast(10_000);
    let timed = || {
        let cast = cast.clone();
        let started = std::time::Instant::now();
        let (_, log) = World::begin(cast, settings(1, 1));
        (started.elapsed(), log.len())
    };
    // The best of three: what else the machine does is not measured.
    let (took, events) = (0..3).map(|_| timed()).min().unwrap();
    println!("{events} events of round 0 in {took:?}");
    assert!(took < Duration::from_secs(1), "{took:?}");
}
