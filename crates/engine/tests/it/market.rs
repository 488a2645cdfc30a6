//! The market maker against its closed forms, and the market as agents use it.

use proptest::prelude::*;
use simswarm_engine::action::Outcome;
use simswarm_engine::env::market::lmsr::{Lmsr, liquidity};
use simswarm_engine::event::EventBody;

use crate::casts::{cast, run, settings};

fn close(left: f64, right: f64, scale: f64) -> bool {
    (left - right).abs() <= 1e-9 * (1.0 + scale)
}

proptest! {
    #[test]
    fn what_a_trade_costs_is_the_difference_of_the_cost_function(
        b in 1.0..1e6, price in 0.02..0.98, share in -2.0..2.0,
    ) {
        let maker = Lmsr::open(b, price);
        let shares = share * b;
        let after = maker.after(Outcome::Yes, shares);
        prop_assert!(close(maker.cost_of(Outcome::Yes, shares), after.cost() - maker.cost(), b * 10.0));
        prop_assert!(close(after.price(Outcome::Yes) + after.price(Outcome::No), 1.0, 1.0));
    }

    #[test]
    fn shares_for_an_amount_cost_that_amount(b in 1.0..1e6, price in 0.02..0.98, part in 0.0001..3.0) {
        let maker = Lmsr::open(b, price);
        let shares = maker.shares_for(Outcome::No, part * b);
        prop_assert!(close(maker.cost_of(Outcome::No, shares), part * b, b * 10.0));
    }

    #[test]
    fn the_path_makes_no_difference_and_the_loss_is_bounded(
        price in 0.02..0.98, trades in prop::collection::vec((any::<bool>(), 0.0..300.0), 1..40),
    ) {
        let open = Lmsr::open(100.0, price);
        let (mut maker, mut paid) = (open, 0.0);
        for (yes, shares) in &trades {
            let outcome = if *yes { Outcome::Yes } else { Outcome::No };
            paid += maker.cost_of(outcome, *shares);
            maker = maker.after(outcome, *shares);
        }
        prop_assert!(close(paid, maker.cost() - open.cost(), 1e5));
        let sold = (maker.yes - open.yes).max(maker.no - open.no);
        prop_assert!(sold - paid <= Lmsr::loss_bound(100.0, price) + 1e-6);
    }
}

#[test]
fn one_balance_among_ten_moves_a_half_by_five_to_ten_points_and_a_crowd_to_nine_tenths() {
    for agents in [10.0, 100.0, 10_000.0] {
        let maker = Lmsr::open(liquidity(1000.0, agents * 1000.0), 0.5);
        let bought = |amount| maker.after(Outcome::Yes, maker.shares_for(Outcome::Yes, amount));
        let crowd = bought(agents * 1000.0).price(Outcome::Yes);
        assert!((0.88..0.92).contains(&crowd), "{crowd}");
        if agents < 11.0 {
            let one = bought(1000.0).price(Outcome::Yes);
            assert!((0.55..0.60).contains(&one), "{one}");
        }
    }
}

#[test]
fn trades_happen_are_paid_for_and_stay_below_a_dollar() {
    let (_, log) = run(cast(30), settings(1, 20));
    let mut cash = [1000.0_f64; 30];
    let mut trades = 0;
    for event in &log {
        if let EventBody::Trade { agent, side, shares, cost, price_after, .. } = &event.body {
            trades += 1;
            let paid = match side {
                simswarm_engine::event::Side::Buy => *cost,
                simswarm_engine::event::Side::Sell => -*cost,
            };
            cash[agent.index()] -= paid;
            assert!(cost < shares && (0.0..1.0).contains(price_after));
            assert!(cash[agent.index()] > -1e-6);
        }
    }
    assert!(trades > 20, "{trades} trades");
}
