//! What every provider of hosts can do, and how it may fail.

use async_trait::async_trait;
use secrecy::SecretString;
use simswarm_core::pod::PodName;
use simswarm_core::{Retry, Retryable};

/// What a pod is started with. It names no object and holds no key of a store.
#[derive(Debug, Clone)]
pub struct PodRequest {
    pub name: PodName,
    /// The bearer token of this attempt, which only its pod and the control plane know.
    pub token: SecretString,
}

/// A host as its provider shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// The provider's own id: what is terminated, and what the ledger records.
    pub id: String,
    pub name: PodName,
    pub state: HostState,
    pub price_micro_usd_per_hour: i64,
}

/// Whether a host runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostState {
    /// It exists and has no address yet.
    Starting,
    /// The pod's protocol is spoken at `endpoint`.
    Running { endpoint: String },
    /// It ended on its own, and costs nothing any more.
    Exited,
}

/// Rents hosts and gives them back.
#[async_trait]
pub trait Provider: Send + Sync + 'static {
    /// The provider's word in the ledger.
    fn word(&self) -> &'static str;

    /// Asks for a host. Asked again by the same name it answers with the host of that name.
    async fn create(&self, request: &PodRequest) -> Result<Host, Error>;

    /// The host of that name, if it is known.
    async fn find(&self, name: &PodName) -> Result<Option<Host>, Error>;

    /// Every host whose name begins with `prefix`, also those that ended.
    async fn list(&self, prefix: &str) -> Result<Vec<Host>, Error>;

    /// The host with the provider's id.
    async fn get(&self, id: &str) -> Result<Option<Host>, Error>;

    /// Returns once the host is gone; one that is gone already is no error.
    async fn terminate(&self, id: &str) -> Result<(), Error>;
}

/// Why a provider did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing can be had at the moment; nothing was created.
    #[error("no host is free at the moment")]
    NoStock,
    /// It may or may not have been done: look by name before asking again.
    #[error("the answer was lost; the host may exist")]
    Ambiguous(#[source] std::io::Error),
    /// It was not done, and may work later.
    #[error("the provider cannot be used at the moment")]
    Unavailable(#[source] std::io::Error),
    /// It was not done, and asking again would not help.
    #[error("the provider refused: {0}")]
    Refused(String),
    /// The host does not go away.
    #[error("the host is still there")]
    StillThere,
}

impl Retryable for Error {
    fn retry(&self) -> Retry {
        match self {
            Self::NoStock | Self::Ambiguous(_) | Self::Unavailable(_) | Self::StillThere => {
                Retry::Again
            }
            Self::Refused(_) => Retry::Never,
        }
    }
}
