//! What the routes of accounts take and show.

use chrono::{DateTime, Utc};
use secrecy::SecretString;
use serde::{Deserialize, Deserializer, Serialize};
use simswarm_store::user::User;
use utoipa::ToSchema;

/// An address and its password.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Credentials {
    #[schema(example = "ann@example.org", max_length = 254)]
    pub email: String,
    /// At least 8 characters, at most 1024 bytes.
    #[serde(deserialize_with = "secret")]
    #[schema(value_type = String, format = Password, min_length = 8)]
    pub password: SecretString,
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    String::deserialize(deserializer).map(SecretString::from)
}

/// A person with an account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = User)]
pub struct UserView {
    /// A decimal string.
    #[schema(example = "7")]
    pub id: String,
    pub email: String,
    pub email_verified: bool,
    pub created_at: DateTime<Utc>,
}

impl From<&User> for UserView {
    fn from(user: &User) -> Self {
        Self {
            id: user.id.to_string(),
            email: user.email.to_string(),
            email_verified: user.email_verified_at.is_some(),
            created_at: user.created_at,
        }
    }
}

/// A session has begun, or goes on.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignedIn {
    pub user: UserView,
    /// The access token: `Authorization: Bearer …`.
    pub token: String,
    /// Seconds until the token is no longer good. Then ask `/api/auth/refresh`, or log in again.
    #[schema(example = 900)]
    pub expires_in_s: i64,
}
