//! Tiers: what each runs on, how large it may be, and when a run of it counts as broken.

use std::time::Duration;

use simswarm_core::job::{SizeRange, Tier, TierBounds};
use sqlx::PgConnection;

use crate::StoreError;
use crate::column::{number, word};

const ENTITY: &str = "model_routing";

/// One tier's row.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    pub tier: Tier,
    pub model_id: String,
    pub gpu_type: String,
    pub vllm_args: String,
    pub bounds: TierBounds,
    pub limits: Limits,
}

/// When a run counts as broken, and what it may cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    pub run_timeout: Duration,
    pub ready_timeout: Duration,
    pub report_timeout: Duration,
    /// No round for this long: stuck.
    pub stuck_after: Duration,
    pub min_rounds_per_minute: f64,
    pub slow_window: Duration,
    /// Fewer rounds than this say nothing about speed.
    pub slow_min_rounds: u32,
    pub breaker_window: Duration,
    pub breaker_error_rate: f64,
    pub breaker_min_calls: u32,
    pub price_cap_micro_usd_per_hour: i64,
}

struct Row {
    tier: String,
    model_id: String,
    gpu_type: String,
    vllm_args: String,
    min_agents: i32,
    default_agents: i32,
    max_agents: i32,
    min_rounds: i32,
    default_rounds: i32,
    max_rounds: i32,
    run_timeout_s: i32,
    ready_timeout_s: i32,
    report_timeout_s: i32,
    stuck_after_s: i32,
    min_rounds_per_minute: f64,
    slow_window_s: i32,
    slow_min_rounds: i32,
    breaker_window_s: i32,
    breaker_error_rate: f64,
    breaker_min_calls: i32,
    price_cap_micro_usd_per_hour: i64,
}

fn seconds(value: i32) -> Result<Duration, StoreError> {
    number(ENTITY, value).map(Duration::from_secs)
}

fn range(min: i32, default: i32, max: i32) -> Result<SizeRange, StoreError> {
    Ok(SizeRange {
        min: number(ENTITY, min)?,
        default: number(ENTITY, default)?,
        max: number(ENTITY, max)?,
    })
}

impl TryFrom<Row> for Route {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            tier: word(ENTITY, &row.tier)?,
            bounds: TierBounds {
                agents: range(row.min_agents, row.default_agents, row.max_agents)?,
                rounds: range(row.min_rounds, row.default_rounds, row.max_rounds)?,
            },
            limits: Limits {
                run_timeout: seconds(row.run_timeout_s)?,
                ready_timeout: seconds(row.ready_timeout_s)?,
                report_timeout: seconds(row.report_timeout_s)?,
                stuck_after: seconds(row.stuck_after_s)?,
                min_rounds_per_minute: row.min_rounds_per_minute,
                slow_window: seconds(row.slow_window_s)?,
                slow_min_rounds: number(ENTITY, row.slow_min_rounds)?,
                breaker_window: seconds(row.breaker_window_s)?,
                breaker_error_rate: row.breaker_error_rate,
                breaker_min_calls: number(ENTITY, row.breaker_min_calls)?,
                price_cap_micro_usd_per_hour: row.price_cap_micro_usd_per_hour,
            },
            model_id: row.model_id,
            gpu_type: row.gpu_type,
            vllm_args: row.vllm_args,
        })
    }
}

/// The table of tiers.
#[derive(Debug)]
pub struct Routing<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

impl Routing<'_> {
    pub async fn get(&mut self, tier: Tier) -> Result<Route, StoreError> {
        sqlx::query_as!(Row, "select * from model_routing where tier = $1", tier.as_str())
            .fetch_optional(&mut *self.conn)
            .await?
            .ok_or(StoreError::NotFound { entity: "tier" })?
            .try_into()
    }

    /// Every tier, smallest first.
    pub async fn list(&mut self) -> Result<Vec<Route>, StoreError> {
        sqlx::query_as!(Row, "select * from model_routing order by max_agents")
            .fetch_all(&mut *self.conn)
            .await?
            .into_iter()
            .map(Route::try_from)
            .collect()
    }
}
