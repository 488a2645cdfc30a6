//! A small economy: firms that hire, produce, price and invest, households that work and buy, an authority that taxes
//! and pays benefits. Money only changes hands: what all accounts hold together never changes.
//!
//! Amounts are whole cents. After the turns of a round come, in this order: wages, production, purchases, taxes, benefits.
//! Stocks do not keep: what is not sold in its round is lost.

pub mod cents;
mod close;
pub mod metrics;

use std::collections::VecDeque;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use self::cents::Cents;
use self::metrics::{Metric, Metrics};
use super::Rejection;
use crate::AgentId;
use crate::action::{Economic, Policy};
use crate::cast::{ActorKind, Persona};
use crate::number::{count, real};

/// The highest price and amount that an action may name.
const MOST: f64 = 1_000_000.0;
/// What each firm's capital is worth at least in the formula of its productivity.
const LEAST_CAPITAL: f64 = 1.0;

/// For so many rounds a firm can pay whom it begins with before it has sold anything.
const PAYROLLS_HELD: f64 = 2.0;

/// How an economy begins.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EconomySettings {
    /// Cash of each firm, at least, of each household and of each authority.
    pub firm_capital: f64,
    pub household_cash: f64,
    pub treasury: f64,
    /// Pay of one worker for one round.
    pub wage: f64,
    /// Units that one worker makes in a round before anything is invested.
    pub productivity: f64,
    /// The share of its cash that a household spends in a round.
    pub spending: f64,
    /// The share of the labour force that has work when the run begins.
    pub employment: f64,
}

impl Default for EconomySettings {
    fn default() -> Self {
        Self {
            firm_capital: 5000.0,
            household_cash: 300.0,
            treasury: 2000.0,
            wage: 100.0,
            productivity: 10.0,
            spending: 0.3,
            employment: 0.8,
        }
    }
}

/// What an agent is in the economy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Firm,
    Authority,
    /// One worker and buyer.
    Household,
}

impl Role {
    fn of(kind: ActorKind) -> Self {
        match kind {
            ActorKind::Company => Self::Firm,
            ActorKind::Government => Self::Authority,
            ActorKind::Person | ActorKind::Organization | ActorKind::Media | ActorKind::Public => {
                Self::Household
            }
        }
    }
}

/// A firm's books.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Firm {
    pub agent: AgentId,
    pub price: Cents,
    /// In the order in which they were hired.
    pub workers: Vec<AgentId>,
    /// All that it has invested.
    pub invested: Cents,
    /// Of the last round: units made, units sold, units that buyers would have taken.
    pub made: u32,
    pub sold: u32,
    pub wanted: u32,
}

/// What authorities have decided.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Policies {
    /// The share of a firm's sales that goes to the authorities.
    pub tax_rate: f64,
    /// What each worker without work is paid for a round, as far as the treasury goes.
    pub benefit: f64,
}

/// The whole economy of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Economy {
    settings: EconomySettings,
    roles: Vec<Role>,
    accounts: Vec<Cents>,
    firms: Vec<Firm>,
    authorities: Vec<AgentId>,
    /// Who is out of work, the longest first.
    idle: VecDeque<AgentId>,
    /// How many can work.
    labour_force: u32,
    policies: Policies,
    rounds_closed: u32,
    metrics: Metrics,
    /// Those of the round before.
    before: Metrics,
    /// By how much each metric changes from one round to the next, on a fading average.
    usual: Metrics,
    /// The metrics when each was last in the news.
    pub told: Metrics,
}

impl Economy {
    /// An economy of these agents: companies are firms, governments authorities, all others households.
    pub fn open(agents: &[Arc<Persona>], settings: EconomySettings) -> Self {
        let roles: Vec<Role> = agents.iter().map(|persona| Role::of(persona.kind)).collect();
        let of = |role: Role| {
            let having = roles.iter().enumerate().filter(move |(_, it)| **it == role);
            having.map(|(index, _)| AgentId(count(index)))
        };
        let employed = settings.employment.clamp(0.0, 1.0) * real(of(Role::Household).count());
        // A firm that is large among few can pay all that it begins with, too.
        let payroll = settings.wage * libm::ceil(employed / real(of(Role::Firm).count().max(1)));
        let cash = |role: &Role| match role {
            Role::Firm => settings.firm_capital.max(PAYROLLS_HELD * payroll),
            Role::Authority => settings.treasury,
            Role::Household => settings.household_cash,
        };
        let firm = |agent| Firm {
            agent,
            // At the wage's worth of labour and a fifth more a firm can live.
            price: Cents::of(1.2 * settings.wage / settings.productivity.max(0.01)).at_least_one(),
            workers: Vec::new(),
            invested: Cents::ZERO,
            made: 0,
            sold: 0,
            wanted: 0,
        };
        let mut economy = Self {
            accounts: roles.iter().map(|role| Cents::of(cash(role))).collect(),
            firms: of(Role::Firm).map(firm).collect(),
            authorities: of(Role::Authority).collect(),
            idle: of(Role::Household).collect(),
            labour_force: count(of(Role::Household).count()),
            policies: Policies { tax_rate: 0.1, benefit: 0.4 * settings.wage },
            rounds_closed: 0,
            metrics: Metrics::default(),
            before: Metrics::default(),
            usual: Metrics::default(),
            told: Metrics::default(),
            settings,
            roles,
        };
        economy.employ_the_first();
        economy.metrics = economy.measured();
        economy.told = economy.metrics;
        economy
    }

    /// Gives work to the share that has some when the run begins, one firm after the other, as far as they can pay.
    fn employ_the_first(&mut self) {
        let wanted = f64::from(self.labour_force) * self.settings.employment.clamp(0.0, 1.0);
        let mut employed = 0.0;
        while employed < wanted {
            let before = employed;
            for place in 0..self.firms.len() {
                if employed < wanted && self.hire(place, 1).is_ok() {
                    employed += 1.0;
                }
            }
            if employed <= before {
                break;
            }
        }
    }

    pub fn role(&self, agent: AgentId) -> Role {
        self.roles[agent.index()]
    }

    pub fn account(&self, agent: AgentId) -> Cents {
        self.accounts[agent.index()]
    }

    /// What all accounts hold together: the same for ever.
    pub fn money(&self) -> Cents {
        self.accounts.iter().copied().sum()
    }

    pub fn firms(&self) -> &[Firm] {
        &self.firms
    }

    /// The books of an agent's firm.
    pub fn firm(&self, agent: AgentId) -> Option<&Firm> {
        self.firm_of(agent).ok().map(|place| &self.firms[place])
    }

    pub fn policies(&self) -> Policies {
        self.policies
    }

    pub fn metrics(&self) -> Metrics {
        self.metrics
    }

    pub fn labour_force(&self) -> u32 {
        self.labour_force
    }

    pub fn wage(&self) -> f64 {
        self.settings.wage
    }

    /// What an agent does.
    pub fn act(&mut self, agent: AgentId, action: &Economic) -> Result<(), Rejection> {
        match action {
            Economic::SetPrice { price } => {
                let firm = self.firm_of(agent)?;
                self.firms[firm].price = amount("the price", *price)?;
                Ok(())
            }
            Economic::Hire { count } => {
                let firm = self.firm_of(agent)?;
                self.hire(firm, *count)
            }
            Economic::Fire { count } => {
                let firm = self.firm_of(agent)?;
                self.fire(firm, *count)
            }
            Economic::Invest { amount: sum } => {
                let firm = self.firm_of(agent)?;
                self.invest(firm, amount("the amount", *sum)?)
            }
            Economic::ApplyPolicy { policy, value } => self.apply_policy(agent, *policy, *value),
        }
    }

    fn firm_of(&self, agent: AgentId) -> Result<usize, Rejection> {
        self.firms
            .binary_search_by_key(&agent, |firm| firm.agent)
            .map_err(|_place| Rejection::NoFirm)
    }

    fn hire(&mut self, firm: usize, wanted: u32) -> Result<(), Rejection> {
        if wanted == 0 {
            return Err(Rejection::NotPositive("the number of workers"));
        }
        let idle = count(self.idle.len());
        if wanted > idle {
            return Err(Rejection::ShortOfIdle { idle });
        }
        let wage = Cents::of(self.settings.wage);
        let staff = count(self.firms[firm].workers.len()).saturating_add(wanted);
        let cash = self.account(self.firms[firm].agent);
        if wage.times(staff) > cash {
            return Err(Rejection::ShortOfCash { cash: cash.units() });
        }
        let hired = self.idle.drain(..wanted as usize);
        self.firms[firm].workers.extend(hired);
        Ok(())
    }

    /// Whoever came last goes first.
    fn fire(&mut self, firm: usize, wanted: u32) -> Result<(), Rejection> {
        let workers = &mut self.firms[firm].workers;
        let staff = count(workers.len());
        if wanted == 0 {
            return Err(Rejection::NotPositive("the number of workers"));
        }
        if wanted > staff {
            return Err(Rejection::ShortOfWorkers { staff });
        }
        let dismissed = workers.split_off((staff - wanted) as usize);
        self.idle.extend(dismissed);
        Ok(())
    }

    /// The money goes to all households, who build what it is spent on; the firm's workers make more from then on.
    fn invest(&mut self, firm: usize, sum: Cents) -> Result<(), Rejection> {
        let payer = self.firms[firm].agent;
        let cash = self.account(payer);
        if sum > cash {
            return Err(Rejection::ShortOfCash { cash: cash.units() });
        }
        let builders = self.households();
        if builders.is_empty() {
            return Err(Rejection::NobodyToBuild);
        }
        self.share_out(payer, sum, &builders);
        self.firms[firm].invested += sum;
        Ok(())
    }

    fn apply_policy(
        &mut self,
        agent: AgentId,
        policy: Policy,
        value: f64,
    ) -> Result<(), Rejection> {
        if self.role(agent) != Role::Authority {
            return Err(Rejection::NoAuthority);
        }
        let (what, most) = match policy {
            Policy::TaxRate => ("the tax rate", 0.5),
            Policy::Benefit => ("the benefit", self.settings.wage),
        };
        if !value.is_finite() {
            return Err(Rejection::NotFinite(what));
        }
        if !(0.0..=most).contains(&value) {
            return Err(Rejection::OutOfRange { what, most });
        }
        match policy {
            Policy::TaxRate => self.policies.tax_rate = value,
            Policy::Benefit => self.policies.benefit = value,
        }
        Ok(())
    }

    fn households(&self) -> Vec<AgentId> {
        let roles = self.roles.iter().enumerate();
        let households = roles.filter(|(_, role)| **role == Role::Household);
        households.map(|(index, _)| AgentId(count(index))).collect()
    }

    /// Moves as much of `sum` as the payer has.
    fn pay(&mut self, from: AgentId, to: AgentId, sum: Cents) -> Cents {
        let paid = sum.min(self.account(from));
        self.accounts[from.index()] -= paid;
        self.accounts[to.index()] += paid;
        paid
    }

    /// Pays a sum out in equal parts; the odd cents go to the first.
    fn share_out(&mut self, from: AgentId, sum: Cents, among: &[AgentId]) {
        for (to, part) in among.iter().zip(sum.parts(among.len())) {
            self.pay(from, *to, part);
        }
    }

    /// Units that one of the firm's workers makes in a round: the more is invested already, the less one unit adds.
    fn productivity(&self, firm: &Firm) -> f64 {
        let capital = self.settings.firm_capital.max(LEAST_CAPITAL);
        self.settings.productivity * libm::sqrt(1.0 + firm.invested.units() / capital)
    }

    fn measured(&self) -> Metrics {
        let sum = |of: fn(&Firm) -> u32| self.firms.iter().map(|it| f64::from(of(it))).sum::<f64>();
        let staffed = self.firms.iter().map(|firm| real(firm.workers.len())).sum::<f64>();
        let prices = self.firms.iter().map(|firm| firm.price.units()).sum::<f64>();
        let invested = self.firms.iter().map(|firm| firm.invested.units()).sum::<f64>();
        let force = f64::from(self.labour_force).max(1.0);
        Metrics::new(|metric| match metric {
            Metric::AveragePrice => prices / real(self.firms.len()).max(1.0),
            Metric::Unemployment => 1.0 - (staffed / force).min(1.0),
            Metric::Output => sum(|firm| firm.made),
            Metric::Sales => sum(|firm| firm.sold),
            Metric::Investment => invested,
        })
    }
}

/// A finite amount above zero, in cents.
fn amount(what: &'static str, value: f64) -> Result<Cents, Rejection> {
    if !value.is_finite() {
        return Err(Rejection::NotFinite(what));
    }
    if value > MOST {
        return Err(Rejection::OutOfRange { what, most: MOST });
    }
    let cents = Cents::of(value);
    if cents <= Cents::ZERO {
        return Err(Rejection::NotPositive(what));
    }
    Ok(cents)
}
