//! Plays the job: the loop of `drive`, and what its end means to the control plane.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt;
use simswarm_core::contract::pod::{FailureCause, PodEvent, PodFailure};
use simswarm_drive::mind::Mind;
use simswarm_drive::{Drive, DriveError, Ended, Execution, StoreError};
use simswarm_llm::LlmError;

use crate::job::Job;
use crate::storage::GrantedStore;

/// Plays the job to its end, whatever that is; the end is told, never lost.
pub(crate) async fn play(
    job: Arc<Job>,
    store: GrantedStore,
    mind: impl Future<Output = Result<Box<dyn Mind>, LlmError>>,
    execution: Execution,
) {
    let mind = tokio::select! {
        mind = mind => mind,
        () = job.cancel.cancelled() => return job.end(PodEvent::Stopped { round: 0 }),
    };
    let mind = match mind {
        Ok(mind) => mind,
        Err(error) => {
            let reason = error.to_string();
            return job.end(PodEvent::Failed(PodFailure { cause: FailureCause::Run, reason }));
        }
    };
    let drive = Drive {
        mind: &*mind,
        store: &store,
        observer: &*job,
        cancel: &job.cancel,
        inbox: &job.inbox,
        execution,
    };
    let event = match AssertUnwindSafe(drive.run(&job.input)).catch_unwind().await {
        Ok(Ok(Ended::Finished { rounds, events })) => PodEvent::Finished { rounds, events },
        Ok(Ok(Ended::Stopped { round })) => PodEvent::Stopped { round: round.unwrap_or_default() },
        Ok(Err(error)) => {
            PodEvent::Failed(PodFailure { cause: cause_of(&error), reason: error.to_string() })
        }
        Err(_panic) => PodEvent::Failed(PodFailure {
            cause: FailureCause::Run,
            reason: "the engine broke off: the pod's log says where".to_owned(),
        }),
    };
    job.end(event);
}

fn cause_of(error: &DriveError) -> FailureCause {
    match error {
        DriveError::Cast(_)
        | DriveError::ErrorBudget { .. }
        | DriveError::Encoding(_)
        | DriveError::Compression(_)
        | DriveError::ShuttingDown => FailureCause::Run,
        DriveError::Store(
            StoreError::Unavailable { .. } | StoreError::Io { .. } | StoreError::Stopped,
        ) => FailureCause::Storage,
        DriveError::Store(StoreError::Corrupt { .. })
        | DriveError::Snapshot { .. }
        | DriveError::SnapshotElsewhere { .. }
        | DriveError::RoundMissing { .. }
        | DriveError::AnswersElsewhere { .. }
        | DriveError::ReplayDiffers { .. } => FailureCause::Checkpoint,
    }
}
