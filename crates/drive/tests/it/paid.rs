//! What was paid for is kept as it comes, not at the end of its round.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::pod::{RunInput, Stored};
use simswarm_core::operations::Spent;
use simswarm_drive::directory::DirectoryStore;
use simswarm_drive::mind::{Mind, MindError, RuleMind};
use simswarm_drive::packed::{Packed, decompress};
use simswarm_drive::{
    CheckpointStore, Committed, Drive, Ended, Execution, Inbox, Observer, Progress, StoreError,
    read_recorded,
};
use simswarm_engine::action::Decision;
use simswarm_engine::world::Turn;
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::world::{input, log, store, undisturbed};

const STUCK: u32 = 2;

/// A host on which each turn is one call. If it is stuck, the last turn of that round is answered by nobody, though all others
/// are.
struct Host {
    inner: DirectoryStore,
    stuck: Option<u32>,
    /// The turns that were left to ask in the round that was stuck, and those that are asked.
    turns: AtomicUsize,
    asked: AtomicUsize,
    /// How many answers of that round are kept.
    kept: watch::Sender<usize>,
}

impl Host {
    fn new(inner: DirectoryStore, stuck: Option<u32>) -> Self {
        let (turns, asked, kept) = Default::default();
        Self { inner, stuck, turns, asked, kept }
    }

    fn turns(&self) -> usize {
        self.turns.load(Ordering::SeqCst)
    }

    fn count(&self, round: u32, answers: &Packed) {
        if round == STUCK {
            let lines = decompress(&answers.bytes).unwrap();
            let more = read_recorded("answers", &lines).unwrap().answers.len();
            self.kept.send_modify(|kept| *kept += more);
        }
    }

    async fn play(&self, input: &RunInput) -> Ended {
        let (cancel, inbox) = (CancellationToken::new(), Inbox::default());
        let drive = Drive {
            mind: self,
            store: self,
            observer: self,
            cancel: &cancel,
            inbox: &inbox,
            execution: Execution::default(),
        };
        drive.run(input).await.unwrap()
    }
}

#[async_trait]
impl Mind for Host {
    async fn decide(&self, turn: &Turn, spent: &mut Spent) -> Result<Decision, MindError> {
        spent.calls += 1;
        if self.stuck == Some(turn.round)
            && self.asked.fetch_add(1, Ordering::SeqCst) + 1 == self.turns()
        {
            std::future::pending::<()>().await;
        }
        RuleMind.decide(turn, spent).await
    }
}

impl Observer for Host {
    fn observe(&self, progress: &Progress<'_>) {
        if let Progress::RoundBegan { round: STUCK, turns } = progress {
            self.turns.store(*turns, Ordering::SeqCst);
        }
    }
}

#[async_trait]
impl CheckpointStore for Host {
    async fn load(&self) -> Result<Committed, StoreError> {
        self.inner.load().await
    }

    async fn reserve(&self, round: u32, objects: &[RoundObject]) -> Result<(), StoreError> {
        self.inner.reserve(round, objects).await
    }

    async fn record_answers(&self, round: u32, answers: Packed) -> Result<(), StoreError> {
        self.inner.record_answers(round, answers.clone()).await?;
        self.count(round, &answers);
        Ok(())
    }

    async fn record_more_answers(&self, round: u32, answers: Packed) -> Result<(), StoreError> {
        self.inner.record_more_answers(round, answers.clone()).await?;
        self.count(round, &answers);
        Ok(())
    }

    async fn commit(
        &self,
        stored: &Stored,
        objects: Vec<(RoundObject, Packed)>,
    ) -> Result<(), StoreError> {
        self.inner.commit(stored, objects).await
    }
}

#[tokio::test]
async fn a_host_lost_in_the_middle_of_a_round_leaves_the_answers_that_it_had() {
    let input = input(9, 24, 4);
    let directory = tempfile::tempdir().unwrap();
    let stuck = Host::new(store(directory.path(), &input), Some(STUCK));
    let mut kept = stuck.kept.subscribe();
    let all_others = kept.wait_for(|kept| stuck.turns() > 4 && *kept + 1 == stuck.turns());
    let others = async { timeout(Duration::from_mins(1), all_others).await.map(drop) };
    tokio::select! {
        ended = stuck.play(&input) => panic!("a turn that nobody answers was got over: {ended:?}"),
        kept = others => kept.expect("what was answered is not kept"),
    }
    let turns = stuck.turns();
    drop(kept);
    drop(stuck);

    let survivor = Host::new(store(directory.path(), &input), None);
    survivor.play(&input).await;

    assert_eq!(log(&survivor.inner), undisturbed(&input).await);
    assert_eq!(survivor.turns(), 1, "of {turns} turns");
    let folder = survivor.inner.folder();
    let record = folder.operations(&folder.rounds().unwrap()[STUCK as usize]).unwrap().remove(0);
    assert_eq!((record.recorded as usize, record.turns as usize), (turns - 1, turns));
    assert_eq!(record.spent.unwrap().calls, turns as u64, "each answer is accounted for once");
}
