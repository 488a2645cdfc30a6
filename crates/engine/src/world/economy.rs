//! What an agent is told of the economy.

use std::sync::Arc;

use super::World;
use super::turn::{EconomyView, FirmView};
use crate::AgentId;
use crate::env::economy::{Economy, Firm};
use crate::number::count;

/// The firms that every turn is told of.
const FIRMS_TOLD: usize = 8;

impl World {
    pub(super) fn economy_view(
        &self,
        agent: AgentId,
        firms: &Arc<Vec<FirmView>>,
    ) -> Option<EconomyView> {
        let economy = self.economy.as_ref()?;
        Some(EconomyView {
            role: economy.role(agent),
            cash: economy.account(agent).units(),
            wage: economy.wage(),
            metrics: economy.metrics(),
            policies: economy.policies(),
            own: economy.firm(agent).map(|firm| self.firm_view(firm)),
            firms: Arc::clone(firms),
        })
    }

    pub(super) fn largest_firms(&self) -> Vec<FirmView> {
        let mut firms: Vec<&Firm> = self.economy.iter().flat_map(Economy::firms).collect();
        firms.sort_by_key(|firm| (std::cmp::Reverse(firm.workers.len()), firm.agent));
        firms.into_iter().take(FIRMS_TOLD).map(|firm| self.firm_view(firm)).collect()
    }

    fn firm_view(&self, firm: &Firm) -> FirmView {
        FirmView {
            firm: self.named(firm.agent),
            price: firm.price.units(),
            workers: count(firm.workers.len()),
            made: firm.made,
            sold: firm.sold,
            wanted: firm.wanted,
        }
    }
}
