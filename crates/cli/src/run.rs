//! `simswarm run`: play or go on, write, tell.

use std::num::NonZeroUsize;
use std::time::Duration;

use simswarm_core::operations::OperationsSummary;
use simswarm_drive::directory::{DirectoryStore, RunIdentity};
use simswarm_drive::mind::{Mind, RuleMind};
use simswarm_drive::{Drive, DriveError, Ended, Execution, Inbox};
use tokio_util::sync::CancellationToken;

use crate::bar::Bar;
use crate::failure::Failure;
use crate::model;
use crate::outputs::{self, Written};
use crate::plan::Plan;

/// Rules answer at once: more of them at the same time gains nothing.
const RULES_CONCURRENCY: NonZeroUsize = NonZeroUsize::MIN;

/// Runs the simulation and answers what to tell about it.
pub async fn run(
    plan: &Plan,
    pace: Duration,
    cancel: &CancellationToken,
) -> Result<String, Failure> {
    // First, so that an endpoint that will not do leaves nothing behind.
    let (mind, concurrency) = tokio::select! {
        mind = mind(plan) => mind?,
        () = cancel.cancelled() => return Err(interrupted(plan)),
    };
    let model = plan.model.as_ref().map(|model| model.endpoint.model.clone());
    let identity = RunIdentity::of(&plan.input).with_model(model);
    let store = DirectoryStore::open(&plan.checkpoint(), &identity).map_err(|error| {
        Failure::Input(format!("{} cannot be used: {error}", plan.out.display()))
    })?;
    let finished_before = outputs::are_written(&plan.out);
    let execution = Execution { concurrency, pace, ..Execution::default() };
    play(plan, &*mind, &store, execution, cancel).await?;
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

/// What decides, and how many turns it is asked at once.
async fn mind(plan: &Plan) -> Result<(Box<dyn Mind>, NonZeroUsize), Failure> {
    match &plan.model {
        None => Ok((Box::new(RuleMind), RULES_CONCURRENCY)),
        Some(model) => {
            let concurrency = model.endpoint.limits.max_concurrency;
            Ok((Box::new(model::mind(model).await?), concurrency))
        }
    }
}

async fn play(
    plan: &Plan,
    mind: &dyn Mind,
    store: &DirectoryStore,
    execution: Execution,
    cancel: &CancellationToken,
) -> Result<(), Failure> {
    let bar = Bar::new(plan.input.rounds);
    let inbox = Inbox::default();
    let drive = Drive { mind, store, observer: &bar, cancel, inbox: &inbox, execution };
    let ended = drive.run(&plan.input).await;
    bar.clear();
    match ended {
        Ok(Ended::Finished { .. }) => Ok(()),
        Ok(Ended::Stopped { .. }) => Err(interrupted(plan)),
        Err(DriveError::Cast(error)) => {
            Err(Failure::Input(format!("nobody could be cast from the document: {error}")))
        }
        Err(error) => Err(Failure::Failed(error.to_string())),
    }
}

fn interrupted(plan: &Plan) -> Failure {
    Failure::Interrupted { out: plan.out.clone(), seed: plan.input.seed }
}

fn summary(plan: &Plan, written: &Written, finished_before: outputs::Before) -> String {
    let note = match finished_before {
        outputs::Before::Absent => "",
        outputs::Before::Present => "This run was finished already.\n",
    };
    format!(
        "{note}{}\nReport  {}\nSeed    {}\n{}",
        written.verdict,
        written.report.display(),
        u64::from(plan.input.seed),
        bill(&written.operations)
    )
}

/// What the whole run asked of a model, and what that costs; nothing where rules decided.
fn bill(operations: &OperationsSummary) -> String {
    let (Some(calls), Some(tokens)) = (operations.calls, operations.tokens) else {
        return String::new();
    };
    let cost =
        operations.cost_usd.map_or_else(String::new, |usd| format!("Cost    {usd:.4} USD\n"));
    format!(
        "Calls   {calls}, {} of them to put an answer right\nTokens  {} asked, {} of them from a \
         cache; {} answered\n{cost}",
        operations.repairs.unwrap_or_default(),
        tokens.prompt,
        tokens.cached,
        tokens.completion
    )
}
