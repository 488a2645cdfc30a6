//! argon2id, off the async threads and bounded: each hash takes 19 MiB and tens of milliseconds.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use secrecy::{ExposeSecret, SecretString};
use simswarm_core::Ambient;
use simswarm_core::user::NewPassword;
use tokio::sync::Semaphore;

/// Why a password could be neither hashed nor compared: ours to repair, never the caller's.
#[derive(Debug, thiserror::Error)]
pub enum PasswordFailure {
    #[error("argon2: {0}")]
    Argon(String),
    #[error("a hash was not finished")]
    Unfinished(#[from] tokio::task::JoinError),
    #[error("the password gate is closed")]
    Closed(#[from] tokio::sync::AcquireError),
}

impl From<argon2::password_hash::Error> for PasswordFailure {
    fn from(error: argon2::password_hash::Error) -> Self {
        Self::Argon(error.to_string())
    }
}

impl From<argon2::password_hash::phc::Error> for PasswordFailure {
    fn from(error: argon2::password_hash::phc::Error) -> Self {
        Self::Argon(error.to_string())
    }
}

/// Whether a password was the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Right,
    Wrong,
}

/// Hashes and compares passwords.
#[derive(Clone)]
pub struct Passwords {
    argon: Argon2<'static>,
    gate: Arc<Semaphore>,
    /// What an unknown address is compared against, so that it costs the same as a known one.
    decoy: Arc<SecretString>,
}

impl Passwords {
    /// As many hashes at once as `parallel` says. The parameters are OWASP's minimum for argon2id.
    pub fn new(parallel: usize, ambient: &dyn Ambient) -> Result<Self, PasswordFailure> {
        let params = Params::new(19 * 1024, 2, 1, None)
            .map_err(|error| PasswordFailure::Argon(error.to_string()))?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = hex::encode(ambient.random_bytes());
        let decoy = hash(&argon, &nobody.into(), &ambient.random_bytes())?;
        Ok(Self { argon, gate: Arc::new(Semaphore::new(parallel.max(1))), decoy: decoy.into() })
    }

    /// The hash to store, in PHC format.
    pub async fn hash(
        &self,
        password: NewPassword,
        ambient: &dyn Ambient,
    ) -> Result<SecretString, PasswordFailure> {
        let permit = Arc::clone(&self.gate).acquire_owned().await?;
        let (argon, salt) = (self.argon.clone(), ambient.random_bytes());
        tokio::task::spawn_blocking(move || {
            let _permit = permit; // until the work is done, also when nobody waits for it any more
            hash(&argon, &password.into(), &salt)
        })
        .await?
    }

    /// Compares with the stored hash; with none, does the same work and says wrong.
    pub async fn verify(
        &self,
        password: SecretString,
        stored: Option<SecretString>,
    ) -> Result<Verdict, PasswordFailure> {
        // Longer than any password that we took: not worth the hashing.
        if password.expose_secret().len() > NewPassword::MAX_BYTES {
            return Ok(Verdict::Wrong);
        }
        let permit = Arc::clone(&self.gate).acquire_owned().await?;
        let (argon, decoy) = (self.argon.clone(), Arc::clone(&self.decoy));
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let known = stored.is_some();
            let text = stored.as_ref().unwrap_or(&decoy);
            let parsed = PasswordHash::new(text.expose_secret())?;
            let matches = argon.verify_password(password.expose_secret().as_bytes(), &parsed);
            Ok(if known && matches.is_ok() { Verdict::Right } else { Verdict::Wrong })
        })
        .await?
    }
}

fn hash(
    argon: &Argon2<'_>,
    password: &SecretString,
    salt: &[u8; 32],
) -> Result<SecretString, PasswordFailure> {
    let hashed = argon.hash_password_with_salt(password.expose_secret().as_bytes(), &salt[..16])?;
    Ok(hashed.to_string().into())
}
