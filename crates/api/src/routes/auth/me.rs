//! Who is signed in.

use axum::extract::State;
use simswarm_store::Store;

use super::view::UserView;
use crate::error::ApiError;
use crate::extract::{Caller, Json};
use crate::openapi::CallerErrors;

/// Who is signed in
#[utoipa::path(
    get, path = "/auth/me", tag = "auth", operation_id = "me", security(("bearer" = [])),
    responses((status = 200, description = "The account", body = UserView), CallerErrors)
)]
pub async fn me(caller: Caller, State(store): State<Store>) -> Result<Json<UserView>, ApiError> {
    let mut tx = store.begin().await?;
    let user = tx.users().find(caller.user).await?.ok_or(ApiError::InvalidToken)?;
    Ok(Json(UserView::from(&user)))
}
