//! The one table of routes.

mod cancel;
mod events;
mod grants;
mod health;
mod injections;
mod job;
mod logs;
mod status;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::auth::require_token;
use crate::error::ApiError;
use crate::pod::Pod;

/// The one route that asks for no token.
pub(crate) const HEALTH: &str = "/health";
/// A document and the links of a long run fit into it.
const MAX_BODY_BYTES: usize = 8 << 20;

pub(crate) fn router(pod: Pod) -> Router {
    Router::new()
        .route(HEALTH, get(health::show))
        .route("/job", post(job::submit))
        .route("/status", get(status::show))
        .route("/events", get(events::follow))
        .route("/grants", post(grants::give))
        .route("/injections", post(injections::put))
        .route("/cancel", post(cancel::cancel))
        .route("/logs", get(logs::show))
        .fallback(async || ApiError::not_found())
        .method_not_allowed_fallback(async || ApiError::method_not_allowed())
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(from_fn_with_state(pod.clone(), require_token))
        .with_state(pod)
}
