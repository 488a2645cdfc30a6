//! Who is asking: a bearer token that we signed, of a session that is still alive.
//!
//! The session is looked up on every request (one indexed row), so that logging out takes effect at once
//! and not when the token runs out.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use http::request::Parts;
use http::{HeaderMap, header};
use simswarm_core::{Ambient, SessionId, UserId};
use simswarm_store::Store;

use crate::auth::AccessTokens;
use crate::error::ApiError;
use crate::limit::Limits;

/// A signed-in user, in one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    pub user: UserId,
    pub session: SessionId,
}

impl Caller {
    /// Whether the session still stands: asked again by whoever serves for longer than a moment.
    pub async fn check(self, store: &Store, ambient: &dyn Ambient) -> Result<(), ApiError> {
        let mut tx = store.begin().await?;
        let live = tx.sessions().find_live_user(self.session, ambient.now()).await?;
        if live == Some(self.user) { Ok(()) } else { Err(ApiError::InvalidToken) }
    }
}

/// The bearer token of a request. The scheme's case does not matter.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

impl<S> FromRequestParts<S> for Caller
where
    S: Send + Sync,
    Store: FromRef<S>,
    AccessTokens: FromRef<S>,
    Arc<Limits>: FromRef<S>,
    Arc<dyn Ambient>: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let token = bearer(&parts.headers).ok_or(ApiError::Unauthenticated)?;
        let ambient = <Arc<dyn Ambient>>::from_ref(state);
        let (user, session) = AccessTokens::from_ref(state).check(token, ambient.now())?;
        <Arc<Limits>>::from_ref(state).account.check(user, ambient.now())?;
        let caller = Self { user, session };
        caller.check(&Store::from_ref(state), &*ambient).await?;
        Ok(caller)
    }
}
