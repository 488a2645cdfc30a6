//! How a session begins: the same after a registration and a login.

use std::sync::Arc;

use axum::extract::FromRef;
use chrono::{DateTime, Utc};
use http::HeaderMap;
use simswarm_core::{Ambient, SessionId};
use simswarm_store::Tx;
use simswarm_store::session::NewSession;
use simswarm_store::user::User;

use super::view::SignedIn;
use crate::auth::{ACCESS_LIFE, AccessTokens, REFRESH_LIFE, RefreshCookie, RefreshToken};
use crate::error::ApiError;
use crate::state::AppState;

/// What it takes to open a session.
#[derive(Clone)]
pub struct Opener {
    access: AccessTokens,
    cookie: RefreshCookie,
    ambient: Arc<dyn Ambient>,
}

impl FromRef<AppState> for Opener {
    fn from_ref(state: &AppState) -> Self {
        Self {
            access: state.access.clone(),
            cookie: state.cookie,
            ambient: Arc::clone(&state.ambient),
        }
    }
}

impl Opener {
    pub(super) fn now(&self) -> DateTime<Utc> {
        self.ambient.now()
    }

    /// Opens a session of `user`; it counts once `tx` is committed.
    pub(super) async fn open(
        &self,
        tx: &mut Tx,
        user: &User,
    ) -> Result<(HeaderMap, SignedIn), ApiError> {
        let now = self.now();
        let refresh = RefreshToken::draw(&*self.ambient);
        let session = NewSession {
            id: SessionId::from(self.ambient.new_uuid()),
            user_id: user.id,
            token: refresh.hash(),
            expires_at: now + REFRESH_LIFE,
        };
        tx.sessions().insert(&session, now).await?;
        self.show(user, session.id, &refresh)
    }

    /// The answer that carries both tokens.
    pub(super) fn show(
        &self,
        user: &User,
        session: SessionId,
        refresh: &RefreshToken,
    ) -> Result<(HeaderMap, SignedIn), ApiError> {
        let mut headers = HeaderMap::new();
        self.cookie.set(&mut headers, refresh)?;
        let token = self.access.issue(user.id, &user.email, session, &*self.ambient)?;
        let expires_in_s = ACCESS_LIFE.num_seconds();
        Ok((headers, SignedIn { user: user.into(), token, expires_in_s }))
    }
}
