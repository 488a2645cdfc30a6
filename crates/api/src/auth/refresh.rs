//! The refresh token: random, used once, kept by us only as a hash.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use simswarm_core::Ambient;

/// How long a device stays signed in.
pub const LIFE: TimeDelta = TimeDelta::days(30);

/// A refresh token in the clear: on its way to or from the cookie.
#[derive(Debug)]
pub struct RefreshToken(SecretString);

impl RefreshToken {
    /// A new one.
    pub fn draw(ambient: &dyn Ambient) -> Self {
        Self(BASE64_URL_SAFE_NO_PAD.encode(ambient.random_bytes()).into())
    }

    /// One that came in a cookie.
    pub fn presented(text: &str) -> Self {
        Self(text.into())
    }

    /// What is stored. A plain hash is enough: nobody can search 256 random bits.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.expose_secret().as_bytes()).into()
    }

    pub(super) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}
