//! Makes an account and signs it in.

use std::sync::Arc;

use axum::extract::State;
use http::{HeaderMap, StatusCode};
use simswarm_core::Ambient;
use simswarm_core::user::{Email, NewPassword};
use simswarm_store::Store;

use super::session::Opener;
use super::view::{Credentials, SignedIn};
use crate::auth::Passwords;
use crate::error::{ApiError, FieldError};
use crate::extract::Json;
use crate::openapi::{BodyErrors, EmailTaken};

/// Make an account
///
/// The answer also sets the refresh cookie.
#[utoipa::path(
    post, path = "/auth/register", tag = "auth", operation_id = "register",
    request_body = Credentials,
    responses(
        (status = 201, description = "The account exists and is signed in", body = SignedIn),
        EmailTaken, BodyErrors
    )
)]
pub async fn register(
    State(store): State<Store>,
    State(passwords): State<Passwords>,
    State(opener): State<Opener>,
    State(ambient): State<Arc<dyn Ambient>>,
    Json(body): Json<Credentials>,
) -> Result<(StatusCode, HeaderMap, Json<SignedIn>), ApiError> {
    let (email, password) = parse(body)?;
    let hash = passwords.hash(password, &*ambient).await?;
    let mut tx = store.begin().await?;
    let user = tx.users().insert(&email, &hash, ambient.now()).await?;
    let (headers, signed_in) = opener.open(&mut tx, &user).await?;
    tx.commit().await?;
    tracing::info!(user.id = %user.id, "an account was made");
    Ok((StatusCode::CREATED, headers, Json(signed_in)))
}

fn parse(body: Credentials) -> Result<(Email, NewPassword), ApiError> {
    match (Email::parse(&body.email), NewPassword::parse(body.password)) {
        (Ok(email), Ok(password)) => Ok((email, password)),
        (email, password) => {
            let email = email.err().map(|error| FieldError::new("email", error.to_string()));
            let password =
                password.err().map(|error| FieldError::new("password", error.to_string()));
            Err(ApiError::Invalid(email.into_iter().chain(password).collect()))
        }
    }
}
