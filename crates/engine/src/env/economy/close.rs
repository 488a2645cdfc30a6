//! The end of an economy's round: wages, production, purchases, taxes, benefits.

use super::cents::Cents;
use super::metrics::{Metric, Metrics};
use super::{Economy, Firm};
use crate::AgentId;
use crate::number::{count, real};

/// What a metric's usual swing keeps of what it was, in a round.
const SWING_KEPT: f64 = 0.8;
/// So many usual swings away from what was told last is news.
const UNUSUAL: f64 = 6.0;
/// The round after the first that could swing.
const FIRST_SWING: u32 = 4;
/// Five points of a share are as much as a tenth of a price or a quantity; and a total of all that ever was can only grow: that
/// it has doubled is news.
const LEVEL: f64 = 2.0;
const RUNNING_TOTAL: f64 = 20.0;

impl Economy {
    /// Lets the round's money and goods flow, and measures it.
    pub fn close_round(&mut self) {
        for firm in 0..self.firms.len() {
            self.pay_wages(firm);
        }
        self.produce();
        self.trade();
        for firm in 0..self.firms.len() {
            self.tax(firm);
        }
        self.pay_benefits();
        self.swing();
        self.before = self.metrics;
        self.metrics = self.measured();
        if self.rounds_closed == 1 {
            // Before the first round nothing was made, sold or invested: that there is something now is no news.
            (self.told, self.before) = (self.metrics, self.metrics);
        }
    }

    /// Lets the usual swings of the metrics follow those of the round before: what is news now is measured by what was usual.
    fn swing(&mut self) {
        for metric in Metric::ALL {
            let (now, usual) = (self.metrics.change(&self.before, metric), self.usual.get(metric));
            let kept = if self.rounds_closed < FIRST_SWING { 0.0 } else { SWING_KEPT };
            self.usual.set(metric, kept * usual + (1.0 - kept) * now);
        }
    }

    /// Whether a metric has just come so far from where it was last in the news that it is news again: by `least`, and by
    /// several of its usual swings, for in a small economy one worker more is a twentieth of the output.
    pub fn is_news(&self, metric: Metric, least: f64) -> bool {
        let step = |from: &Metrics| self.metrics.get(metric) - from.get(metric);
        let scale = match metric {
            Metric::Unemployment => 1.0,
            Metric::AveragePrice | Metric::Output | Metric::Sales => LEVEL,
            Metric::Investment => RUNNING_TOTAL,
        };
        let far = (scale * least).max(UNUSUAL * self.usual.get(metric));
        step(&self.before) * step(&self.told) > 0.0
            && self.metrics.change(&self.told, metric) >= far
    }

    /// Whom it cannot pay a firm must let go, the last first.
    fn pay_wages(&mut self, firm: usize) {
        let wage = Cents::of(self.settings.wage);
        let payer = self.firms[firm].agent;
        let payable = self.account(payer).buys(wage) as usize;
        let workers = &mut self.firms[firm].workers;
        let dismissed = workers.split_off(payable.min(workers.len()));
        let paid = workers.clone();
        self.idle.extend(dismissed);
        for worker in paid {
            self.pay(payer, worker, wage);
        }
    }

    fn produce(&mut self) {
        for place in 0..self.firms.len() {
            let firm = &self.firms[place];
            let units = real(firm.workers.len()) * self.productivity(firm);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "not negative"
            )]
            let made = units.min(f64::from(u32::MAX)) as u32;
            let firm = &mut self.firms[place];
            (firm.made, firm.sold, firm.wanted) = (made, 0, 0);
        }
    }

    /// Each household, in the agents' order from a different one each round, spends its share of cash over all firms, the
    /// more at a firm the cheaper it is: by the inverse square of the price. What is too little for a whole unit at one firm
    /// goes to the next, from a different one for each household: among many firms most of the budget would be such rests.
    fn trade(&mut self) {
        let pull = |firm: &Firm| 1.0 / (firm.price.units() * firm.price.units());
        let pulls: Vec<f64> = self.firms.iter().map(pull).collect();
        let total: f64 = pulls.iter().sum();
        let mut buyers = self.households();
        let first = self.rounds_closed as usize;
        let shift = first % buyers.len().max(1);
        buyers.rotate_left(shift);
        self.rounds_closed = self.rounds_closed.wrapping_add(1);
        for (turn, buyer) in buyers.into_iter().enumerate() {
            let budget = self.account(buyer).share(self.settings.spending);
            let mut rest = Cents::ZERO;
            for step in 0..pulls.len() {
                let place = (first + turn + step) % pulls.len();
                rest += budget.share(pulls[place] / total);
                rest = self.buy(buyer, place, rest);
            }
        }
    }

    /// Buys what the budget pays for and the firm has, and gives back what is too little for a unit.
    fn buy(&mut self, buyer: AgentId, firm: usize, budget: Cents) -> Cents {
        let Firm { agent: seller, price, .. } = self.firms[firm];
        let wanted = budget.buys(price);
        let firm = &mut self.firms[firm];
        let units = wanted.min(firm.made - firm.sold);
        firm.wanted = firm.wanted.saturating_add(wanted);
        firm.sold += units;
        self.pay(buyer, seller, price.times(units));
        let mut rest = budget;
        rest -= price.times(wanted);
        rest
    }

    fn tax(&mut self, firm: usize) {
        let Firm { agent: payer, price, sold, .. } = self.firms[firm];
        if self.authorities.is_empty() {
            return;
        }
        let due = price.times(sold).share(self.policies.tax_rate).min(self.account(payer));
        let authorities = self.authorities.clone();
        self.share_out(payer, due, &authorities);
    }

    /// Each authority pays its part to all who are out of work, as far as it can.
    fn pay_benefits(&mut self) {
        let idle: Vec<AgentId> = self.idle.iter().copied().collect();
        let benefit = Cents::of(self.policies.benefit);
        for (payer, part) in
            self.authorities.clone().into_iter().zip(benefit.parts(self.authorities.len()))
        {
            let sum = part.times(count(idle.len())).min(self.account(payer));
            self.share_out(payer, sum, &idle);
        }
    }
}
