//! The one error of this crate: what a caller can act on is a variant, the rest is the driver's.

use simswarm_core::job::StepNotAllowed;
use simswarm_core::{Retry, Retryable};

/// Why a call to the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("there is no such {entity}")]
    NotFound { entity: &'static str },
    /// A named constraint refused the row.
    #[error("the database's rule {constraint} refused the row")]
    Conflict { constraint: String },
    #[error(transparent)]
    Step(#[from] StepNotAllowed),
    /// Another attempt plays the run by now: this one is cut off.
    #[error("attempt {attempt} of the run is over, attempt {current} plays")]
    StaleAttempt { attempt: u32, current: u32 },
    #[error("round {round} cannot be committed, round {expected} is next")]
    NotNext { round: u32, expected: u32 },
    #[error("round {round} is committed with other content")]
    RoundDiffers { round: u32 },
    /// Somebody else writes the report by now.
    #[error("the lease of the {entity} was lost")]
    LeaseLost { entity: &'static str },
    /// The job is in no state in which it may be purged.
    #[error("the job is not deleted, or still live")]
    NotPurgeable,
    #[error("a row of {entity} does not fit: {reason}")]
    Corrupt { entity: &'static str, reason: String },
    /// The database is away, starting, or overloaded.
    #[error("the database is not available")]
    Unavailable(#[source] sqlx::Error),
    #[error("the database refused a statement")]
    Driver(#[source] sqlx::Error),
    /// It did not answer to whoever wanted to migrate.
    #[error("the database cannot be reached: {reason}")]
    Unreachable { reason: String },
    #[error("the migrations could not be applied: {reason}")]
    Migration { reason: String },
}

impl Retryable for StoreError {
    fn retry(&self) -> Retry {
        match self {
            Self::Unavailable(_) | Self::Unreachable { .. } => Retry::Again,
            Self::NotFound { .. }
            | Self::Conflict { .. }
            | Self::Step(_)
            | Self::StaleAttempt { .. }
            | Self::NotNext { .. }
            | Self::RoundDiffers { .. }
            | Self::LeaseLost { .. }
            | Self::NotPurgeable
            | Self::Corrupt { .. }
            | Self::Driver(_)
            | Self::Migration { .. } => Retry::Never,
        }
    }
}

/// SQLSTATE classes and codes that pass by themselves: connection lost, resources used up, operator's
/// intervention (shutdown, starting up, cancelled by a timeout), deadlock, serialization, lock timeout.
fn may_pass(code: &str) -> bool {
    ["08", "53", "57"].iter().any(|class| code.starts_with(class))
        || ["40001", "40P01", "55P03"].contains(&code)
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if let Some(refused) = error.as_database_error() {
            if let Some(constraint) = refused.constraint() {
                return Self::Conflict { constraint: constraint.to_owned() };
            }
            return if refused.code().is_some_and(|code| may_pass(&code)) {
                Self::Unavailable(error)
            } else {
                Self::Driver(error)
            };
        }
        let away = matches!(
            error,
            sqlx::Error::Io(_)
                | sqlx::Error::Tls(_)
                | sqlx::Error::Protocol(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed
        );
        if away { Self::Unavailable(error) } else { Self::Driver(error) }
    }
}
