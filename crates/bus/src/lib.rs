//! Redis: what watchers of a job see while it runs. Losing all of it loses no job: who publishes logs an
//! error and goes on.

mod error;
mod live;
mod tail;

use std::time::Duration;

use redis::Client;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use secrecy::{ExposeSecret, SecretString};

pub use error::Error;
pub use live::{Entry, EntryId};
pub use tail::{Live, Seen, Tail, Watch};

/// Redis answers in well under a millisecond: more than this is an outage, and nobody waits for it.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(2);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
const MAX_DELAY: Duration = Duration::from_secs(1);
const RETRIES: usize = 1;

/// A connection that is made again whenever it is lost. Cheap to clone.
#[derive(Clone)]
pub struct Bus {
    client: Client,
    connection: ConnectionManager,
}

impl std::fmt::Debug for Bus {
    /// The client knows its password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bus").finish_non_exhaustive()
    }
}

impl Bus {
    /// It connects when it is first used. Needs a tokio runtime.
    pub fn open(url: &SecretString) -> Result<Self, Error> {
        let client = Client::open(url.expose_secret())?;
        let config = ConnectionManagerConfig::new()
            .set_response_timeout(Some(RESPONSE_TIMEOUT))
            .set_connection_timeout(Some(CONNECT_TIMEOUT))
            .set_max_delay(MAX_DELAY)
            .set_number_of_retries(RETRIES);
        let connection = ConnectionManager::new_lazy_with_config(client.clone(), config)?;
        Ok(Self { client, connection })
    }

    /// Whether Redis answers.
    pub async fn health(&self) -> Result<(), Error> {
        let mut connection = self.connection.clone();
        Ok(redis::cmd("PING").query_async(&mut connection).await?)
    }
}
