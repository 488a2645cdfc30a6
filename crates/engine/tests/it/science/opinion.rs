//! Models of opinion dynamics. Their opinions lie in [0, 1], ours in [−1, 1]: a threshold ε of theirs is 2ε here.

use simswarm_engine::belief::Openness;
use simswarm_engine::world::World;

use super::{population, positions, real, settings, step, uniform};

/// The groups of positions with a gap between them, leaving out those with less than one in twenty: every bounded
/// confidence model leaves a few stragglers at the ends and in between.
fn clusters(mut positions: Vec<f64>, gap: f64) -> usize {
    positions.sort_by(f64::total_cmp);
    let few = positions.len() / 20;
    let groups = positions.chunk_by(|one, next| next - one <= gap);
    groups.filter(|group| group.len() > few).count()
}

fn spread(positions: &[f64]) -> f64 {
    let (low, high) =
        positions.iter().fold((1.0_f64, -1.0_f64), |(low, high), x| (low.min(*x), high.max(*x)));
    high - low
}

/// Encounters in pairs, in which both move half of the way if they are nearer than `threshold`.
fn deffuant(seed: u64, threshold: f64) -> Vec<f64> {
    let starts = uniform(seed, 200);
    let settings = settings(seed, 2, Openness::Share(0.5), Some(2.0 * threshold));
    let (mut world, _) = World::begin(population(&starts), settings);
    for _ in 0..60 {
        step(&mut world);
    }
    positions(&world)
}

/// Deffuant, Neau, Amblard and Weisbuch, "Mixing beliefs among interacting agents", Advances in Complex Systems 3
/// (2000): for thresholds above one half all opinions meet; below it the number of groups that hold on is about the integer
/// part of 1 / (2ε).
#[test]
fn pairs_reach_consensus_above_one_half_and_split_into_the_published_number_below() {
    for seed in 0..3 {
        for threshold in [0.5, 0.7] {
            assert!(spread(&deffuant(seed, threshold)) < 0.02, "{threshold}, seed {seed}");
        }
    }
    for (threshold, expected) in [(0.25, 2.0), (0.16, 3.0), (0.12, 4.0), (0.1, 5.0)] {
        let seeds = 0..4_u64;
        let found = seeds.map(|seed| real(clusters(deffuant(seed, threshold), threshold / 2.0)));
        let mean = found.sum::<f64>() / 4.0;
        assert!((mean - expected).abs() <= 0.75, "{mean} groups at {threshold}");
    }
}

/// Encounters move both the same way: the mean of all opinions is kept (Deffuant et al. 2000).
#[test]
fn pairs_keep_the_mean() {
    let mean = |all: &[f64]| all.iter().sum::<f64>() / real(all.len());
    let (before, after) = (mean(&uniform(5, 200)), mean(&deffuant(5, 0.3)));
    assert!((before - after).abs() < 0.001, "{before} and {after}");
}

/// Everybody hears everybody, and takes the mean of all that are nearer than `threshold`, itself included.
fn hegselmann_krause(starts: &[f64], threshold: f64) -> Vec<f64> {
    let settings = settings(1, starts.len(), Openness::OneAmongAll, Some(2.0 * threshold));
    let (mut world, _) = World::begin(population(starts), settings);
    for _ in 0..25 {
        step(&mut world);
    }
    positions(&world)
}

/// Hegselmann and Krause, "Opinion dynamics and bounded confidence", JASSS 5(3) (2002), figures 3–5: plurality, then
/// polarisation, then consensus as confidence grows; the threshold of consensus of a large complete population is near 0.2
/// (Fortunato, International Journal of Modern Physics C 16, 2005).
#[test]
fn bounded_confidence_goes_from_plurality_over_polarisation_to_consensus() {
    for seed in 0..3 {
        let starts = uniform(seed, 100);
        let groups = |threshold: f64| clusters(hegselmann_krause(&starts, threshold), 0.05);
        assert!(groups(0.05) >= 5, "seed {seed}");
        assert!((2..=3).contains(&groups(0.15)), "seed {seed}");
        assert!(spread(&hegselmann_krause(&starts, 0.28)) < 0.01, "seed {seed}");
    }
}

/// A step is the published rule itself: each takes the plain mean of the opinions within its reach.
#[test]
fn one_step_of_bounded_confidence_is_the_mean_of_what_is_near() {
    let starts = uniform(8, 30);
    let (mut world, _) = World::begin(
        population(&starts),
        settings(1, starts.len(), Openness::OneAmongAll, Some(0.4)),
    );
    step(&mut world);
    for (x, stepped) in starts.iter().zip(positions(&world)) {
        let near: Vec<f64> = starts.iter().copied().filter(|y| (x - y).abs() <= 0.4).collect();
        let mean = near.iter().sum::<f64>() / real(near.len());
        assert!((stepped - mean).abs() < 2e-4, "{stepped} and {mean}");
    }
}

/// The solution of `matrix` x = `right`, by elimination with the largest pivot.
fn solved(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for column in 0..n {
        let size = |row: &usize| matrix[*row][column].abs();
        let pivot = (column..n).max_by(|one, other| size(one).total_cmp(&size(other))).unwrap();
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        for row in 0..n {
            if row != column {
                let factor = matrix[row][column] / matrix[column][column];
                let of_pivot = matrix[column].clone();
                for (cell, above) in matrix[row].iter_mut().zip(of_pivot) {
                    *cell -= factor * above;
                }
                right[row] -= factor * right[column];
            }
        }
    }
    (0..n).map(|row| right[row] / matrix[row][row]).collect()
}

/// Friedkin and Johnsen, "Social influence and opinions", Journal of Mathematical Sociology 15 (1990): with susceptibilities
/// Λ and influences W opinions settle at x* = (I − ΛW)⁻¹ (I − Λ) x(0).
#[test]
fn stubborn_agents_settle_at_the_fixed_point_of_friedkin_and_johnsen() {
    let n = 12;
    let (starts, openness) = (uniform(3, n), 0.4);
    let mut cast = population(&starts);
    for (index, agent) in cast.agents.iter_mut().enumerate() {
        agent.traits.stubbornness = 0.05 + 0.05 * real(index);
        agent.traits.credibility = 0.3 + 0.7 * real(index * 7 % n) / real(n);
    }
    // As the world holds them: with four decimals.
    let (mut world, _) = World::begin(cast, settings(1, n, Openness::Share(openness), None));
    let persona = |turn: &simswarm_engine::world::Turn| turn.persona.as_ref().clone();
    let personas: Vec<_> = world.think().map(|turn| persona(&turn)).collect();
    for _ in 0..80 {
        step(&mut world);
    }
    let credibility: Vec<f64> = personas.iter().map(|it| it.traits.credibility).collect();
    let total: f64 = credibility.iter().sum();
    let influence = |of: usize, on: usize| {
        if of == on {
            1.0 - openness
        } else {
            openness * credibility[of] / (total - credibility[on])
        }
    };
    let row = |on: usize| {
        let susceptible = 1.0 - personas[on].traits.stubbornness;
        let cell = |of: usize| f64::from(u8::from(of == on)) - susceptible * influence(of, on);
        (0..n).map(cell).collect()
    };
    let held = personas.iter().map(|it| it.traits.stubbornness * it.stances[0].position);
    let expected = solved((0..n).map(row).collect(), held.collect());
    for (settled, expected) in positions(&world).into_iter().zip(expected) {
        assert!((settled - expected).abs() < 5e-4, "{settled} and {expected}");
    }
}
