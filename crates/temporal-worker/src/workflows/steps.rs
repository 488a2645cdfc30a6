//! The steps of a simulation as the workflow calls them: which timeouts, which retries, what a failure
//! means, and which of them a cancellation reaches.

use std::time::Duration;

use simswarm_core::failure::FailureKind;
use simswarm_core::{InjectionId, JobId};
use temporalio_common::error::{ActivityExecutionError, ApplicationFailure, IncomingError};
use temporalio_common::{ActivityDefinition, RetryPolicy};
use temporalio_sdk::{
    ActivityCancellationType, ActivityCloseTimeouts, ActivityOptions, TimerOptions, TimerResult,
    WorkflowCancellationToken, WorkflowContext,
};

use super::simulation::SimulationWorkflow;
use crate::activities::{
    Activities, AttemptRef, Begun, Driven, Ending, Failed, InjectionRef, Passed, Pooled, Settlement,
};

/// A dead worker costs this much; heartbeats are sent every second.
const HEARTBEAT_TIMEOUT: Duration = Duration::from_secs(6);
/// Longer than any single call to a store or a provider takes.
const SHORT: Duration = Duration::from_mins(1);
/// How long a run waits for a store to come back.
const PATIENCE: Duration = Duration::from_mins(30);
/// How long a pod is tried to be told of an event; the next pod is told of it anyway.
const TELLING_PATIENCE: Duration = Duration::from_mins(5);
const PROJECTION_PATIENCE: Duration = Duration::from_hours(24);

/// Why a step ended without its result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Cancelled,
    Failed { kind: FailureKind, rounds_committed: Option<u32> },
}

/// How long a step may take: one try of it, and all of them together.
#[derive(Debug, Clone, Copy)]
struct Limits {
    one_try: Duration,
    in_all: Duration,
    /// What it means when the time runs out, or when the failure is none of ours.
    otherwise: FailureKind,
}

impl Limits {
    fn timeouts(self) -> ActivityCloseTimeouts {
        ActivityCloseTimeouts::ScheduleAndStartToClose {
            schedule_to_close: self.in_all,
            start_to_close: self.one_try.min(self.in_all),
        }
    }
}

/// Calls activities for one job.
#[derive(Clone)]
pub(super) struct Steps {
    ctx: WorkflowContext<SimulationWorkflow>,
    job_id: JobId,
    replicate: u32,
    /// Cancelled by the signal, and by a cancellation of the workflow itself.
    scope: WorkflowCancellationToken,
}

impl Steps {
    pub(super) fn new(
        ctx: &WorkflowContext<SimulationWorkflow>,
        job_id: JobId,
        scope: WorkflowCancellationToken,
    ) -> Self {
        Self { ctx: ctx.clone(), job_id, replicate: 0, scope }
    }

    /// The same steps for one of the job's runs, counted from 0.
    pub(super) fn of_run(&self, replicate: u32) -> Self {
        Self { replicate, ..self.clone() }
    }

    fn attempt(&self, attempt: u32) -> AttemptRef {
        AttemptRef { job_id: self.job_id, attempt, replicate: self.replicate }
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.scope.is_cancelled()
    }

    pub(super) async fn begin(&self) -> Result<Begun, Fault> {
        let limits = Limits { one_try: SHORT, in_all: PATIENCE, otherwise: FailureKind::StoreAway };
        self.run(Activities::begin, self.job_id, limits).await
    }

    pub(super) async fn provision(&self, attempt: u32) -> Result<(), Fault> {
        let limits = Limits {
            one_try: Duration::from_mins(5),
            in_all: PATIENCE,
            otherwise: FailureKind::HostBad,
        };
        self.run(Activities::provision, self.attempt(attempt), limits).await
    }

    pub(super) async fn await_ready(&self, attempt: u32, begun: Begun) -> Result<(), Fault> {
        let in_all = Duration::from_secs(begun.ready_timeout_s);
        let limits = Limits { one_try: in_all, in_all, otherwise: FailureKind::HostBad };
        self.run(Activities::await_ready, self.attempt(attempt), limits).await
    }

    pub(super) async fn drive(&self, attempt: u32, begun: Begun) -> Result<Driven, Fault> {
        let in_all = Duration::from_secs(begun.run_timeout_s);
        let limits = Limits { one_try: in_all, in_all, otherwise: FailureKind::RunTimedOut };
        self.run(Activities::drive, self.attempt(attempt), limits).await
    }

    /// Whether the pod can be told changes nothing about what follows.
    pub(super) async fn inject(&self, injection_id: InjectionId) {
        let limits = Limits {
            one_try: SHORT,
            in_all: TELLING_PATIENCE,
            otherwise: FailureKind::PodUnreachable,
        };
        let input = InjectionRef { job_id: self.job_id, injection_id };
        let _logged_by_the_activity = self.run(Activities::inject, input, limits).await;
    }

    pub(super) async fn finalize(&self, attempt: u32) -> Result<(), Fault> {
        let limits = Limits {
            one_try: Duration::from_mins(10),
            in_all: PATIENCE,
            otherwise: FailureKind::StoreAway,
        };
        self.run(Activities::finalize, self.attempt(attempt), limits).await
    }

    /// Takes over the rounds that the run has in common with the one that it was forked from.
    pub(super) async fn fork(&self) -> Result<(), Fault> {
        let one_try = Duration::from_mins(10);
        let limits = Limits { one_try, in_all: PATIENCE, otherwise: FailureKind::StoreAway };
        self.run(Activities::fork, self.job_id, limits).await
    }

    /// What the finished runs of an ensemble say together, and whether another one is played.
    pub(super) async fn pool(&self) -> Result<Pooled, Fault> {
        let limits = Limits { one_try: SHORT, in_all: PATIENCE, otherwise: FailureKind::StoreAway };
        self.run(Activities::pool, self.job_id, limits).await
    }

    /// Notes that a run of an ensemble failed for good. Answers whether the job can do without it.
    pub(super) async fn give_up(&self, attempt: u32, kind: FailureKind) -> Result<Passed, Fault> {
        let limits = Limits { one_try: SHORT, in_all: PATIENCE, otherwise: FailureKind::StoreAway };
        let failed = Failed { attempt: self.attempt(attempt), kind };
        self.run(Activities::give_up, failed, limits).await
    }

    /// The graph is a projection: whether it can be written changes nothing about the result.
    pub(super) async fn project_graph(&self) {
        let limits = Limits {
            one_try: Duration::from_mins(2),
            in_all: PROJECTION_PATIENCE,
            otherwise: FailureKind::StoreAway,
        };
        let _logged_by_the_activity =
            self.run(Activities::project_graph, self.job_id, limits).await;
    }

    /// Returns once the pod is gone. Nothing cancels this, and it is repeated until it works.
    pub(super) async fn terminate(&self, attempt: u32, failure: Option<FailureKind>) {
        let input = Ending { attempt: self.attempt(attempt), failure };
        self.insist(Activities::terminate, input).await;
    }

    /// Writes the final status. Nothing cancels this, and it is repeated until it works.
    pub(super) async fn settle(&self, settlement: Settlement) {
        self.insist(Activities::settle, settlement).await;
    }

    /// Rests, unless the run is cancelled meanwhile.
    pub(super) async fn rest(&self, duration: Duration) -> Result<(), Fault> {
        let options =
            TimerOptions::builder(duration).cancellation_token(self.scope.clone()).build();
        match self.ctx.timer(options).await {
            TimerResult::Fired => Ok(()),
            TimerResult::Cancelled => Err(Fault::Cancelled),
        }
    }

    async fn run<A: ActivityDefinition>(
        &self,
        activity: A,
        input: impl Into<A::Input>,
        limits: Limits,
    ) -> Result<A::Output, Fault>
    where
        A::Output: temporalio_common::data_converters::TemporalDeserializable,
    {
        if self.scope.is_cancelled() {
            return Err(Fault::Cancelled);
        }
        let options = ActivityOptions::with_close_timeouts(limits.timeouts())
            .heartbeat_timeout(HEARTBEAT_TIMEOUT)
            // The pod is only given back once nobody talks to it, or is about to create it, any more.
            .cancellation_type(ActivityCancellationType::WaitCancellationCompleted)
            .cancellation_token(self.scope.clone())
            .retry_policy(patient())
            .build();
        let outcome = self.ctx.execute_activity(activity, input, options).await;
        outcome.map_err(|error| self.fault(&error, limits.otherwise))
    }

    /// Until it works; only a failure that no other try could mend ends it, and that one is logged by
    /// the activity.
    async fn insist<A: ActivityDefinition>(&self, activity: A, input: impl Into<A::Input>)
    where
        A::Output: temporalio_common::data_converters::TemporalDeserializable,
    {
        let options = ActivityOptions::with_start_to_close_timeout(SHORT)
            .heartbeat_timeout(HEARTBEAT_TIMEOUT)
            .cancellation_token(WorkflowCancellationToken::new())
            .retry_policy(patient())
            .build();
        let _logged_by_the_activity = self.ctx.execute_activity(activity, input, options).await;
    }

    /// A failure that arrives after the cancellation is the cancellation's doing.
    fn fault(&self, error: &ActivityExecutionError, otherwise: FailureKind) -> Fault {
        if self.scope.is_cancelled() || error.as_cancelled().is_some() {
            return Fault::Cancelled;
        }
        let failure = match error.cause() {
            Some(IncomingError::Application(failure)) => Some(failure),
            Some(_) | None => None,
        };
        Fault::Failed {
            kind: failure.and_then(kind_of).unwrap_or(otherwise),
            rounds_committed: failure.and_then(|failure| failure.details().ok().flatten()),
        }
    }
}

fn kind_of(failure: &ApplicationFailure) -> Option<FailureKind> {
    failure.type_name()?.parse().ok()
}

fn patient() -> RetryPolicy {
    RetryPolicy::builder()
        .initial_interval(Duration::from_millis(500))
        .backoff_coefficient(2.0)
        .maximum_interval(Duration::from_secs(5))
        .build()
}
