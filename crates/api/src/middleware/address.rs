//! Limits by client address, one per group of routes.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use simswarm_core::Ambient;

use crate::client_address::{TrustedProxies, counted};
use crate::error::ApiError;
use crate::limit::Limits;
use crate::routes::Which;
use crate::state::AppState;

/// One limit, and how the client is found.
#[derive(Clone)]
pub struct AddressLimit {
    limits: Arc<Limits>,
    which: Which,
    proxies: Arc<TrustedProxies>,
    ambient: Arc<dyn Ambient>,
}

impl AddressLimit {
    pub fn new(state: &AppState, which: Which) -> Self {
        Self {
            limits: Arc::clone(&state.limits),
            which,
            proxies: Arc::clone(&state.proxies),
            ambient: Arc::clone(&state.ambient),
        }
    }
}

/// Counts the request for its client, or refuses it.
pub async fn limit_address(
    State(limit): State<AddressLimit>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let client = limit.proxies.client(peer.ip(), request.headers());
    (limit.which)(&limit.limits).check(counted(client), limit.ambient.now())?;
    Ok(next.run(request).await)
}
