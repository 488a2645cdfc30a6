//! One line per request: what was asked for, what was answered, how long it took. No header, no query,
//! no body: those hold tokens and documents.

use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue};
use simswarm_core::Ambient;
use tokio::time::Instant;
use tracing::Instrument;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub async fn log(
    State(ambient): State<Arc<dyn Ambient>>,
    request: Request,
    next: Next,
) -> Response {
    let id = ambient.new_uuid();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unknown path".to_owned(), |path| path.as_str().to_owned());
    let span = tracing::info_span!("request", request.id = %id, http.route = route);
    let begun = Instant::now();
    let mut answer = next.run(request).instrument(span.clone()).await;
    let (status, elapsed_ms) = (answer.status().as_u16(), begun.elapsed().as_millis());
    span.in_scope(|| {
        if status >= 500 {
            tracing::warn!(http.status = status, elapsed_ms, "{method} {route} answered {status}");
        } else {
            tracing::debug!(http.status = status, elapsed_ms, "{method} {route} answered {status}");
        }
    });
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        answer.headers_mut().insert(REQUEST_ID, value);
    }
    answer
}
