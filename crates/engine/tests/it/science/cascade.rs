//! How far posts spread.

use simswarm_engine::PostId;
use simswarm_engine::action::Action;
use simswarm_engine::belief::Openness;
use simswarm_engine::event::EventBody;
use simswarm_engine::stream::Stream;
use simswarm_engine::world::{Turn, World};

use super::{play, population, real, settings};

const ROOTS: usize = 12;

/// Sizes of the cascades of one run: a few agents post, each post is shown to the two others of its author's or reposter's
/// group, and each of them reposts it with this chance.
fn sizes(seed: u64, chance: f64) -> Vec<f64> {
    let (mut world, _) =
        World::begin(population(&[0.0; 600]), settings(seed, 3, Openness::Share(0.2), None));
    let opening = |turn: &Turn| {
        let text = format!("The word of {}.", turn.agent);
        let post = Action::CreatePost { text, stances: Vec::new() };
        if turn.agent.index() < ROOTS { vec![post] } else { Vec::new() }
    };
    play(&mut world, opening);
    let mut sizes = vec![1.0; ROOTS];
    loop {
        let log = play(&mut world, |turn| {
            let mut stream = Stream::of_mind(turn.seed);
            let shown = turn.feed.iter().map(|view| view.post);
            let passed_on: Vec<PostId> = shown.filter(|_| stream.chance(chance)).collect();
            passed_on.into_iter().map(|post| Action::Repost { post }).collect()
        });
        let reposts: Vec<PostId> = log
            .iter()
            .filter_map(|event| match &event.body {
                EventBody::ActionApplied { action: Action::Repost { post }, .. } => Some(*post),
                _ => None,
            })
            .collect();
        if reposts.is_empty() {
            return sizes;
        }
        for post in reposts {
            sizes[post.index()] += 1.0;
        }
    }
}

/// A cascade whose members are each passed on R times on average is a branching process; below R = 1 its mean total size is
/// 1 / (1 − R), its variance σ² / (1 − R)³ with σ² the variance of one member's number (Harris, "The Theory of
/// Branching Processes", 1963, chapter I).
#[test]
fn cascades_are_as_large_as_a_branching_process() {
    for passed_on in [0.3, 0.6, 0.75] {
        let chance = passed_on / 2.0;
        let sizes: Vec<f64> = (0..25).flat_map(|seed| sizes(seed, chance)).collect();
        let n = real(sizes.len());
        let mean = sizes.iter().sum::<f64>() / n;
        let room: f64 = 1.0 - passed_on;
        let deviation = (2.0 * chance * (1.0 - chance) / (room * room * room)).sqrt();
        // The 99 % interval of the mean of so many cascades.
        let within = 2.576 * deviation / n.sqrt();
        let expected = 1.0 / room;
        assert!((mean - expected).abs() < within, "{mean}, not {expected} ± {within}");
        assert!(within < 0.25 * expected, "{within} says nothing");
    }
}
