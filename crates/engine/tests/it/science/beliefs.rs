//! What the rule of beliefs promises, whatever is read.

use proptest::prelude::*;
use simswarm_engine::belief::{Belief, BeliefSettings, Message};

use crate::casts::stance;

fn messages() -> impl Strategy<Value = Vec<Message>> {
    let message = (-1.0..1.0, 0.0..1.0).prop_map(|(stance, weight)| Message { stance, weight });
    prop::collection::vec(message, 0..30)
}

fn after(start: f64, messages: &[Message], stubbornness: f64, settings: &BeliefSettings) -> Belief {
    let mut belief = Belief::new(stance(start, 0.5));
    belief.read(messages, stubbornness, settings);
    belief
}

proptest! {
    #[test]
    fn a_position_stays_between_what_was_held_and_what_was_read(
        start in -1.0..1.0, feeds in prop::collection::vec(messages(), 1..12), stubbornness in 0.0..1.0,
    ) {
        let mut belief = Belief::new(stance(start, 0.5));
        let (mut low, mut high) = (start, start);
        for feed in feeds {
            for message in &feed {
                (low, high) = (low.min(message.stance), high.max(message.stance));
            }
            belief.read(&feed, stubbornness, &BeliefSettings::default());
            prop_assert!(belief.position >= low - 1e-12 && belief.position <= high + 1e-12);
            prop_assert!((0.0..=1.0).contains(&belief.confidence));
        }
    }

    #[test]
    fn who_reads_the_same_again_and_again_walks_towards_it_and_never_past(
        start in -1.0..1.0, said in -1.0..1.0,
    ) {
        let mut belief = Belief::new(stance(start, 0.5));
        let mut gap: f64 = said - start;
        for _ in 0..50 {
            belief.read(&[Message { stance: said, weight: 0.7 }], 0.0, &BeliefSettings::default());
            let left = said - belief.position;
            prop_assert!(left.abs() <= gap.abs() && left * gap >= 0.0);
            gap = left;
        }
    }

    #[test]
    fn the_length_of_a_feed_makes_no_difference(start in -1.0..1.0, feed in messages(), copies in 2_usize..6) {
        let settings = BeliefSettings::default();
        let once = after(start, &feed, 0.2, &settings).position;
        let often = after(start, &feed.repeat(copies), 0.2, &settings).position;
        prop_assert!((once - often).abs() < 1e-12);
    }

    #[test]
    fn what_weighs_nothing_or_is_out_of_reach_moves_nothing(
        start in -1.0_f64..1.0, stances in prop::collection::vec(-1.0_f64..1.0, 0..9), stubbornness in 0.0..1.0,
    ) {
        let settings = BeliefSettings { reach: Some(0.3), ..BeliefSettings::default() };
        let mut moved = Belief::new(stance(start, 0.5));
        let weightless = stances.iter().map(|it| Message { stance: *it, weight: 0.0 });
        let far = stances.iter().filter(|it| (**it - start).abs() > 0.3);
        let far = far.map(|it| Message { stance: *it, weight: 1.0 });
        moved.read(&weightless.chain(far).collect::<Vec<_>>(), stubbornness, &settings);
        prop_assert_eq!(moved, Belief::new(stance(start, 0.5)));
    }
}

/// What was read by one who began undecided and unsure.
fn confidence_after(feed: &[f64], times: usize) -> f64 {
    let messages: Vec<Message> =
        feed.iter().map(|stance| Message { stance: *stance, weight: 0.5 }).collect();
    let mut belief = Belief::new(stance(0.5, 0.4));
    (0..times).for_each(|_| belief.read(&messages, 0.0, &BeliefSettings::default()));
    belief.confidence
}

#[test]
fn confidence_grows_with_evidence_and_shrinks_with_disagreement() {
    let (little, much) = (confidence_after(&[0.5], 1), confidence_after(&[0.5], 20));
    assert!(0.4 < little && little < much, "{little} {much}");
    let torn = confidence_after(&[-0.9, 0.9], 20);
    assert!(torn < 0.4, "{torn}");
}
