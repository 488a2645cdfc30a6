//! The end of an economy's round: wages, production, purchases, taxes, benefits.

use super::cents::Cents;
use super::{Economy, Firm};
use crate::AgentId;
use crate::number::{count, real};

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
        self.metrics = self.measured();
        if self.rounds_closed == 1 {
            // Before the first round nothing was made or sold: that there is something now is no news.
            self.told.output = self.metrics.output;
            self.told.sales = self.metrics.sales;
        }
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
    /// more at a firm the cheaper it is: by the inverse square of the price.
    fn trade(&mut self) {
        let pull = |firm: &Firm| 1.0 / (firm.price.units() * firm.price.units());
        let pulls: Vec<f64> = self.firms.iter().map(pull).collect();
        let total: f64 = pulls.iter().sum();
        let mut buyers = self.households();
        let first = self.rounds_closed as usize % buyers.len().max(1);
        buyers.rotate_left(first);
        self.rounds_closed = self.rounds_closed.wrapping_add(1);
        for buyer in buyers {
            let budget = self.account(buyer).share(self.settings.spending);
            for (place, pull) in pulls.iter().enumerate() {
                self.buy(buyer, place, budget.share(pull / total));
            }
        }
    }

    fn buy(&mut self, buyer: AgentId, firm: usize, budget: Cents) {
        let Firm { agent: seller, price, .. } = self.firms[firm];
        let wanted = budget.buys(price);
        let firm = &mut self.firms[firm];
        let units = wanted.min(firm.made - firm.sold);
        firm.wanted = firm.wanted.saturating_add(wanted);
        firm.sold += units;
        self.pay(buyer, seller, price.times(units));
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
