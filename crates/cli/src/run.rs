//! `simswarm run`: play or go on, write, tell.

use std::num::NonZeroUsize;
use std::time::Duration;

use simswarm_drive::directory::{DirectoryStore, RunIdentity};
use simswarm_drive::mind::RuleMind;
use simswarm_drive::{Drive, DriveError, Ended, Execution};
use tokio_util::sync::CancellationToken;

use crate::bar::Bar;
use crate::failure::Failure;
use crate::outputs::{self, Written};
use crate::plan::Plan;

/// Rules answer at once: more of them at the same time gains nothing.
const CONCURRENCY: NonZeroUsize = NonZeroUsize::MIN;

/// Runs the simulation and answers what to tell about it.
pub async fn run(
    plan: &Plan,
    pace: Duration,
    cancel: &CancellationToken,
) -> Result<String, Failure> {
    let store = DirectoryStore::open(&plan.checkpoint(), &RunIdentity::of(&plan.input)).map_err(
        |error| Failure::Input(format!("{} cannot be used: {error}", plan.out.display())),
    )?;
    let finished_before = outputs::are_written(&plan.out);
    play(plan, &store, pace, cancel).await?;
    let folder = store.folder();
    let out = plan.out.clone();
    let written = tokio::task::spawn_blocking(move || outputs::write(&folder, &out))
        .await
        .map_err(|error| Failure::Failed(format!("the report broke off: {error}")))?
        .map_err(|error| {
            Failure::Failed(format!("what is kept in {} {error}", plan.out.display()))
        })?;
    Ok(summary(plan, &written, finished_before))
}

async fn play(
    plan: &Plan,
    store: &DirectoryStore,
    pace: Duration,
    cancel: &CancellationToken,
) -> Result<(), Failure> {
    let bar = Bar::new(plan.input.rounds);
    let drive = Drive {
        mind: &RuleMind,
        store,
        observer: &bar,
        cancel,
        execution: Execution { concurrency: CONCURRENCY, pace, ..Execution::default() },
    };
    let ended = drive.run(&plan.input).await;
    bar.clear();
    match ended {
        Ok(Ended::Finished { .. }) => Ok(()),
        Ok(Ended::Stopped { .. }) => {
            Err(Failure::Interrupted { out: plan.out.clone(), seed: plan.input.seed })
        }
        Err(DriveError::Cast(error)) => {
            Err(Failure::Input(format!("nobody could be cast from the document: {error}")))
        }
        Err(error) => Err(Failure::Failed(error.to_string())),
    }
}

fn summary(plan: &Plan, written: &Written, finished_before: outputs::Before) -> String {
    let note = match finished_before {
        outputs::Before::Absent => "",
        outputs::Before::Present => "This run was finished already.\n",
    };
    format!(
        "{note}{}\nReport  {}\nSeed    {}\n",
        written.verdict,
        written.report.display(),
        u64::from(plan.input.seed)
    )
}
