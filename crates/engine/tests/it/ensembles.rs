//! What many runs say together.

use proptest::prelude::*;
use simswarm_core::document::Seed;
use simswarm_engine::AgentId;
use simswarm_engine::ensemble::{Ensemble, Replicate, StopRule, pooled};
use simswarm_engine::stream::{Purpose, Stream};

use crate::casts::{cast, run, settings};

/// Synthetic truths: what one more run forecasts, and the centre of all such runs.
#[derive(Debug, Clone, Copy)]
enum Truth {
    /// Normal log-odds of a standard deviation.
    Normal { centre: f64, deviation: f64 },
    /// Log-odds drawn evenly around the centre.
    Even { centre: f64, reach: f64 },
}

impl Truth {
    fn centre(self) -> f64 {
        match self {
            Self::Normal { centre, .. } | Self::Even { centre, .. } => centre,
        }
    }

    fn draw(self, stream: &mut Stream) -> f64 {
        let log_odds = match self {
            Self::Normal { centre, deviation } => centre + deviation * stream.normal(),
            Self::Even { centre, reach } => centre + reach * (2.0 * stream.unit() - 1.0),
        };
        as_probability(log_odds)
    }
}

const TRUTHS: [Truth; 4] = [
    Truth::Normal { centre: 0.0, deviation: 0.3 },
    Truth::Normal { centre: -1.5, deviation: 0.8 },
    Truth::Normal { centre: 2.2, deviation: 0.5 },
    Truth::Even { centre: 0.7, reach: 1.2 },
];

fn as_probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-log_odds))
}

fn stream(repetition: u32, of: u32) -> Stream {
    Stream::keyed(Seed::try_from(11).unwrap(), repetition, AgentId(of), Purpose::Mind)
}

/// In how many of a thousand ensembles both hold what they should: the centre's interval the centre, the next run's the
/// next run.
fn covered(truth: Truth, replicates: usize) -> (u32, u32) {
    let (mut centre, mut next) = (0, 0);
    for repetition in 0..1000 {
        let mut stream = stream(repetition, 0);
        let forecasts: Vec<f64> = (0..replicates).map(|_| truth.draw(&mut stream)).collect();
        let pooled = pooled(forecasts).unwrap();
        centre += u32::from(pooled.interval.unwrap().contains(as_probability(truth.centre())));
        next += u32::from(pooled.next.unwrap().contains(truth.draw(&mut stream)));
    }
    (centre, next)
}

#[test]
fn intervals_of_nominally_nine_tenths_cover_as_often() {
    for truth in TRUTHS {
        for replicates in [3, 5, 10, 30] {
            let (centre, next) = covered(truth, replicates);
            assert!((850..=950).contains(&centre), "{truth:?} {replicates}: {centre}");
            assert!((850..=950).contains(&next), "{truth:?} {replicates}: {next}");
        }
    }
}

/// One question's replicates until the rule says enough.
fn stopped(truth: Truth, rule: StopRule, repetition: u32) -> Ensemble {
    let mut stream = stream(repetition, 1);
    let mut replicates = Vec::new();
    loop {
        replicates
            .push(Replicate { polled: vec![Some(truth.draw(&mut stream))], prices: Vec::new() });
        let ensemble = Ensemble::of(&replicates);
        if rule.is_enough(&ensemble) {
            return ensemble;
        }
    }
}

#[test]
fn stopping_early_spares_runs_and_costs_no_coverage() {
    let rule = StopRule::default();
    for truth in TRUTHS {
        let (mut covered, mut spent) = (0, 0);
        for repetition in 0..1000 {
            let ensemble = stopped(truth, rule, repetition);
            let interval = ensemble.issues[0].as_ref().unwrap().interval.unwrap();
            covered += u32::from(interval.contains(as_probability(truth.centre())));
            spent += ensemble.replicates;
            assert!((rule.least..=rule.most).contains(&ensemble.replicates));
            assert!(ensemble.replicates == rule.most || interval.half_width() <= rule.tolerance);
        }
        assert!((850..=950).contains(&covered), "{truth:?}: {covered}");
        assert!(spent < 1000 * rule.most, "{truth:?}: {spent} runs");
    }
}

#[test]
fn a_few_runs_are_never_enough_however_much_they_agree() {
    let of = |n: usize| {
        let one = Replicate { polled: vec![Some(0.4)], prices: vec![0.5] };
        Ensemble::of(&vec![one; n])
    };
    let rule = StopRule { tolerance: 0.05, least: 4, most: 20 };
    assert!(!rule.is_enough(&of(3)));
    assert!(rule.is_enough(&of(4)));
    assert!(of(1).issues[0].as_ref().unwrap().interval.is_none());
    assert!(Ensemble::of(&[]).issues.is_empty());
}

#[test]
fn replicates_are_read_from_logs_and_pooled_question_by_question() {
    let replicates: Vec<Replicate> =
        (0..4).map(|seed| Replicate::of(&run(cast(12), settings(seed, 5)).1)).collect();
    let ensemble = Ensemble::of(&replicates);
    assert_eq!((ensemble.issues.len(), ensemble.markets.len()), (2, 1));
    let market = ensemble.markets[0].as_ref().unwrap();
    let mut prices: Vec<f64> = replicates.iter().map(|it| it.prices[0]).collect();
    prices.sort_by(f64::total_cmp);
    assert_eq!(market.values, prices);
    assert!(prices[0] < prices[3], "{prices:?}");
}

proptest! {
    #[test]
    fn a_pool_lies_within_its_values_and_its_intervals_around_its_centre(
        values in prop::collection::vec(0.0..=1.0, 2..40),
    ) {
        let (low, high) = values.iter().fold((1.0_f64, 0.0_f64), |(l, h), v| (l.min(*v), h.max(*v)));
        let pooled = pooled(values).unwrap();
        let (interval, next) = (pooled.interval.unwrap(), pooled.next.unwrap());
        // A forecast of one run counts as at most 99.9 % certain.
        for middle in [pooled.mean, pooled.centre] {
            prop_assert!(middle >= low.min(0.999) - 1e-9 && middle <= high.max(0.001) + 1e-9);
        }
        prop_assert!(interval.contains(pooled.centre));
        prop_assert!(next.low <= interval.low && interval.high <= next.high);
        prop_assert!(next.low >= 0.0 && next.high <= 1.0);
    }
}
