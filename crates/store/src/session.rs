//! Sessions: a signed-in device, and the refresh tokens that were made for it, one after the other.

use chrono::{DateTime, TimeDelta, Utc};
use simswarm_core::{SessionId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// SHA-256 of a refresh token. The token itself is kept nowhere.
pub type TokenHash = [u8; 32];

/// Two tabs of one browser may send the same token at once: a token that was replaced this recently
/// is not taken for a stolen one.
const REPLACED_GRACE: TimeDelta = TimeDelta::seconds(10);

/// What is stored when someone signs in.
#[derive(Debug, Clone)]
pub struct NewSession {
    pub id: SessionId,
    pub user_id: UserId,
    pub token: TokenHash,
    pub expires_at: DateTime<Utc>,
}

/// What became of a presented refresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// It was good, and the new token takes its place.
    Rotated { session_id: SessionId, user_id: UserId, expires_at: DateTime<Utc> },
    /// It had been replaced before: somebody has a copy, so the session was revoked. Commit this.
    Reused { session_id: SessionId },
    /// Nobody knows it, or its session is revoked or over.
    Refused,
}

struct Presented {
    session_id: Uuid,
    user_id: i64,
    expires_at: DateTime<Utc>,
    revoked_at: Option<DateTime<Utc>>,
    replaced_at: Option<DateTime<Utc>>,
}

/// The table of sessions and that of their tokens.
#[derive(Debug)]
pub struct Sessions<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

impl Sessions<'_> {
    pub async fn insert(
        &mut self,
        session: &NewSession,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "insert into sessions (id, user_id, created_at, expires_at) values ($1, $2, $3, $4)",
            Uuid::from(session.id),
            i64::from(session.user_id),
            at,
            session.expires_at,
        )
        .execute(&mut *self.conn)
        .await?;
        self.insert_token(session.id.into(), &session.token, at).await
    }

    async fn insert_token(
        &mut self,
        session: Uuid,
        token: &TokenHash,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "insert into refresh_tokens (token_hash, session_id, created_at) values ($1, $2, $3)",
            token.as_slice(),
            session,
            at,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Replaces `presented` by `next`. The session keeps its end: rotation does not prolong it.
    pub async fn rotate(
        &mut self,
        presented: &TokenHash,
        next: &TokenHash,
        at: DateTime<Utc>,
    ) -> Result<Rotation, StoreError> {
        let Some(found) = self.lock_presented(presented).await? else {
            return Ok(Rotation::Refused);
        };
        let session_id = SessionId::from(found.session_id);
        if found.revoked_at.is_some() || found.expires_at <= at {
            return Ok(Rotation::Refused);
        }
        if found.replaced_at.is_some_and(|replaced| at - replaced > REPLACED_GRACE) {
            self.revoke(session_id, at).await?;
            return Ok(Rotation::Reused { session_id });
        }
        sqlx::query!(
            "update refresh_tokens set replaced_at = coalesce(replaced_at, $2)
             where token_hash = $1",
            presented.as_slice(),
            at,
        )
        .execute(&mut *self.conn)
        .await?;
        self.insert_token(found.session_id, next, at).await?;
        Ok(Rotation::Rotated {
            session_id,
            user_id: found.user_id.into(),
            expires_at: found.expires_at,
        })
    }

    /// Both rows stay locked, so that two uses of one token happen one after the other.
    async fn lock_presented(&mut self, token: &TokenHash) -> Result<Option<Presented>, StoreError> {
        Ok(sqlx::query_as!(
            Presented,
            "select s.id as session_id, s.user_id, s.expires_at, s.revoked_at, t.replaced_at
             from refresh_tokens t join sessions s on s.id = t.session_id
             where t.token_hash = $1
             for update",
            token.as_slice(),
        )
        .fetch_optional(&mut *self.conn)
        .await?)
    }

    /// The session's user while it is neither revoked nor over: asked on every request.
    pub async fn find_live_user(
        &mut self,
        id: SessionId,
        at: DateTime<Utc>,
    ) -> Result<Option<UserId>, StoreError> {
        let row = sqlx::query!(
            "select user_id from sessions
             where id = $1 and revoked_at is null and expires_at > $2",
            Uuid::from(id),
            at,
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(row.map(|row| row.user_id.into()))
    }

    /// Signs the device out. Doing so twice does no harm.
    pub async fn revoke(&mut self, id: SessionId, at: DateTime<Utc>) -> Result<(), StoreError> {
        sqlx::query!(
            "update sessions set revoked_at = coalesce(revoked_at, $2) where id = $1",
            Uuid::from(id),
            at,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Signs the device of a refresh token out, whatever state the token is in.
    pub async fn revoke_by_token(
        &mut self,
        token: &TokenHash,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "update sessions set revoked_at = coalesce(revoked_at, $2)
             where id = (select session_id from refresh_tokens where token_hash = $1)",
            token.as_slice(),
            at,
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Forgets the sessions that ended before `before`, and their tokens. Answers how many.
    pub async fn delete_expired(&mut self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        let done = sqlx::query!("delete from sessions where expires_at < $1", before)
            .execute(&mut *self.conn)
            .await?;
        Ok(done.rows_affected())
    }
}
