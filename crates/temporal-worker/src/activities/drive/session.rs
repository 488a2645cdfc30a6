//! One attempt's conversation with its pod.

use std::pin::pin;
use std::time::Duration;

use futures::{Stream, StreamExt};
use simswarm_core::contract::pod::{FailureCause, PodEvent, PodFailure, PodWait, Stored};
use simswarm_core::failure::FailureKind;
use simswarm_gpu::HostState;
use simswarm_store::job::Change;
use simswarm_store::pod::Pod;
use simswarm_store::run::Run;
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::super::context::STORE_AWAY;
use super::super::fault::Fault;
use super::super::{AttemptRef, Context};
use super::grants::{self, ROUNDS_AHEAD};
use super::patience::{PATIENCE, Waited, patiently};
use super::watch::Watch;
use super::{commit, submit};
use crate::pod_client::{PodClient, PodError};

/// How often the pod is asked how it is: that renews its lease too.
const LOOK_EVERY: Duration = Duration::from_secs(2);
const BEFORE_RECONNECT: Duration = Duration::from_millis(100);
/// How long a pod may stay silent before it counts as unreachable.
const UNREACHABLE_AFTER: Duration = Duration::from_secs(10);

/// Whether the run is over.
enum Heard {
    AllRounds,
    /// The connection ended; the pod may have more to tell.
    EndOfStream,
}

/// The runs of the job, of which this is one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ensemble {
    /// How many there are at the most.
    pub(super) replicates: u32,
    /// Number of the last event of the first run; none while that plays.
    pub(super) first_seq: Option<u64>,
}

/// What is known about one attempt while it is followed.
pub(super) struct Session<'c> {
    context: &'c Context,
    run: Run,
    ensemble: Ensemble,
    pod: Pod,
    client: PodClient,
    watch: Watch,
    /// The first round that is not committed.
    next_round: u32,
    /// The last of the pod's messages that was dealt with.
    heard: u64,
    /// Since when the pod says that it cannot reach the object store.
    storage_away: Option<Instant>,
}

impl<'c> Session<'c> {
    /// Takes up the conversation where the database says it is.
    pub(super) async fn open(context: &'c Context, input: AttemptRef) -> Result<Self, Fault> {
        let (run, pod) = context.run_and_pod(input).await?;
        let client = context.pod_client(&pod)?;
        let mut tx = context.store.begin().await?;
        tx.jobs().advance(input.job_id, Change::Run, context.ambient.now()).await?;
        let job = tx.jobs().get(input.job_id).await?;
        let limits = tx.routing().get(job.tier).await?.limits;
        let first = tx.runs().find_by_job(input.job_id).await?.filter(|it| it.id != run.id);
        tx.commit().await?;
        context.tell_status(input.job_id).await;
        let next_round = if run.last_seq == 0 { 0 } else { run.rounds_committed + 1 };
        let watch = Watch::new(&limits, Instant::now());
        let ensemble =
            Ensemble { replicates: job.replicates, first_seq: first.map(|first| first.last_seq) };
        let (heard, storage_away) = (0, None);
        Ok(Self { context, run, ensemble, pod, client, watch, next_round, heard, storage_away })
    }

    pub(super) fn context(&self) -> &Context {
        self.context
    }

    pub(super) fn run(&self) -> &Run {
        &self.run
    }

    pub(super) fn ensemble(&self) -> Ensemble {
        self.ensemble
    }

    pub(super) fn attempt(&self) -> u32 {
        self.pod.attempt
    }

    pub(super) fn next_round(&self) -> u32 {
        self.next_round
    }

    pub(super) fn rounds_committed(&self) -> u32 {
        self.next_round.saturating_sub(1)
    }

    pub(super) async fn say_waiting(&self, reason: Option<&str>) {
        self.context.say_waiting(self.run.job_id, reason).await;
    }

    /// Any word renews it; whether the pod answers is found out elsewhere.
    pub(super) async fn renew_lease(&self) {
        drop(self.client.status().await);
    }

    /// Follows the pod until all rounds are committed.
    pub(super) async fn play(&mut self) -> Result<(), Fault> {
        if self.next_round > self.run.size.rounds {
            return Ok(());
        }
        let (request, _) = patiently(self, || submit::request(self)).await?;
        if let Err(error) = self.client.submit(&request).await {
            return Err(self.not_taken(error).await);
        }
        let mut silent_since = None;
        loop {
            match self.client.events(self.heard).await {
                Ok(events) => {
                    silent_since = None;
                    match self.follow(events).await? {
                        Heard::AllRounds => return Ok(()),
                        Heard::EndOfStream => {}
                    }
                }
                Err(PodError::Refused { .. }) => {
                    return Err(Fault::decided(FailureKind::HostBad));
                }
                Err(PodError::Unreachable | PodError::Garbled) => {}
            }
            self.require_host().await?;
            let since = *silent_since.get_or_insert_with(Instant::now);
            if since.elapsed() > UNREACHABLE_AFTER {
                return Err(Fault::decided(FailureKind::PodUnreachable));
            }
            tokio::time::sleep(BEFORE_RECONNECT).await;
        }
    }

    async fn not_taken(&self, error: PodError) -> Fault {
        tracing::warn!(pod.name = %self.pod.name, %error, "the pod did not take the run");
        if let Err(lost) = self.require_host().await {
            return lost;
        }
        Fault::decided(match error {
            PodError::Unreachable => FailureKind::PodUnreachable,
            PodError::Refused { .. } | PodError::Garbled => FailureKind::HostBad,
        })
    }

    async fn follow(
        &mut self,
        events: impl Stream<Item = Result<(u64, PodEvent), PodError>>,
    ) -> Result<Heard, Fault> {
        let mut events = pin!(events);
        let mut looks = interval(LOOK_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                event = events.next() => match event {
                    Some(Ok((number, event))) => {
                        if let Some(heard) = self.hear(event).await? {
                            return Ok(heard);
                        }
                        self.heard = number;
                    }
                    Some(Err(_)) | None => return Ok(Heard::EndOfStream),
                },
                _ = looks.tick() => self.look().await?,
            }
        }
    }

    async fn hear(&mut self, event: PodEvent) -> Result<Option<Heard>, Fault> {
        match event {
            PodEvent::Stored(stored) => self.take(&stored).await.map(|()| None),
            PodEvent::Finished { .. } if self.next_round > self.run.size.rounds => {
                Ok(Some(Heard::AllRounds))
            }
            // It says that it played all rounds, and did not show them.
            PodEvent::Finished { .. } => Err(Fault::decided(FailureKind::HostBad)),
            PodEvent::Failed(failure) => Err(self.gave_up(&failure).await),
            PodEvent::Stopped { .. } => Err(Fault::decided(FailureKind::PodLost)),
        }
    }

    /// Commits a round, and gives leave for the one that is two rounds ahead of it.
    async fn take(&mut self, stored: &Stored) -> Result<(), Fault> {
        if stored.round < self.next_round {
            // Told before this conversation was taken up.
            return Ok(());
        }
        let ((), waited) = patiently(self, || commit::commit(self, stored)).await?;
        let now = Instant::now();
        if waited == Waited::Yes {
            self.watch.excuse(now);
        }
        self.watch.round(now);
        self.next_round = stored.round + 1;
        let granted = stored.round.saturating_add(ROUNDS_AHEAD);
        if granted <= self.run.size.rounds {
            self.grant(granted..granted + 1).await?;
        }
        Ok(())
    }

    /// A pod that does not get its leave says so when it is looked at, and gets it then.
    async fn grant(&self, rounds: std::ops::Range<u32>) -> Result<(), Fault> {
        let grants =
            grants::for_rounds(self.context, (self.run.id, self.attempt()), rounds).await?;
        if let Err(error) = self.client.grant(grants).await {
            tracing::warn!(pod.name = %self.pod.name, %error, "leave to upload did not arrive");
        }
        Ok(())
    }

    /// Asks how the pod is, gives what it misses, and judges its progress.
    async fn look(&mut self) -> Result<(), Fault> {
        self.require_host().await?;
        if let Ok(status) = self.client.status().await {
            self.answer(status.waiting).await?;
        }
        match self.watch.judge(Instant::now()) {
            Some(kind) => Err(Fault::decided(kind)),
            None => Ok(()),
        }
    }

    async fn answer(&mut self, waiting: Option<PodWait>) -> Result<(), Fault> {
        match waiting {
            Some(PodWait::Storage { .. }) => return self.wait_for_storage().await,
            Some(PodWait::Grants { .. }) => {
                let last = self.next_round.saturating_add(ROUNDS_AHEAD - 1);
                self.grant(self.next_round..last.min(self.run.size.rounds) + 1).await?;
            }
            None => {}
        }
        if self.storage_away.take().is_some() {
            self.say_waiting(None).await;
        }
        Ok(())
    }

    /// The pod keeps its round until the store is back.
    async fn wait_for_storage(&mut self) -> Result<(), Fault> {
        let now = Instant::now();
        self.watch.excuse(now);
        match self.storage_away {
            Some(since) if now - since > PATIENCE => Err(Fault::decided(FailureKind::StoreAway)),
            Some(_) => Ok(()),
            None => {
                self.storage_away = Some(now);
                self.say_waiting(Some(STORE_AWAY)).await;
                Ok(())
            }
        }
    }

    /// Whether the host is still there; a provider that does not answer says nothing about it.
    async fn require_host(&self) -> Result<(), Fault> {
        match self.context.provider.find(&self.pod.name).await {
            Ok(Some(host)) if host.state != HostState::Exited => Ok(()),
            Ok(Some(_) | None) => Err(Fault::decided(FailureKind::PodLost)),
            Err(error) => {
                tracing::warn!(pod.name = %self.pod.name, %error, "the provider does not answer");
                Ok(())
            }
        }
    }

    async fn gave_up(&self, failure: &PodFailure) -> Fault {
        let kind = match failure.cause {
            FailureCause::Run => FailureKind::RunFailed,
            FailureCause::Storage => FailureKind::StoreAway,
            FailureCause::Checkpoint => FailureKind::Internal,
        };
        tracing::warn!(run.id = %self.run.id, failure = %kind, reason = failure.reason, "the pod gave up");
        // The reason is for the job's owner; it is kept in the ledger, and passes through no history.
        let note = async {
            let mut tx = self.context.store.begin().await?;
            let now = self.context.ambient.now();
            tx.pods().terminating(self.pod.id, Some(&failure.reason), now).await?;
            tx.commit().await
        };
        match note.await {
            Ok(()) => Fault::decided(kind),
            Err(error) => error.into(),
        }
    }
}
