//! A host that dies at any point costs nothing but time.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use proptest::prelude::*;
use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::pod::{RunInput, Stored};
use simswarm_drive::directory::DirectoryStore;
use simswarm_drive::mind::RuleMind;
use simswarm_drive::packed::Packed;
use simswarm_drive::{
    CheckpointStore, Committed, Drive, Ended, Execution, Observer, Progress, StoreError,
};
use simswarm_engine::AgentId;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::world::{input, log, store, undisturbed};

/// Where in a call to the store the host dies.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Moment {
    Before,
    After,
}

/// A store whose host dies at its n-th write: the call never comes back.
pub(crate) struct Dying {
    inner: DirectoryStore,
    writes_left: AtomicU32,
    moment: Moment,
    dead: Notify,
}

impl Dying {
    /// A host that dies once so many writes are done.
    pub(crate) fn at(inner: DirectoryStore, writes: u32, moment: Moment) -> Self {
        Self { inner, writes_left: AtomicU32::new(writes), moment, dead: Notify::new() }
    }

    /// Returns once it is dead.
    pub(crate) async fn is_dead(&self) {
        self.dead.notified().await;
    }

    async fn live_through(
        &self,
        write: impl Future<Output = Result<(), StoreError>> + Send,
    ) -> Result<(), StoreError> {
        let dies_now = self.writes_left.fetch_sub(1, Ordering::SeqCst) == 0;
        if !dies_now {
            return write.await;
        }
        match self.moment {
            Moment::Before => {}
            Moment::After => write.await?,
        }
        self.dead.notify_one();
        std::future::pending().await
    }
}

#[async_trait]
impl CheckpointStore for Dying {
    async fn load(&self) -> Result<Committed, StoreError> {
        self.inner.load().await
    }

    async fn reserve(&self, round: u32, objects: &[RoundObject]) -> Result<(), StoreError> {
        self.inner.reserve(round, objects).await
    }

    async fn record_answers(&self, round: u32, answers: Packed) -> Result<(), StoreError> {
        self.live_through(self.inner.record_answers(round, answers)).await
    }

    async fn commit(
        &self,
        stored: &Stored,
        objects: Vec<(RoundObject, Packed)>,
    ) -> Result<(), StoreError> {
        self.live_through(self.inner.commit(stored, objects)).await
    }
}

/// Remembers which turns were decided.
#[derive(Default)]
struct Decided(Mutex<Vec<(u32, AgentId)>>);

impl Observer for Decided {
    fn observe(&self, progress: &Progress<'_>) {
        if let Progress::TurnDecided { round, agent } = progress {
            self.0.lock().unwrap().push((*round, *agent));
        }
    }
}

async fn play_until_killed(
    dying: &Dying,
    decided: &Decided,
    input: &RunInput,
    execution: Execution,
) {
    let cancel = CancellationToken::new();
    let drive =
        Drive { mind: &RuleMind, store: dying, observer: decided, cancel: &cancel, execution };
    tokio::select! {
        ended = drive.run(input) => { ended.unwrap(); }
        () = dying.is_dead() => {}
    }
}

async fn killed_and_resumed(input: &RunInput, writes: u32, moment: Moment, execution: Execution) {
    let directory = tempfile::tempdir().unwrap();
    let decided = Decided::default();
    let dying = Dying::at(store(directory.path(), input), writes, moment);
    play_until_killed(&dying, &decided, input, execution).await;
    drop(dying);

    let survivor = store(directory.path(), input);
    let cancel = CancellationToken::new();
    let drive =
        Drive { mind: &RuleMind, store: &survivor, observer: &decided, cancel: &cancel, execution };
    let ended = drive.run(input).await.unwrap();

    assert!(matches!(ended, Ended::Finished { rounds, .. } if rounds == input.rounds));
    assert_eq!(log(&survivor), undisturbed(input).await, "killed at write {writes}, {moment:?}");
    let turns = decided.0.into_inner().unwrap();
    let answers_were_lost = writes.is_multiple_of(2) && matches!(moment, Moment::Before);
    let mut once = turns.clone();
    once.sort_unstable();
    once.dedup();
    if !answers_were_lost {
        assert_eq!(once.len(), turns.len(), "a recorded answer was asked for again");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_run_killed_at_any_write_comes_to_the_log_of_an_undisturbed_one(
        seed in 0_u64..1000,
        agents in 2_u32..12,
        writes in 0_u32..13,
        before in any::<bool>(),
        snapshot_every in 1_u32..9,
    ) {
        let moment = if before { Moment::Before } else { Moment::After };
        let execution = Execution {
            snapshot_every: snapshot_every.try_into().unwrap(),
            ..Execution::default()
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();

        // Two writes a round, round 0 included: twelve kill points, and one run that outlives them.
        runtime.block_on(killed_and_resumed(&input(seed, agents, 5), writes, moment, execution));
    }
}

#[tokio::test]
async fn a_run_that_is_told_to_stop_keeps_what_is_committed_and_goes_on_later() {
    /// Stops the run in the middle of round 2.
    struct StopInRoundTwo(CancellationToken);

    impl Observer for StopInRoundTwo {
        fn observe(&self, progress: &Progress<'_>) {
            if matches!(progress, Progress::TurnDecided { round: 2, .. }) {
                self.0.cancel();
            }
        }
    }

    let input = input(5, 8, 4);
    let directory = tempfile::tempdir().unwrap();
    let kept = store(directory.path(), &input);
    let observer = StopInRoundTwo(CancellationToken::new());
    let drive = Drive {
        mind: &RuleMind,
        store: &kept,
        observer: &observer,
        cancel: &observer.0,
        execution: Execution::default(),
    };

    assert_eq!(drive.run(&input).await.unwrap(), Ended::Stopped { round: Some(1) });

    crate::world::play(&kept, &RuleMind, &input, Execution::default()).await.unwrap();
    assert_eq!(log(&kept), undisturbed(&input).await);
}
