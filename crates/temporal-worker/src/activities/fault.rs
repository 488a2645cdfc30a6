//! Why an activity ended without its result, and the one place where that becomes Temporal's error:
//! a word of `core` and a fixed sentence, never a message that could hold a URL or somebody's text.

use simswarm_core::failure::FailureKind;
use simswarm_core::{Retry, Retryable};
use simswarm_store::StoreError;
use temporalio_common::error::ApplicationFailure;
use temporalio_sdk::activities::ActivityError;

/// The end of an activity that has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It was told to stop.
    Cancelled,
    Failed {
        kind: FailureKind,
        /// `Again`: Temporal calls the activity again. `Never`: the workflow decides.
        retry: Retry,
        rounds_committed: Option<u32>,
    },
}

impl Fault {
    /// For the workflow to decide about.
    pub fn decided(kind: FailureKind) -> Self {
        Self::Failed { kind, retry: Retry::Never, rounds_committed: None }
    }

    /// It may pass: the same activity is called again.
    pub fn passing(kind: FailureKind) -> Self {
        Self::Failed { kind, retry: Retry::Again, rounds_committed: None }
    }

    /// Whether calling again may help.
    pub fn may_pass(self) -> bool {
        match self {
            Self::Failed { retry: Retry::Again, .. } => true,
            Self::Failed { retry: Retry::Never, .. } | Self::Cancelled => false,
        }
    }

    /// The fault of an error of a store; logged here, since its words go no further.
    pub fn of_store(error: &(impl Retryable + ?Sized), what: &'static str) -> Self {
        match error.retry() {
            Retry::Again => {
                tracing::warn!(error = error_chain(error), "{what} is not available");
                Self::passing(FailureKind::StoreAway)
            }
            Retry::Never => {
                tracing::error!(error = error_chain(error), "{what} cannot do what was asked");
                Self::decided(FailureKind::Internal)
            }
        }
    }
}

fn error_chain(error: &(impl Retryable + ?Sized)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            // Its owner was faster: cancelled before the workflow took over, or purged.
            StoreError::Step(_) | StoreError::NotFound { entity: "job" } => {
                Self::decided(FailureKind::JobOver)
            }
            StoreError::NotFound { .. }
            | StoreError::Conflict { .. }
            | StoreError::StaleAttempt { .. }
            | StoreError::NotNext { .. }
            | StoreError::RoundDiffers { .. }
            | StoreError::LeaseLost { .. }
            | StoreError::NotPurgeable
            | StoreError::Corrupt { .. }
            | StoreError::Unavailable(_)
            | StoreError::Unreachable { .. }
            | StoreError::Driver(_)
            | StoreError::Migration { .. } => Self::of_store(&error, "the database"),
        }
    }
}

/// What is left of a failure in a history.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.sentence())]
struct Told(FailureKind);

impl From<Fault> for ActivityError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Cancelled => Self::cancelled(),
            Fault::Failed { kind, retry, rounds_committed } => {
                let failure = ApplicationFailure::builder(Told(kind))
                    .type_name(kind.as_str().to_owned())
                    .non_retryable(retry == Retry::Never);
                Self::application(match rounds_committed {
                    Some(rounds) => failure.details(rounds).build(),
                    None => failure.build(),
                })
            }
        }
    }
}
