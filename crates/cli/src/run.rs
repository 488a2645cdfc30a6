//! `simswarm run`: play or go on, write, tell.

use std::error::Error;
use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Duration;

use simswarm_core::contract::pod::RunInput;
use simswarm_core::operations::OperationsSummary;
use simswarm_drive::directory::DirectoryStore;
use simswarm_drive::mind::{Mind, RuleMind};
use simswarm_drive::{Drive, DriveError, Ended, Execution, Inbox};
use tokio_util::sync::CancellationToken;

use crate::bar::Bar;
use crate::ensemble;
use crate::failure::Failure;
use crate::model;
use crate::outputs::{self, OutputError, Written};
use crate::plan::{Plan, Single};

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
    let execution = Execution { concurrency, pace, ..Execution::default() };
    let player = Player { plan, mind: &*mind, execution, cancel };
    if plan.replicates > 1 {
        return ensemble::play(&player).await;
    }
    let single = plan.single(0);
    let finished_before = outputs::are_written(&single.out);
    let written = player.play(&single, String::new()).await?;
    Ok(summary(plan, &written, finished_before))
}

/// What the runs of a plan are played with.
pub(crate) struct Player<'p> {
    pub(crate) plan: &'p Plan,
    mind: &'p dyn Mind,
    execution: Execution,
    cancel: &'p CancellationToken,
}

impl Player<'_> {
    /// Plays a run, or the rest of it, and writes what comes of it.
    pub(crate) async fn play(&self, single: &Single, title: String) -> Result<Written, Failure> {
        let store = self.open(single)?;
        self.rounds(&single.input, &store, title).await?;
        let folder = store.folder();
        let out = single.out.clone();
        tokio::task::spawn_blocking(move || outputs::write(&folder, &out))
            .await
            .map_err(|error| Failure::Failed(format!("the report broke off: {error}")))?
            .map_err(|error| broken(&single.out, &error))
    }

    /// The folder of the run, if it holds this run or none, and nobody else works in it.
    pub(crate) fn open(&self, single: &Single) -> Result<DirectoryStore, Failure> {
        let identity = self.plan.identity(&single.input);
        let unusable = |error: &dyn Error| {
            Failure::Input(format!("{} cannot be used: {error}", single.out.display()))
        };
        let store = DirectoryStore::open(&single.checkpoint(), &identity)
            .map_err(|error| unusable(&error))?;
        if let Some(origin) = &self.plan.origin {
            origin.hand_over(&store.folder())?;
        }
        Ok(store)
    }

    async fn rounds(
        &self,
        input: &RunInput,
        store: &DirectoryStore,
        title: String,
    ) -> Result<(), Failure> {
        let bar = Bar::new(input.rounds, title);
        let Self { mind, execution, cancel, .. } = *self;
        let inbox = Inbox::default();
        let drive = Drive { mind, store, observer: &bar, cancel, inbox: &inbox, execution };
        let ended = drive.run(input).await;
        bar.clear();
        match ended {
            Ok(Ended::Finished { .. }) => Ok(()),
            Ok(Ended::Stopped { .. }) => Err(interrupted(self.plan)),
            Err(DriveError::Cast(error)) => {
                Err(Failure::Input(format!("nobody could be cast from the document: {error}")))
            }
            Err(error) => Err(Failure::Failed(error.to_string())),
        }
    }
}

/// For `map_err`: what is kept there cannot be made into what it should.
pub(crate) fn broken(out: &Path, error: &OutputError) -> Failure {
    Failure::Failed(format!("what is kept in {} {error}", out.display()))
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
pub(crate) fn bill(operations: &OperationsSummary) -> String {
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
