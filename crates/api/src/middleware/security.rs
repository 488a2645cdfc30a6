//! Headers that keep browsers from doing more with an answer than it is for.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderValue, header};

/// Answers are data: nothing in them may run, load or be framed.
const DATA: &str = "default-src 'none'; frame-ancestors 'none'";
/// The browsable page of the API: its own files, and the inline styles and images that it makes.
const PAGE: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                    img-src 'self' data:; font-src 'self'; connect-src 'self'; \
                    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub async fn security_headers(request: Request, next: Next) -> Response {
    let is_page = request.uri().path().starts_with(crate::docs::PATH);
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    let policy = if is_page { PAGE } else { DATA };
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    // What one user is shown is for no cache to keep.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    answer
}
