//! How firms react to demand, and governments to unemployment: one decision a turn, by rules of thumb.

use crate::action::{Action, Economic, Policy};
use crate::env::economy::Role;
use crate::number::rounded;
use crate::world::Turn;
use crate::world::turn::{EconomyView, FirmView};

/// One step of a price, and of a staff.
const PRICE_STEP: f64 = 0.05;
const STAFF_STEP: u32 = 10;
/// The share of its goods that a firm must sell to be content, and of what new hands make that must be wanted; and what it earns
/// on its goods at least.
const CONTENT: f64 = 0.85;
const MARGIN: f64 = 1.05;
/// The rounds of pay that a firm keeps in hand before it invests, and the share of its cash that it then invests.
const RESERVE: f64 = 4.0;
const INVESTED: f64 = 0.1;
/// Unemployment that a government fights, and that lets it save.
const HIGH: f64 = 0.15;
const LOW: f64 = 0.05;

/// What the agent of this turn decides in the economy.
pub(super) fn manage(turn: &Turn) -> Option<Action> {
    let view = turn.economy.as_ref()?;
    let action = match view.role {
        Role::Firm => view.own.as_ref().and_then(|own| direct(view, own)),
        Role::Authority => govern(view),
        Role::Household => None,
    };
    action.map(Action::Economic)
}

/// More is wanted than there is: more hands if there is work for them, or a higher price. Less is wanted: a lower price as long
/// as it pays, else fewer hands. Neither: the firm invests what it can spare.
fn direct(view: &EconomyView, own: &FirmView) -> Option<Economic> {
    let step = (own.workers / STAFF_STEP).max(1);
    let payroll = |workers: u32| f64::from(workers) * view.wage;
    let (made, sold) = (f64::from(own.made), f64::from(own.sold));
    if own.wanted > own.sold || own.workers == 0 {
        let each = made / f64::from(own.workers.max(1));
        let short = f64::from(own.wanted) - sold;
        let can_hire = view.metrics.unemployment > 0.0 && short >= CONTENT * each * f64::from(step);
        if can_hire && view.cash >= 2.0 * payroll(own.workers + step) {
            return Some(Economic::Hire { count: step });
        }
        // Who has nothing to sell gains nothing by a higher price.
        let price = rounded(own.price * (1.0 + PRICE_STEP) + 0.005, 2);
        return (own.workers > 0).then_some(Economic::SetPrice { price });
    }
    if sold < CONTENT * made {
        let price = rounded(own.price * (1.0 - PRICE_STEP), 2);
        let pays = price * made >= MARGIN * payroll(own.workers);
        return Some(if pays {
            Economic::SetPrice { price }
        } else {
            Economic::Fire { count: step }
        });
    }
    let spare = view.cash > RESERVE * payroll(own.workers);
    spare.then(|| Economic::Invest { amount: rounded(INVESTED * view.cash, 2) })
}

/// Taxes fall and benefits rise while many are out of work, and the other way round.
fn govern(view: &EconomyView) -> Option<Economic> {
    let (tax, benefit) = (view.policies.tax_rate, view.policies.benefit);
    let unemployment = view.metrics.unemployment;
    let tax_rate =
        |value| Economic::ApplyPolicy { policy: Policy::TaxRate, value: rounded(value, 2) };
    if unemployment > HIGH && tax > 0.05 {
        Some(tax_rate(tax - 0.01))
    } else if unemployment > HIGH && benefit < 0.6 * view.wage {
        let value = rounded(benefit + 0.05 * view.wage, 2);
        Some(Economic::ApplyPolicy { policy: Policy::Benefit, value })
    } else if unemployment < LOW && tax < 0.2 {
        Some(tax_rate(tax + 0.01))
    } else {
        None
    }
}
