//! Users: who signs in.

use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret, SecretString};
use simswarm_core::UserId;
use simswarm_core::user::Email;
use sqlx::PgConnection;

use crate::StoreError;
use crate::column::corrupt;

/// The constraint that a second account with the same address breaks.
pub const EMAIL_TAKEN: &str = "users_email_key";

/// A person with an account.
#[derive(Debug, Clone)]
pub struct User {
    pub id: UserId,
    pub email: Email,
    pub email_verified_at: Option<DateTime<Utc>>,
    /// The PHC string of the password.
    pub password_hash: SecretString,
    pub created_at: DateTime<Utc>,
}

struct Row {
    id: i64,
    email: String,
    email_verified_at: Option<DateTime<Utc>>,
    password_hash: String,
    created_at: DateTime<Utc>,
}

impl TryFrom<Row> for User {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id.into(),
            email: Email::parse(&row.email).map_err(|error| corrupt("users", &error))?,
            email_verified_at: row.email_verified_at,
            password_hash: row.password_hash.into(),
            created_at: row.created_at,
        })
    }
}

/// The table of users.
#[derive(Debug)]
pub struct Users<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

impl Users<'_> {
    /// A taken address is a [`StoreError::Conflict`] of [`EMAIL_TAKEN`].
    pub async fn insert(
        &mut self,
        email: &Email,
        password_hash: &SecretString,
        at: DateTime<Utc>,
    ) -> Result<User, StoreError> {
        sqlx::query_as!(
            Row,
            "insert into users (email, password_hash, created_at) values ($1, $2, $3)
             returning id, email, email_verified_at, password_hash, created_at",
            email.as_str(),
            password_hash.expose_secret(),
            at,
        )
        .fetch_one(&mut *self.conn)
        .await?
        .try_into()
    }

    pub async fn find(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        let row = sqlx::query_as!(
            Row,
            "select id, email, email_verified_at, password_hash, created_at
             from users where id = $1",
            i64::from(id),
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        row.map(User::try_from).transpose()
    }

    pub async fn find_by_email(&mut self, email: &Email) -> Result<Option<User>, StoreError> {
        let row = sqlx::query_as!(
            Row,
            "select id, email, email_verified_at, password_hash, created_at
             from users where email = $1",
            email.as_str(),
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        row.map(User::try_from).transpose()
    }
}
