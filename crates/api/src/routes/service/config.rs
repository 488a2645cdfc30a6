//! What the page must know before anyone signs in.

use std::sync::Arc;

use axum::extract::State;
use serde::Serialize;
use simswarm_core::document::Question;
use utoipa::ToSchema;

use crate::extract::Json;
use crate::openapi::CommonErrors;
use crate::settings::Settings;

/// The public settings of this instance.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Config)]
pub struct ConfigView {
    /// Whether this instance only shows, and runs nothing.
    pub demo_mode: bool,
    /// The most characters of a document.
    pub max_seed_chars: usize,
    /// The most characters of a question.
    pub max_goal_chars: usize,
    /// The most jobs that one user may have under way.
    pub max_active_jobs: u32,
}

/// The public settings of this instance
#[utoipa::path(
    get, path = "/config", tag = "service", operation_id = "config",
    responses((status = 200, description = "The settings", body = ConfigView), CommonErrors)
)]
pub async fn config(State(settings): State<Arc<Settings>>) -> Json<ConfigView> {
    Json(ConfigView {
        demo_mode: false,
        max_seed_chars: settings.max_seed_chars,
        max_goal_chars: Question::MAX_CHARS,
        max_active_jobs: settings.max_active_jobs,
    })
}
