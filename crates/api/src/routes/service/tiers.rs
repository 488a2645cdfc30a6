//! The sizes that a job can have here: what the page offers before anyone asks.

use axum::extract::State;
use serde::Serialize;
use simswarm_core::job::SizeRange;
use simswarm_store::Store;
use simswarm_store::routing::Route;
use utoipa::ToSchema;

use crate::error::ApiError;
use crate::extract::Json;
use crate::openapi::CommonErrors;
use crate::words::TierWord;

/// What is taken when nothing is said, and the least and the most that may be asked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SizeRange)]
pub struct RangeView {
    pub min: u32,
    pub default: u32,
    pub max: u32,
}

impl From<SizeRange> for RangeView {
    fn from(SizeRange { min, default, max }: SizeRange) -> Self {
        Self { min, default, max }
    }
}

/// A size class.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TierBounds)]
pub struct TierView {
    pub tier: TierWord,
    pub agents: RangeView,
    pub rounds: RangeView,
}

impl From<Route> for TierView {
    fn from(route: Route) -> Self {
        Self {
            tier: TierWord(route.tier),
            agents: route.bounds.agents.into(),
            rounds: route.bounds.rounds.into(),
        }
    }
}

/// The size classes.
#[derive(Debug, Serialize, ToSchema)]
pub struct TierList {
    /// Smallest first.
    pub tiers: Vec<TierView>,
}

/// The sizes that a job can have
#[utoipa::path(
    get, path = "/tiers", tag = "service", operation_id = "list_tiers",
    responses((status = 200, description = "The size classes", body = TierList), CommonErrors)
)]
pub async fn tiers(State(store): State<Store>) -> Result<Json<TierList>, ApiError> {
    let routes = store.begin().await?.routing().list().await.map_err(ApiError::from_store)?;
    Ok(Json(TierList { tiers: routes.into_iter().map(TierView::from).collect() }))
}
