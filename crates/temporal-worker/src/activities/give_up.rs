//! A run of an ensemble that failed for good: noted with its reason, so that the job goes on without it, if it can.

use simswarm_core::failure::FailureKind;
use simswarm_core::job::{LEAST_POOLED, MAX_FAILED};
use simswarm_store::run::Run;

use super::fault::Fault;
use super::settle::real_reason;
use super::{Context, Failed, Passed};

/// One try; done again it comes to the same.
pub(super) async fn give_up(context: &Context, failed: Failed) -> Result<Passed, Fault> {
    let Failed { attempt, kind } = failed;
    let reason = real_reason(context, attempt, kind).await?;
    let mut tx = context.store.begin().await?;
    let run = tx.runs().find_replicate(attempt.job_id, attempt.replicate).await?;
    let run = run.ok_or(Fault::decided(FailureKind::JobOver))?;
    tx.runs().give_up(run.id, &reason).await?;
    let runs = tx.runs().list_by_job(attempt.job_id).await?;
    tx.commit().await?;
    tracing::warn!(run.id = %run.id, failure = %kind, reason, "a run of several is given up");
    Ok(Passed { goes_on: Played::of(&runs).goes_on() })
}

/// How far the runs of an ensemble have come.
pub(super) struct Played<'r> {
    pub(super) finished: Vec<&'r Run>,
    /// With their reasons.
    pub(super) failed: Vec<(&'r Run, &'r str)>,
    /// The first that is neither; none where no other one is to be tried.
    pub(super) next: Option<&'r Run>,
}

impl<'r> Played<'r> {
    pub(super) fn of(runs: &'r [Run]) -> Self {
        let finished = runs.iter().filter(|run| run.finished_at.is_some()).collect();
        let failed: Vec<_> =
            runs.iter().filter_map(|run| Some((run, run.failure.as_deref()?))).collect();
        // What is told beside the answer is told of the first one.
        let is_lost = failed.first().is_some_and(|(run, _)| run.replicate == 0);
        let is_open = |run: &&Run| run.finished_at.is_none() && run.failure.is_none();
        let next = runs.iter().find(is_open).filter(|_| !is_lost && failed.len() < MAX_FAILED);
        Self { finished, failed, next }
    }

    /// Whether there is, or can be, an answer of several runs.
    fn goes_on(&self) -> bool {
        self.next.is_some() || self.finished.len() >= LEAST_POOLED
    }
}
