//! The whole of the API as one service, and how it is served.

use std::future::IntoFuture;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use simswarm_bus::Tail;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;

use crate::auth::PasswordFailure;
use crate::docs;
use crate::error::ApiError;
use crate::middleware::{
    AddressLimit, deadline, limit_address, log, panicked, read_rest, security_headers,
};
use crate::routes::{Routes, Which, table};
use crate::settings::Settings;
use crate::state::{AppState, Parts};

/// How long requests that are under way may take once the process is to stop: a client that does not read
/// must not hold it up for ever.
const GRACE: Duration = Duration::from_secs(10);

/// The document of the API, as it is committed and served. It needs no state, and so no store.
pub fn document() -> Result<String, serde_json::Error> {
    let unlimited = |_which: Which, routes| Routes::new().routes(routes);
    let mut text = table(unlimited).to_openapi().to_pretty_json()?;
    text.push('\n');
    Ok(text)
}

/// Every route with everything around it.
pub fn router(state: AppState) -> Result<Router, serde_json::Error> {
    let limited = |which: Which, routes| {
        let limit = AddressLimit::new(&state, which);
        Routes::new().routes(routes).layer(from_fn_with_state(limit, limit_address))
    };
    let (api, _document) = table(limited).split_for_parts();
    let anyone = AddressLimit::new(&state, |limits| &limits.address);
    // Each layer encloses those above it.
    Ok(api
        .merge(docs::routes(document()?))
        .fallback(unknown_path)
        .method_not_allowed_fallback(|| async { ApiError::MethodNotAllowed })
        .layer(DefaultBodyLimit::max(state.body_limit.0))
        .layer(from_fn(deadline))
        .layer(from_fn_with_state(anyone, limit_address))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(read_rest))
        .layer(from_fn(security_headers))
        .layer(from_fn_with_state(Arc::clone(&state.ambient), log))
        .with_state(state))
}

/// A slash too many is forgiven, as it always was; anything else is not there.
async fn unknown_path(request: Request) -> Response {
    let path = request.uri().path();
    match path.strip_suffix('/') {
        // Not `//elsewhere/`, which a browser would take for another host.
        Some(shorter) if shorter.starts_with("/api/") && !shorter.ends_with('/') => {
            let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
            Redirect::temporary(&format!("{shorter}{query}")).into_response()
        }
        Some(_) | None => ApiError::NotFound("path").into_response(),
    }
}

/// The API, ready to be served.
pub struct Api {
    state: AppState,
    tail: Tail,
}

impl Api {
    pub fn new(settings: Settings, parts: Parts) -> Result<Self, PasswordFailure> {
        let (live, tail) = parts.bus.tail();
        Ok(Self { state: AppState::new(settings, parts, live)?, tail })
    }

    /// Serves until the parts' `stop` is cancelled and the last request is answered.
    pub async fn serve(self, listener: TcpListener) -> anyhow::Result<()> {
        let Self { state, tail } = self;
        let (stop, bus, redis) = (state.stop.clone(), state.bus.clone(), state.redis.clone());
        let too_long = {
            let stop = stop.clone();
            async move {
                stop.cancelled().await;
                tokio::time::sleep(GRACE).await;
            }
        };
        let service = router(state)?.into_make_service_with_connect_info::<SocketAddr>();
        let serving = axum::serve(listener, service).with_graceful_shutdown(stop.cancelled_owned());
        let background = async { tokio::join!(tail.run(), redis.watch(&bus)) };
        tokio::select! {
            served = serving.into_future() => Ok(served?),
            () = too_long => {
                tracing::warn!("requests that were still under way were cut off");
                Ok(())
            }
            _never = background => Ok(()),
        }
    }
}
