//! Signs in. A wrong password and an unknown address cost the same and are answered alike.

use std::sync::Arc;

use axum::extract::State;
use http::HeaderMap;
use simswarm_core::user::Email;
use simswarm_store::Store;
use simswarm_store::user::User;

use super::session::Opener;
use super::view::{Credentials, SignedIn};
use crate::auth::{Passwords, Verdict};
use crate::error::ApiError;
use crate::extract::Json;
use crate::limit::Limits;
use crate::openapi::{BodyErrors, WrongCredentials};

/// Sign in
///
/// The answer also sets the refresh cookie.
#[utoipa::path(
    post, path = "/auth/login", tag = "auth", operation_id = "login",
    request_body = Credentials,
    responses(
        (status = 200, description = "A session has begun", body = SignedIn),
        WrongCredentials, BodyErrors
    )
)]
pub async fn login(
    State(store): State<Store>,
    State(passwords): State<Passwords>,
    State(opener): State<Opener>,
    State(limits): State<Arc<Limits>>,
    Json(body): Json<Credentials>,
) -> Result<(HeaderMap, Json<SignedIn>), ApiError> {
    // What is no address belongs to nobody, and is told so no sooner than the rest.
    let user = match Email::parse(&body.email).ok() {
        Some(email) => {
            limits.login_account.check(email.clone(), opener.now())?;
            find(&store, &email).await?
        }
        None => None,
    };
    let stored = user.as_ref().map(|user| user.password_hash.clone());
    let verdict = passwords.verify(body.password, stored).await?;
    let (Some(user), Verdict::Right) = (user, verdict) else {
        return Err(ApiError::WrongCredentials);
    };
    let mut tx = store.begin().await?;
    let (headers, signed_in) = opener.open(&mut tx, &user).await?;
    tx.commit().await?;
    Ok((headers, Json(signed_in)))
}

/// In a transaction of its own: none is held open while a password is hashed.
async fn find(store: &Store, email: &Email) -> Result<Option<User>, ApiError> {
    Ok(store.begin().await?.users().find_by_email(email).await?)
}
