//! Actions. Each may run twice and may be cut off anywhere; ids and numbers go in and out, since what
//! passes here is kept in Temporal's history.

mod await_ready;
mod begin;
mod context;
mod drive;
mod fault;
mod finalize;
mod fork;
mod give_up;
mod heartbeat;
mod inject;
mod objects;
mod pool;
mod project_graph;
mod provision;
mod settle;
mod terminate;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use simswarm_core::failure::FailureKind;
use simswarm_core::{InjectionId, JobId};
use temporalio_macros::activities;
use temporalio_sdk::activities::{ActivityContext, ActivityError};

pub use context::{Context, RunSettings};
pub(crate) use terminate::end_pod;

use crate::workflows::Outcome;

const BEGIN: &str = "fishcloud.begin";
const PROVISION: &str = "fishcloud.provision";
const AWAIT_READY: &str = "fishcloud.await_ready";
const DRIVE: &str = "fishcloud.drive";
const INJECT: &str = "fishcloud.inject";
const FINALIZE: &str = "fishcloud.finalize";
const FORK: &str = "fishcloud.fork";
const POOL: &str = "fishcloud.pool";
const GIVE_UP: &str = "fishcloud.give_up";
const PROJECT_GRAPH: &str = "fishcloud.project_graph";
const TERMINATE: &str = "fishcloud.terminate";
const SETTLE: &str = "fishcloud.settle";

/// One attempt at one of a job's runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptRef {
    pub job_id: JobId,
    pub attempt: u32,
    /// Which run, from 0.
    #[serde(default)]
    pub replicate: u32,
}

/// Where a workflow begins, and its tier's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// Attempts that were made before this workflow: it counts on from there.
    pub attempts: u32,
    pub ready_timeout_s: u64,
    pub run_timeout_s: u64,
    /// How many runs the job has at the most.
    #[serde(default = "one")]
    pub replicates: u32,
    /// Whether the run goes on from a round of another one, whose rounds it does not have yet.
    #[serde(default)]
    pub is_fork: bool,
}

fn one() -> u32 {
    1
}

/// The next run of an ensemble; none once they tell enough, and the job is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pooled {
    pub next: Option<NextRun>,
}

/// A run that is not finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextRun {
    /// Which one, from 0.
    pub replicate: u32,
    /// Attempts at it that were made before.
    pub attempts: u32,
}

/// A run of an ensemble whose last attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    pub attempt: AttemptRef,
    pub kind: FailureKind,
}

/// Whether an ensemble can do without a run that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passed {
    pub goes_on: bool,
}

/// How far an attempt came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Driven {
    pub rounds_committed: u32,
}

/// An event that a user put into the job's run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InjectionRef {
    pub job_id: JobId,
    pub injection_id: InjectionId,
}

/// An attempt whose pod is to go, and what went wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    pub attempt: AttemptRef,
    pub failure: Option<FailureKind>,
}

/// The last word about a job whose run did not come to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    pub job_id: JobId,
    /// The attempt whose reason counts.
    pub attempt: Option<u32>,
    /// Of which run it was, from 0.
    #[serde(default)]
    pub replicate: u32,
    pub outcome: Outcome,
}

/// The activities, and what they work with.
#[derive(Clone)]
pub struct Activities {
    context: Arc<Context>,
}

impl Activities {
    pub fn new(context: Arc<Context>) -> Self {
        Self { context }
    }
}

#[activities]
impl Activities {
    #[activity(name = BEGIN)]
    pub async fn begin(
        self: Arc<Self>,
        ctx: ActivityContext,
        job: JobId,
    ) -> Result<Begun, ActivityError> {
        Ok(heartbeat::during(&ctx, begin::begin(&self.context, job)).await?)
    }

    #[activity(name = PROVISION)]
    pub async fn provision(
        self: Arc<Self>,
        ctx: ActivityContext,
        input: AttemptRef,
    ) -> Result<(), ActivityError> {
        Ok(heartbeat::during(&ctx, provision::provision(&self.context, input)).await?)
    }

    #[activity(name = AWAIT_READY)]
    pub async fn await_ready(
        self: Arc<Self>,
        ctx: ActivityContext,
        input: AttemptRef,
    ) -> Result<(), ActivityError> {
        Ok(heartbeat::during(&ctx, await_ready::await_ready(&self.context, input)).await?)
    }

    #[activity(name = DRIVE)]
    pub async fn drive(
        self: Arc<Self>,
        ctx: ActivityContext,
        input: AttemptRef,
    ) -> Result<Driven, ActivityError> {
        Ok(heartbeat::during(&ctx, Box::pin(drive::drive(&self.context, input))).await?)
    }

    #[activity(name = INJECT)]
    pub async fn inject(
        self: Arc<Self>,
        ctx: ActivityContext,
        input: InjectionRef,
    ) -> Result<(), ActivityError> {
        Ok(heartbeat::during(&ctx, inject::inject(&self.context, input)).await?)
    }

    #[activity(name = FINALIZE)]
    pub async fn finalize(
        self: Arc<Self>,
        ctx: ActivityContext,
        input: AttemptRef,
    ) -> Result<(), ActivityError> {
        Ok(heartbeat::during(&ctx, finalize::finalize(&self.context, input)).await?)
    }

    #[activity(name = FORK)]
    pub async fn fork(
        self: Arc<Self>,
        ctx: ActivityContext,
        job: JobId,
    ) -> Result<(), ActivityError> {
        Ok(heartbeat::during(&ctx, fork::fork(&self.context, job)).await?)
    }

    #[activity(name = POOL)]
    pub async fn pool(
        self: Arc<Self>,
        ctx: ActivityContext,
        job: JobId,
    ) -> Result<Pooled, ActivityError> {
        Ok(heartbeat::during(&ctx, pool::pool(&self.context, job)).await?)
    }

    #[activity(name = GIVE_UP)]
    pub async fn give_up(
        self: Arc<Self>,
        ctx: ActivityContext,
        failed: Failed,
    ) -> Result<Passed, ActivityError> {
        Ok(heartbeat::during(&ctx, give_up::give_up(&self.context, failed)).await?)
    }

    #[activity(name = PROJECT_GRAPH)]
    pub async fn project_graph(
        self: Arc<Self>,
        ctx: ActivityContext,
        job: JobId,
    ) -> Result<(), ActivityError> {
        Ok(heartbeat::during(&ctx, project_graph::project_graph(&self.context, job)).await?)
    }

    #[activity(name = TERMINATE)]
    pub async fn terminate(
        self: Arc<Self>,
        ctx: ActivityContext,
        input: Ending,
    ) -> Result<(), ActivityError> {
        Ok(heartbeat::during(&ctx, terminate::terminate(&self.context, input)).await?)
    }

    #[activity(name = SETTLE)]
    pub async fn settle(
        self: Arc<Self>,
        ctx: ActivityContext,
        input: Settlement,
    ) -> Result<(), ActivityError> {
        Ok(heartbeat::during(&ctx, settle::settle(&self.context, input)).await?)
    }
}
