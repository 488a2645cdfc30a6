//! Who may speak to this pod: whoever holds the token of its attempt. Hearing it renews the lease.

use axum::extract::{Request, State};
use axum::http::header::AUTHORIZATION;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use crate::error::ApiError;
use crate::pod::Pod;
use crate::routes::HEALTH;

/// The hash of the one token that is taken.
#[derive(Clone)]
pub(crate) struct TokenDigest([u8; 32]);

impl TokenDigest {
    pub(crate) fn of(token: &SecretString) -> Self {
        Self(Sha256::digest(token.expose_secret().as_bytes()).into())
    }

    /// Compares in a time that does not depend on where the tokens differ.
    fn matches(&self, presented: &str) -> bool {
        let presented: [u8; 32] = Sha256::digest(presented.as_bytes()).into();
        let difference =
            self.0.iter().zip(presented).fold(0, |sum, (left, right)| sum | (left ^ right));
        difference == 0
    }
}

/// Lets nobody through without the token, except to ask whether the pod is well.
pub(crate) async fn require_token(
    State(pod): State<Pod>,
    request: Request,
    next: Next,
) -> Response {
    if request.uri().path() == HEALTH {
        return next.run(request).await;
    }
    let presented = request
        .headers()
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    match presented {
        Some(token) if pod.token().matches(token) => {
            pod.lease().renew();
            next.run(request).await
        }
        Some(_) | None => ApiError::unauthorized().into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_token_matches() {
        let digest = TokenDigest::of(&SecretString::from("secret"));

        assert!(digest.matches("secret"));
        assert!(!digest.matches("secre"));
        assert!(!digest.matches("secret "));
        assert!(!digest.matches(""));
    }
}
