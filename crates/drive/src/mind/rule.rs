//! The mind that follows rules: no model, no network, the same answer always.

use async_trait::async_trait;
use simswarm_core::operations::Spent;
use simswarm_engine::action::Decision;
use simswarm_engine::mind::rule;
use simswarm_engine::world::Turn;

use super::{Mind, MindError};

/// Asks the engine's own rules.
#[derive(Debug, Clone, Copy, Default)]
pub struct RuleMind;

#[async_trait]
impl Mind for RuleMind {
    async fn decide(&self, turn: &Turn, _spent: &mut Spent) -> Result<Decision, MindError> {
        // Ten thousand rules in a row would hold the thread: give the others their turn.
        tokio::task::coop::consume_budget().await;
        Ok(rule::decide(turn))
    }
}
