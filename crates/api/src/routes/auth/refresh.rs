//! Renews the access token. The refresh token is used up and replaced; a second use of a used one means
//! that somebody has a copy, and ends the session.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use simswarm_core::Ambient;
use simswarm_store::Store;
use simswarm_store::session::Rotation;

use super::session::Opener;
use super::view::SignedIn;
use crate::auth::{RefreshCookie, RefreshToken};
use crate::error::ApiError;
use crate::extract::Json;
use crate::openapi::{CommonErrors, InvalidToken};

/// Renew the access token
///
/// Takes the refresh cookie and replaces it.
#[utoipa::path(
    post, path = "/auth/refresh", tag = "auth", operation_id = "refresh",
    security(("cookie" = [])),
    responses(
        (status = 200, description = "The session goes on", body = SignedIn),
        InvalidToken, CommonErrors
    )
)]
pub async fn refresh(
    State(store): State<Store>,
    State(cookie): State<RefreshCookie>,
    State(opener): State<Opener>,
    State(ambient): State<Arc<dyn Ambient>>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let Some(presented) = RefreshCookie::read(&headers) else {
        return Err(ApiError::Unauthenticated);
    };
    let next = RefreshToken::draw(&*ambient);
    let mut tx = store.begin().await?;
    let rotation = tx.sessions().rotate(&presented.hash(), &next.hash(), ambient.now()).await?;
    let (session, user) = match rotation {
        Rotation::Rotated { session_id, user_id, .. } => {
            (session_id, tx.users().find(user_id).await?.ok_or(ApiError::InvalidToken)?)
        }
        Rotation::Reused { session_id } => {
            tx.commit().await?;
            tracing::warn!(session.id = %session_id, "a used refresh token came again");
            return refuse(cookie);
        }
        Rotation::Refused => return refuse(cookie),
    };
    tx.commit().await?;
    let (headers, signed_in) = opener.show(&user, session, &next)?;
    Ok((headers, Json(signed_in)).into_response())
}

/// The browser need not keep what is worth nothing.
fn refuse(cookie: RefreshCookie) -> Result<Response, ApiError> {
    let mut headers = HeaderMap::new();
    cookie.clear(&mut headers)?;
    Ok((headers, ApiError::InvalidToken).into_response())
}
