//! The simulation workflow: from an accepted job to artifacts and a pod that is gone, whatever happens
//! on the way.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use simswarm_core::contract::workflow::{
    CANCEL_SIGNAL, INJECT_SIGNAL, SIMULATION_WORKFLOW, STATUS_QUERY, SimulationStatus,
    StartSimulation,
};
use simswarm_core::failure::FailureKind;
use simswarm_core::job::JobStatus;
use simswarm_core::{InjectionId, JobId};
use temporalio_macros::{workflow, workflow_methods};
use temporalio_sdk::workflows::join;
use temporalio_sdk::{
    SyncWorkflowContext, WorkflowCancellationToken, WorkflowContext, WorkflowContextView,
    WorkflowResult,
};

use super::remedy::{History, Remedy};
use super::steps::{Fault, Steps};
use crate::activities::{Begun, NextRun, Settlement};

/// Before this change a run that failed ended its job: histories of then still do.
const FAILED_RUNS: &str = "failed-runs";

/// How a simulation ended. The reason that its owner reads is in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// The artifacts are written; the report is somebody else's work.
    Simulated,
    Failed {
        kind: FailureKind,
    },
    Cancelled,
}

/// Why no further attempt is made.
enum End {
    Cancelled,
    GivenUp(FailureKind),
    /// The job was ended elsewhere.
    Over,
}

/// What follows a failed step.
enum Next {
    SamePod,
    NewPod,
    End(End),
}

/// The state that signals change and the query tells.
#[workflow]
pub struct SimulationWorkflow {
    job_id: JobId,
    status: SimulationStatus,
    /// What users told the run and its pod was not told yet.
    untold: VecDeque<InjectionId>,
    is_over: bool,
}

#[workflow_methods]
impl SimulationWorkflow {
    #[init]
    pub fn new(_ctx: &WorkflowContextView, input: StartSimulation) -> Self {
        let status = SimulationStatus {
            status: JobStatus::Pending,
            attempt: 0,
            replicate: 0,
            rounds_committed: 0,
            cancel_requested: false,
        };
        Self { job_id: input.job_id, status, untold: VecDeque::new(), is_over: false }
    }

    #[run(name = SIMULATION_WORKFLOW)]
    pub async fn run(ctx: &mut WorkflowContext<Self>) -> WorkflowResult<Outcome> {
        let job_id = ctx.state(|state| state.job_id);
        let scope = ctx.cancellation_token().child_token();
        let steps = Steps::new(ctx, job_id, scope.clone());
        let simulation = Simulation { ctx: ctx.clone(), steps: steps.clone(), job_id };
        let (outcome, (), ()) =
            join!(simulation.play(), cancel_on_signal(ctx, scope), inject_on_signal(ctx, steps));
        Ok(outcome)
    }

    /// Cuts the run short; asked twice it is asked once.
    #[signal(name = CANCEL_SIGNAL)]
    pub fn cancel(&mut self, _ctx: &mut SyncWorkflowContext<Self>) {
        self.status.cancel_requested = true;
    }

    /// An event from outside; what it is stands in its row.
    #[signal(name = INJECT_SIGNAL)]
    pub fn inject_event(&mut self, _ctx: &mut SyncWorkflowContext<Self>, id: InjectionId) {
        self.untold.push_back(id);
    }

    #[query(name = STATUS_QUERY)]
    pub fn status(&self, _ctx: &WorkflowContextView) -> SimulationStatus {
        self.status
    }
}

/// Waits for the signal, which may have come before the first line of `run`, or for the end.
async fn cancel_on_signal(
    ctx: &WorkflowContext<SimulationWorkflow>,
    scope: WorkflowCancellationToken,
) {
    let watched = ctx.wait_condition(|state| state.status.cancel_requested || state.is_over).await;
    // An error says that the workflow itself was cancelled, which reaches the scope on its own.
    if watched.is_ok() && ctx.state(|state| state.status.cancel_requested) {
        scope.cancel();
    }
}

/// Has the pod told of each event, in the order in which they came, until the end.
async fn inject_on_signal(ctx: &WorkflowContext<SimulationWorkflow>, steps: Steps) {
    loop {
        let watched = ctx.wait_condition(|state| !state.untold.is_empty() || state.is_over).await;
        // An error says that the workflow itself was cancelled.
        if watched.is_err() || ctx.state(|state| state.is_over) {
            return;
        }
        if let Some(id) = ctx.state_mut(|state| state.untold.pop_front()) {
            steps.inject(id).await;
        }
    }
}

/// One execution of the workflow.
#[derive(Clone)]
struct Simulation {
    ctx: WorkflowContext<SimulationWorkflow>,
    steps: Steps,
    job_id: JobId,
}

impl Simulation {
    async fn play(self) -> Outcome {
        let outcome = self.outcome().await;
        self.ctx.state_mut(|state| state.is_over = true);
        outcome
    }

    async fn outcome(&self) -> Outcome {
        let mut last_attempt = None;
        let end = match self.steps.begin().await {
            Ok(begun) if begun.replicates > 1 => self.ensemble(begun, &mut last_attempt).await,
            Ok(begun) => self.only_run(begun, &mut last_attempt).await,
            Err(fault) => Err(end_of(fault)),
        };
        match end {
            // The word came while the pod was given back: there will be no report.
            Ok(()) if self.steps.is_cancelled() => self.settle(End::Cancelled, last_attempt).await,
            Ok(()) => Outcome::Simulated,
            Err(end) => self.settle(end, last_attempt).await,
        }
    }

    async fn only_run(&self, begun: Begun, last_attempt: &mut Option<u32>) -> Result<(), End> {
        if begun.is_fork {
            self.steps.fork().await.map_err(end_of)?;
        }
        let attempt = self.attempts(begun, last_attempt).await?;
        self.note(|status| status.status = JobStatus::Reporting);
        // Neither waits for the other: a graph that cannot be written keeps no pod alive.
        let ((), ()) = join!(self.steps.terminate(attempt, None), self.steps.project_graph());
        Ok(())
    }

    /// One run after the other, as long as the database wants another one: it knows which are finished. One that fails does
    /// not take away what others gave.
    async fn ensemble(&self, begun: Begun, last_attempt: &mut Option<u32>) -> Result<(), End> {
        while let Some(NextRun { replicate, attempts }) =
            self.steps.pool().await.map_err(end_of)?.next
        {
            self.note(|status| status.replicate = replicate);
            let run = Self { steps: self.steps.of_run(replicate), ..self.clone() };
            match run.attempts(Begun { attempts, ..begun }, last_attempt).await {
                Ok(attempt) => run.steps.terminate(attempt, None).await,
                Err(End::GivenUp(kind)) if self.ctx.patched(FAILED_RUNS) => {
                    run.pass_over(kind, *last_attempt).await?;
                }
                Err(end) => return Err(end),
            }
        }
        self.note(|status| status.status = JobStatus::Reporting);
        self.steps.project_graph().await;
        Ok(())
    }

    /// Goes on without a run that failed, unless there would be no answer of several runs.
    async fn pass_over(&self, kind: FailureKind, attempt: Option<u32>) -> Result<(), End> {
        let passed = self.steps.give_up(attempt.unwrap_or(0), kind).await.map_err(end_of)?;
        if passed.goes_on { Ok(()) } else { Err(End::GivenUp(kind)) }
    }

    /// Attempts until one comes to the end, each on a pod of its own that is gone when the next begins. Answers the last one,
    /// whose pod is still there.
    async fn attempts(&self, begun: Begun, last_attempt: &mut Option<u32>) -> Result<u32, End> {
        let mut history = History::default();
        for attempt in begun.attempts + 1.. {
            *last_attempt = Some(attempt);
            self.note(|status| status.attempt = attempt);
            match self.attempt(attempt, begun, &mut history).await {
                Ok(()) => return Ok(attempt),
                Err((next, failure)) => {
                    self.steps.terminate(attempt, failure).await;
                    match next {
                        Next::NewPod | Next::SamePod => {}
                        Next::End(end) => return Err(end),
                    }
                }
            }
        }
        Err(End::GivenUp(FailureKind::Internal))
    }

    async fn attempt(
        &self,
        attempt: u32,
        begun: Begun,
        history: &mut History,
    ) -> Result<(), (Next, Option<FailureKind>)> {
        while let Err(fault) = self.provision(attempt, begun).await {
            match self.after(fault, history).await {
                // Nothing was created: the same attempt asks again.
                Next::SamePod => {}
                next @ (Next::NewPod | Next::End(_)) => return Err((next, failure_of(fault))),
            }
        }
        self.note(|status| status.status = JobStatus::Running);
        while let Err(fault) = self.drive(attempt, begun).await {
            match self.after(fault, history).await {
                Next::SamePod => {}
                next @ (Next::NewPod | Next::End(_)) => return Err((next, failure_of(fault))),
            }
        }
        let finalized = self.steps.finalize(attempt).await;
        finalized.map_err(|fault| (Next::End(end_of(fault)), failure_of(fault)))
    }

    async fn provision(&self, attempt: u32, begun: Begun) -> Result<(), Fault> {
        self.note(|status| {
            if status.status == JobStatus::Pending {
                status.status = JobStatus::Provisioning;
            }
        });
        self.steps.provision(attempt).await?;
        self.steps.await_ready(attempt, begun).await
    }

    async fn drive(&self, attempt: u32, begun: Begun) -> Result<(), Fault> {
        let outcome = self.steps.drive(attempt, begun).await;
        let rounds = match outcome {
            Ok(driven) => Some(driven.rounds_committed),
            Err(Fault::Failed { rounds_committed, .. }) => rounds_committed,
            Err(Fault::Cancelled) => None,
        };
        self.note(|status| status.rounds_committed = rounds.unwrap_or(status.rounds_committed));
        outcome.map(|_| ())
    }

    /// Looks the failure up in the table of remedies, and rests where the remedy says so.
    async fn after(&self, fault: Fault, history: &mut History) -> Next {
        let kind = match fault {
            Fault::Cancelled => return Next::End(End::Cancelled),
            Fault::Failed { kind, .. } => kind,
        };
        let (remedy, decided) = history.decide(kind);
        *history = decided;
        match remedy {
            Remedy::WaitForStock { rest } | Remedy::SamePod { rest } => {
                match self.steps.rest(rest).await {
                    Ok(()) => Next::SamePod,
                    Err(fault) => Next::End(end_of(fault)),
                }
            }
            Remedy::NewPod => Next::NewPod,
            Remedy::GiveUp => Next::End(End::GivenUp(kind)),
            Remedy::Leave => Next::End(End::Over),
        }
    }

    async fn settle(&self, end: End, attempt: Option<u32>) -> Outcome {
        let outcome = match end {
            End::Cancelled => Outcome::Cancelled,
            End::GivenUp(kind) => Outcome::Failed { kind },
            End::Over => return Outcome::Cancelled,
        };
        let replicate = self.ctx.state(|state| state.status.replicate);
        self.steps.settle(Settlement { job_id: self.job_id, attempt, replicate, outcome }).await;
        self.note(|status| {
            status.status = match outcome {
                Outcome::Simulated => JobStatus::Reporting,
                Outcome::Failed { .. } => JobStatus::Failed,
                Outcome::Cancelled => JobStatus::Cancelled,
            };
        });
        outcome
    }

    fn note(&self, change: impl FnOnce(&mut SimulationStatus)) {
        self.ctx.state_mut(|state| change(&mut state.status));
    }
}

fn end_of(fault: Fault) -> End {
    match fault {
        Fault::Cancelled => End::Cancelled,
        Fault::Failed { kind: FailureKind::JobOver, .. } => End::Over,
        Fault::Failed { kind, .. } => End::GivenUp(kind),
    }
}

fn failure_of(fault: Fault) -> Option<FailureKind> {
    match fault {
        Fault::Cancelled => None,
        Fault::Failed { kind, .. } => Some(kind),
    }
}
