//! The market maker, through trades in rounds.

use simswarm_engine::Event;
use simswarm_engine::MarketId;
use simswarm_engine::action::{Action, Outcome};
use simswarm_engine::belief::Openness;
use simswarm_engine::event::{EventBody, Side};
use simswarm_engine::stream::Stream;
use simswarm_engine::world::{Turn, World};

use super::{play, population, settings};

/// What the maker has sold and taken in, from the log alone.
#[derive(Default)]
struct Maker {
    b: f64,
    opened_at: f64,
    sold: [f64; 2],
    taken: f64,
    price: f64,
    trades: u32,
}

impl Maker {
    fn follow(&mut self, log: &[Event]) {
        for event in log {
            match &event.body {
                EventBody::MarketOpened { initial_price, liquidity, .. } => {
                    (self.b, self.opened_at, self.price) =
                        (*liquidity, *initial_price, *initial_price);
                }
                EventBody::Trade { side, outcome, shares, cost, price_after, .. } => {
                    let sign = match side {
                        Side::Buy => 1.0,
                        Side::Sell => -1.0,
                    };
                    let place = usize::from(*outcome == Outcome::No);
                    self.sold[place] += sign * shares;
                    self.taken += sign * cost;
                    self.price = *price_after;
                    self.trades += 1;
                }
                _ => {}
            }
        }
    }

    /// C(q) = b ln(p₀ e^(yes / b) + (1 − p₀) e^(no / b)): the cost function with the opening price in it.
    fn cost(&self) -> f64 {
        let [yes, no] = self.sold.map(|sold| libm::exp(sold / self.b));
        self.b * libm::log(self.opened_at * yes + (1.0 - self.opened_at) * no)
    }
}

/// Any orders at all, of any agent.
fn gamble(turn: &Turn) -> Vec<Action> {
    let mut stream = Stream::of_mind(turn.seed);
    let market = MarketId(0);
    let outcome = if stream.chance(0.6) { Outcome::Yes } else { Outcome::No };
    let held = turn.markets[0].holding.shares(outcome);
    if stream.chance(0.3) && held > 1.0 {
        vec![Action::SellShares { market, outcome, shares: held * stream.unit() }]
    } else {
        vec![Action::BuyShares { market, outcome, amount: 0.5 * turn.cash * stream.unit() }]
    }
}

/// Hanson, "Logarithmic market scoring rules for modular combinatorial information aggregation", Journal of Prediction
/// Markets 1(1) (2007): what traders paid is the difference of the cost function, the price its gradient, and the maker's
/// loss at most b ln(1 / p) of the outcome that comes true.
#[test]
fn any_trades_leave_the_price_the_takings_and_the_loss_that_the_closed_form_gives() {
    for seed in 0..4 {
        let (mut world, opening) =
            World::begin(population(&[0.0; 20]), settings(seed, 1, Openness::Share(0.2), None));
        let mut maker = Maker::default();
        maker.follow(&opening);
        for _ in 0..30 {
            maker.follow(&play(&mut world, gamble));
            let (cost, dust) = (maker.cost(), 1e-4 * f64::from(maker.trades) + 1e-6);
            // Each trade is rounded in the maker's favour, by less than a ten-thousandth in cash and in shares.
            assert!((-1e-6..2.0 * dust).contains(&(maker.taken - cost)), "{} {cost}", maker.taken);
            let gradient = maker.opened_at * libm::exp((maker.sold[0] - cost) / maker.b);
            assert!((maker.price - gradient).abs() < 1e-5, "{} {gradient}", maker.price);
            for (sold, opened_at) in
                maker.sold.into_iter().zip([maker.opened_at, 1.0 - maker.opened_at])
            {
                let bound = maker.b * libm::log(1.0 / opened_at);
                assert!(sold - maker.taken <= bound, "lost {}", sold - maker.taken);
            }
        }
        assert!(maker.trades > 400, "{} trades", maker.trades);
    }
}

/// The same source: if all buy the outcome that comes true the loss is b ln(p / p₀), below its bound and towards it.
#[test]
fn the_loss_to_a_crowd_that_is_right_is_the_logarithm_of_the_odds_it_moved() {
    let (mut world, opening) =
        World::begin(population(&[0.0; 20]), settings(1, 1, Openness::Share(0.2), None));
    let mut maker = Maker::default();
    maker.follow(&opening);
    for _ in 0..6 {
        let log = play(&mut world, |turn| {
            let (market, amount) = (MarketId(0), 0.5 * turn.cash);
            vec![Action::BuyShares { market, outcome: Outcome::Yes, amount }]
        });
        maker.follow(&log);
        let loss = maker.sold[0] - maker.taken;
        let expected = maker.b * libm::log(maker.price / maker.opened_at);
        assert!((loss - expected).abs() < 0.1, "{loss} and {expected}");
    }
    let bound = maker.b * libm::log(1.0 / maker.opened_at);
    let loss = maker.sold[0] - maker.taken;
    assert!(loss < bound && loss > 0.8 * bound, "{loss} of {bound}");
}
