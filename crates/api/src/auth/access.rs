//! The access token: a signed statement, good for 15 minutes, of who asks and in which session.

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use simswarm_core::user::Email;
use simswarm_core::{Ambient, SessionId, UserId};
use uuid::Uuid;

const ISSUER: &str = "simswarm";
const AUDIENCE: &str = "simswarm-api";

/// How long a token is good for.
pub const LIFE: TimeDelta = TimeDelta::minutes(15);

/// What a token says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Claims {
    /// The user's id, as a decimal string.
    pub sub: String,
    pub email: String,
    /// The session: a token is refused once its session has ended.
    pub sid: SessionId,
    pub jti: Uuid,
    pub iss: String,
    pub aud: String,
    pub iat: i64,
    pub exp: i64,
}

/// A token that is not ours, or no longer good. Deliberately without a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("invalid or expired token")]
pub struct InvalidAccessToken;

/// Signs and checks access tokens.
#[derive(Clone)]
pub struct AccessTokens {
    signing: EncodingKey,
    checking: DecodingKey,
}

impl AccessTokens {
    pub fn new(secret_key: &SecretString) -> Self {
        let key = secret_key.expose_secret().as_bytes();
        Self { signing: EncodingKey::from_secret(key), checking: DecodingKey::from_secret(key) }
    }

    /// A token for `user` in `session`.
    pub fn issue(
        &self,
        user: UserId,
        email: &Email,
        session: SessionId,
        ambient: &dyn Ambient,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let now = ambient.now();
        let claims = Claims {
            sub: user.to_string(),
            email: email.to_string(),
            sid: session,
            jti: ambient.new_uuid(),
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            iat: now.timestamp(),
            exp: (now + LIFE).timestamp(),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.signing)
    }

    /// Who `token` speaks for, at `now`.
    pub fn check(
        &self,
        token: &str,
        now: DateTime<Utc>,
    ) -> Result<(UserId, SessionId), InvalidAccessToken> {
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_issuer(&[ISSUER]);
        rules.set_audience(&[AUDIENCE]);
        rules.set_required_spec_claims(&["exp", "sub", "iss", "aud"]);
        // The library would ask the system's clock; ours is an argument.
        rules.validate_exp = false;
        let claims = jsonwebtoken::decode::<Claims>(token, &self.checking, &rules)
            .map_err(|_why: jsonwebtoken::errors::Error| InvalidAccessToken)?
            .claims;
        if now.timestamp() >= claims.exp {
            return Err(InvalidAccessToken);
        }
        let user =
            claims.sub.parse().map_err(|_not_ours: std::num::ParseIntError| InvalidAccessToken)?;
        Ok((user, claims.sid))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct At(i64);

    impl Ambient for At {
        fn now(&self) -> DateTime<Utc> {
            DateTime::from_timestamp(self.0, 0).unwrap()
        }

        fn new_uuid(&self) -> Uuid {
            Uuid::nil()
        }

        fn random_bytes(&self) -> [u8; 32] {
            [0; 32]
        }
    }

    fn token(tokens: &AccessTokens) -> String {
        let email = Email::parse("ann@example.org").unwrap();
        tokens.issue(UserId::from(7), &email, SessionId::from(Uuid::nil()), &At(1_000)).unwrap()
    }

    #[test]
    fn a_token_is_good_for_fifteen_minutes() {
        let tokens = AccessTokens::new(&"k".repeat(32).into());
        let token = token(&tokens);

        let who = tokens.check(&token, At(1_000 + 899).now());

        assert_eq!(who, Ok((UserId::from(7), SessionId::from(Uuid::nil()))));
        assert_eq!(tokens.check(&token, At(1_000 + 900).now()), Err(InvalidAccessToken));
    }

    #[test]
    fn a_token_of_another_key_or_another_algorithm_is_refused() {
        let ours = AccessTokens::new(&"k".repeat(32).into());
        let theirs = AccessTokens::new(&"x".repeat(32).into());
        let good = token(&ours);
        let payload = good.split('.').nth(1).unwrap();

        assert_eq!(ours.check(&token(&theirs), At(1_000).now()), Err(InvalidAccessToken));
        // {"alg":"none"} without a signature
        let unsigned = format!("eyJhbGciOiJub25lIn0.{payload}.");
        assert_eq!(ours.check(&unsigned, At(1_000).now()), Err(InvalidAccessToken));
    }
}
