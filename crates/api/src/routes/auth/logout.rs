//! Ends the session: of the cookie, and of the access token where one is sent.

use std::sync::Arc;

use axum::extract::State;
use http::{HeaderMap, StatusCode};
use simswarm_core::Ambient;
use simswarm_store::Store;

use crate::auth::{AccessTokens, RefreshCookie};
use crate::error::ApiError;
use crate::extract::bearer;
use crate::openapi::CommonErrors;

/// Sign out
///
/// Doing so twice, or with nothing to sign out of, is no error.
#[utoipa::path(
    post, path = "/auth/logout", tag = "auth", operation_id = "logout",
    responses((status = 204, description = "The session has ended"), CommonErrors)
)]
pub async fn logout(
    State(store): State<Store>,
    State(cookie): State<RefreshCookie>,
    State(access): State<AccessTokens>,
    State(ambient): State<Arc<dyn Ambient>>,
    headers: HeaderMap,
) -> Result<(StatusCode, HeaderMap), ApiError> {
    let now = ambient.now();
    let mut tx = store.begin().await?;
    if let Some(token) = RefreshCookie::read(&headers) {
        tx.sessions().revoke_by_token(&token.hash(), now).await?;
    }
    if let Some(Ok((_, session))) = bearer(&headers).map(|token| access.check(token, now)) {
        tx.sessions().revoke(session, now).await?;
    }
    tx.commit().await?;
    let mut answer = HeaderMap::new();
    cookie.clear(&mut answer)?;
    Ok((StatusCode::NO_CONTENT, answer))
}
