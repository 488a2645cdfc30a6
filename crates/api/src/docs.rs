//! The browsable page of the API: Swagger UI, embedded in the binary, so that it works without a network.

use std::sync::Arc;

use axum::Router;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use http::header;
use utoipa_swagger_ui::Config;

use crate::error::ApiError;
use crate::extract::TailPath;

/// Where the page is.
pub const PATH: &str = "/api/docs";
/// Where the document is.
pub const DOCUMENT: &str = "/api/openapi.json";

/// The document, and the page around it.
pub fn routes<S: Clone + Send + Sync + 'static>(document: String) -> Router<S> {
    // Without a validator the page asks nobody else about the document.
    let config = Arc::new(Config::from(DOCUMENT).validator_url("none"));
    let page = Arc::clone(&config);
    let document: Arc<str> = document.into();
    Router::new()
        .route(DOCUMENT, get(move || async move { json(&document) }))
        .route(PATH, get(|| async { Redirect::permanent("/api/docs/") }))
        .route("/api/docs/", get(move || async move { file("", page) }))
        .route("/api/docs/{*file}", get(move |path: TailPath| async move { file(&path.0, config) }))
}

fn json(document: &str) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], document.to_owned()).into_response()
}

fn file(path: &str, config: Arc<Config<'static>>) -> Result<Response, ApiError> {
    let found = utoipa_swagger_ui::serve(path, config)
        .map_err(|error| ApiError::Internal(anyhow::anyhow!("the page of the API: {error}")))?
        .ok_or(ApiError::NotFound("page"))?;
    let content_type = [(header::CONTENT_TYPE, found.content_type)];
    Ok((content_type, found.bytes.into_owned()).into_response())
}
