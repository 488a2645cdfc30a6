//! The pool and the transaction: how a caller gets at the repositories.

use std::str::FromStr;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{PgPool, Postgres, Transaction};

use crate::StoreError;
use crate::error_event::ErrorEvents;
use crate::injection::Injections;
use crate::job::Jobs;
use crate::outbox::Outbox;
use crate::pod::Pods;
use crate::report::Reports;
use crate::routing::Routing;
use crate::run::Runs;
use crate::segment::Segments;
use crate::session::Sessions;
use crate::user::Users;

const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// A statement, a wait for a lock or an idle transaction that takes longer is a fault, not work.
const LIMITS: [(&str, &str); 3] = [
    ("statement_timeout", "30s"),
    ("lock_timeout", "10s"),
    ("idle_in_transaction_session_timeout", "60s"),
];

/// A pool of connections. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pool: PgPool,
}

impl Store {
    /// A pool for `url` of at most `max_connections`. It connects when it is first used, so that a
    /// process can start, and say what it misses, while the database is away.
    pub fn open(url: &SecretString, max_connections: u32) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url.expose_secret())?.options(LIMITS);
        let pool = PgPoolOptions::new()
            .max_connections(max_connections)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_lazy_with(options);
        Ok(Self { pool })
    }

    /// Begins a transaction. Dropping it without a commit takes everything back.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(Tx { inner: self.pool.begin().await? })
    }

    /// Whether the database answers.
    pub async fn health(&self) -> Result<(), StoreError> {
        sqlx::query!("select 1 as one").fetch_one(&self.pool).await?;
        Ok(())
    }

    /// Closes every connection and waits until that is done.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    pub(crate) fn pool(&self) -> &PgPool {
        &self.pool
    }
}

/// A transaction, and the way to each repository.
#[derive(Debug)]
pub struct Tx {
    inner: Transaction<'static, Postgres>,
}

impl Tx {
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.inner.commit().await?)
    }

    pub fn users(&mut self) -> Users<'_> {
        Users { conn: &mut self.inner }
    }

    pub fn sessions(&mut self) -> Sessions<'_> {
        Sessions { conn: &mut self.inner }
    }

    pub fn routing(&mut self) -> Routing<'_> {
        Routing { conn: &mut self.inner }
    }

    pub fn jobs(&mut self) -> Jobs<'_> {
        Jobs { conn: &mut self.inner }
    }

    pub fn injections(&mut self) -> Injections<'_> {
        Injections { conn: &mut self.inner }
    }

    pub fn runs(&mut self) -> Runs<'_> {
        Runs { conn: &mut self.inner }
    }

    pub fn segments(&mut self) -> Segments<'_> {
        Segments { conn: &mut self.inner }
    }

    pub fn pods(&mut self) -> Pods<'_> {
        Pods { conn: &mut self.inner }
    }

    pub fn reports(&mut self) -> Reports<'_> {
        Reports { conn: &mut self.inner }
    }

    pub fn outbox(&mut self) -> Outbox<'_> {
        Outbox { conn: &mut self.inner }
    }

    pub fn errors(&mut self) -> ErrorEvents<'_> {
        ErrorEvents { conn: &mut self.inner }
    }
}
