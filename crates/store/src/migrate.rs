//! Brings the schema up to date: forward only, one process at a time, never over a changed or missing
//! migration. refinery takes no lock of its own and speaks tokio-postgres alone.

use std::error::Error;

use secrecy::{ExposeSecret, SecretString};
use tokio_postgres::{Client, Config, NoTls};

use crate::StoreError;

mod embedded {
    refinery::embed_migrations!("../../migrations");
}

/// Held by whoever migrates: others wait, then find nothing left to do. Any number that is ours.
const LOCK: &str = "select pg_advisory_lock(7301846)";

/// The names of the migrations that were applied: none when the schema was up to date.
pub type Applied = Vec<String>;

/// An error with its causes. They name migrations and addresses, neither data nor passwords.
fn chain(error: &dyn Error) -> String {
    std::iter::successors(Some(error), |&error| error.source())
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}

fn failed(error: &dyn Error) -> StoreError {
    StoreError::Migration { reason: chain(error) }
}

fn unreachable(error: &dyn Error) -> StoreError {
    StoreError::Unreachable { reason: chain(error) }
}

/// Applies what is missing. Safe to run at any time, and by several at once.
pub async fn run(url: &SecretString) -> Result<Applied, StoreError> {
    let config: Config = url.expose_secret().parse().map_err(|_unshown| StoreError::Migration {
        reason: "the database's address cannot be read".to_owned(),
    })?;
    let (client, connection) = config.connect(NoTls).await.map_err(|error| unreachable(&error))?;
    // The connection ends when the client is dropped, so the other branch has to own it; and with the
    // connection goes the lock.
    let (applied, ended) = tokio::join!(apply(client), connection);
    let applied = applied?;
    ended.map_err(|error| unreachable(&error))?;
    Ok(applied)
}

async fn apply(mut client: Client) -> Result<Applied, StoreError> {
    client.batch_execute(LOCK).await.map_err(|error| failed(&error))?;
    let report = embedded::migrations::runner()
        .set_abort_divergent(true)
        .set_abort_missing(true)
        .run_async(&mut client)
        .await
        .map_err(|error| failed(&error))?;
    Ok(report.applied_migrations().iter().map(ToString::to_string).collect())
}

/// A number that changes with every migration: names the databases that tests are made from.
pub fn fingerprint() -> u64 {
    embedded::migrations::runner()
        .get_migrations()
        .iter()
        .fold(0, |sum: u64, migration| sum.rotate_left(7) ^ migration.checksum())
}
