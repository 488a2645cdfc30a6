//! Pods: the states of the ledger, their names, and the token that opens one.

use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::RunId;

/// Where one attempt's host is in its life. A row says `Intended` before the create call is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PodState {
    /// About to be asked for; it may exist already.
    Intended,
    /// The provider gave it an id.
    Created,
    /// It answered as ready.
    Ready,
    /// It was asked to go.
    Terminating,
    /// Repeatedly absent from get and list.
    Gone,
    /// It vanished on its own.
    Lost,
}

/// A model that decides turns, behind an OpenAI-compatible endpoint of the pod's own host. It wants no key: a pod has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelServer {
    pub endpoint: String,
    pub model: String,
}

/// A word that is no pod state.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no pod state")]
pub struct UnknownPodState(pub String);

impl PodState {
    pub const ALL: [Self; 6] =
        [Self::Intended, Self::Created, Self::Ready, Self::Terminating, Self::Gone, Self::Lost];

    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Intended => "intended",
            Self::Created => "created",
            Self::Ready => "ready",
            Self::Terminating => "terminating",
            Self::Gone => "gone",
            Self::Lost => "lost",
        }
    }

    /// Whether it may still exist, and so may still cost.
    pub fn may_exist(self) -> bool {
        match self {
            Self::Intended | Self::Created | Self::Ready | Self::Terminating => true,
            Self::Gone | Self::Lost => false,
        }
    }
}

impl FromStr for PodState {
    type Err = UnknownPodState;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or_else(|| UnknownPodState(word.to_owned()))
    }
}

/// The name of a pod: the same call made twice asks for the same name, so that it can be found again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PodName(String);

impl PodName {
    /// What every pod of this installation begins with.
    pub fn prefix(installation: &str) -> String {
        format!("simswarm-{installation}-")
    }

    /// `simswarm-<installation>-r<run>-a<attempt>-<nonce>`.
    pub fn new(installation: &str, run: RunId, attempt: u32, nonce: &str) -> Self {
        Self(format!("{}r{run}-a{attempt}-{nonce}", Self::prefix(installation)))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for PodName {
    fn from(name: String) -> Self {
        Self(name)
    }
}

impl fmt::Display for PodName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The bearer token of one attempt's pod: HMAC-SHA256 of (run, attempt) under the server key, in hex.
/// It is stored nowhere; a restarted worker computes it again.
#[expect(clippy::missing_panics_doc, reason = "HMAC takes a key of any length")]
pub fn pod_token(server_key: &SecretString, run: RunId, attempt: u32) -> SecretString {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(server_key.expose_secret().as_bytes())
        .expect("a key of any length");
    mac.update(format!("pod:{run}:{attempt}").as_bytes());
    hex::encode(mac.finalize().into_bytes()).into()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn each_attempt_has_its_own_token() {
        let key = SecretString::from("k");
        let run = RunId::from(Uuid::nil());

        let first = pod_token(&key, run, 1);

        assert_eq!(first.expose_secret().len(), 64);
        assert_eq!(first.expose_secret(), pod_token(&key, run, 1).expose_secret());
        assert_ne!(first.expose_secret(), pod_token(&key, run, 2).expose_secret());
    }

    #[test]
    fn a_name_tells_installation_run_and_attempt() {
        let name = PodName::new("dev1", RunId::from(Uuid::nil()), 2, "x7");

        assert_eq!(name.as_str(), "simswarm-dev1-r00000000-0000-0000-0000-000000000000-a2-x7");
        assert!(name.as_str().starts_with(&PodName::prefix("dev1")));
    }
}
