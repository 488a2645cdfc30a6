//! The pod as a whole: its token, its lease, the one job that it takes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use secrecy::SecretString;
use simswarm_core::contract::pod::{JobRequest, PodPhase, PodStatus};
use simswarm_drive::Execution;
use simswarm_llm::Endpoint;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::auth::TokenDigest;
use crate::grants::NotAUrl;
use crate::job::Job;
use crate::lease::Lease;
use crate::log::RecentLog;
use crate::mind::mind;
use crate::play::play;
use crate::storage::{GrantedStore, Patience};

/// How long a pod without a job waits for a word.
const FIRST_LEASE: Duration = Duration::from_mins(10);
/// Checkpoints of large runs take their time; a transfer that takes longer hangs.
const TRANSFER_TIMEOUT: Duration = Duration::from_mins(2);

/// What a pod is made of.
#[derive(Debug)]
pub struct Settings {
    pub token: SecretString,
    /// The newest lines of this process's log.
    pub log: RecentLog,
    pub patience: Patience,
    /// How long it waits for its job.
    pub first_lease: Duration,
    /// The model that decides; none where rules do.
    pub model: Option<Endpoint>,
}

impl Settings {
    /// The usual settings behind this token.
    pub fn new(token: SecretString, log: RecentLog) -> Self {
        Self { token, log, patience: Patience::default(), first_lease: FIRST_LEASE, model: None }
    }
}

/// A pod. Cheap to clone: all clones are one.
#[derive(Clone)]
pub struct Pod(Arc<Inner>);

struct Inner {
    token: TokenDigest,
    log: RecentLog,
    patience: Patience,
    lease: Lease,
    model: Option<Endpoint>,
    http: reqwest::Client,
    job: Mutex<Option<Arc<Job>>>,
    tasks: TaskTracker,
    /// Cancelled once the pod takes nothing more.
    going: CancellationToken,
    /// Cancelled once it has nothing more to tell.
    closing: CancellationToken,
}

/// What came of handing a job in.
pub(crate) enum Taken {
    Begun,
    KnownAlready,
    Busy(Arc<Job>),
    Going,
}

impl Pod {
    /// A pod that waits for its job.
    pub fn new(settings: Settings) -> Result<Self, reqwest::Error> {
        Ok(Self(Arc::new(Inner {
            token: TokenDigest::of(&settings.token),
            log: settings.log,
            patience: settings.patience,
            lease: Lease::new(settings.first_lease),
            model: settings.model,
            http: simswarm_runtime::http_client::build(TRANSFER_TIMEOUT)?,
            job: Mutex::default(),
            tasks: TaskTracker::new(),
            going: CancellationToken::new(),
            closing: CancellationToken::new(),
        })))
    }

    pub(crate) fn token(&self) -> &TokenDigest {
        &self.0.token
    }

    pub(crate) fn lease(&self) -> &Lease {
        &self.0.lease
    }

    pub(crate) fn log(&self) -> &RecentLog {
        &self.0.log
    }

    /// Whether it takes nothing more.
    pub(crate) fn is_going(&self) -> bool {
        self.0.going.is_cancelled()
    }

    /// Cancelled once it has nothing more to tell.
    pub(crate) fn closing(&self) -> &CancellationToken {
        &self.0.closing
    }

    pub(crate) fn job(&self) -> Option<Arc<Job>> {
        self.0.job.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn status(&self) -> PodStatus {
        self.job().map_or_else(idle, |job| job.status())
    }

    /// Takes a job if there is none; the same one again only renews its grants and is told what is new.
    pub(crate) fn take(&self, request: JobRequest) -> Result<Taken, NotAUrl> {
        let mut slot = self.0.job.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(job) = &*slot {
            if (job.run_id, job.attempt) != (request.run_id, request.attempt) {
                return Ok(Taken::Busy(Arc::clone(job)));
            }
            job.grants.give(&request.grants)?;
            request.injections.into_iter().for_each(|injection| job.inbox.put(injection));
            return Ok(Taken::KnownAlready);
        }
        if self.is_going() {
            return Ok(Taken::Going);
        }
        let job = Arc::new(Job::new(&request)?);
        *slot = Some(Arc::clone(&job));
        drop(slot);
        self.lease().set_term(Duration::from_secs(request.lease_s));
        self.begin(job, request);
        Ok(Taken::Begun)
    }

    fn begin(&self, job: Arc<Job>, request: JobRequest) {
        let execution =
            Execution { pace: Duration::from_millis(request.pace_ms), ..Execution::default() };
        let store = GrantedStore {
            job: Arc::clone(&job),
            http: self.0.http.clone(),
            resume: request.resume,
            casting: request.casting,
            answers: Mutex::default(),
            patience: self.0.patience,
        };
        tracing::info!(run.id = %job.run_id, run.attempt = job.attempt, "job taken");
        let mind = mind(self.0.model.clone());
        self.0.tasks.spawn(play(job, store, mind, execution));
    }

    /// Stops the job at its next turn boundary and takes no other; returns once it has stopped, or after
    /// `grace`.
    pub(crate) async fn stop(&self, grace: Duration) {
        let job = {
            let slot = self.0.job.lock().unwrap_or_else(PoisonError::into_inner);
            self.0.tasks.close();
            self.0.going.cancel();
            slot.clone()
        };
        if let Some(job) = job {
            job.cancel.cancel();
        }
        if tokio::time::timeout(grace, self.0.tasks.wait()).await.is_err() {
            tracing::warn!("a turn did not end in time and is cut off");
        }
        self.0.closing.cancel();
    }
}

fn idle() -> PodStatus {
    PodStatus {
        phase: PodPhase::Idle,
        run_id: None,
        round: 0,
        rounds: 0,
        turns: 0,
        skipped: 0,
        waiting: None,
        failure: None,
    }
}
