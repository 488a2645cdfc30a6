//! A host that dies at any point costs nothing but time.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use proptest::prelude::*;
use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::pod::{RunInput, Stored};
use simswarm_core::operations::Spent;
use simswarm_drive::directory::DirectoryStore;
use simswarm_drive::mind::{Mind, MindError, RuleMind};
use simswarm_drive::packed::{Packed, decompress};
use simswarm_drive::{
    CheckpointStore, Committed, Drive, Ended, Execution, Inbox, Observer, Progress, Recorded,
    StoreError, read_cast_answers, read_recorded,
};
use simswarm_engine::AgentId;
use simswarm_engine::action::Decision;
use simswarm_engine::world::Turn;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::world::{input, log, scratch, store, undisturbed};

/// When the host dies.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Death {
    /// Before anything of its n-th write is kept.
    BeforeWrite(u32),
    /// When its n-th write is kept, and nobody knows it yet.
    AfterWrite(u32),
    /// While its n-th turn is thought over, others with it.
    InTurn(u32),
    /// When this round is to be kept.
    BeforeKeeping(u32),
}

/// A host that dies: the call in which it does never comes back.
pub(crate) struct Dying {
    inner: DirectoryStore,
    death: Death,
    writes: AtomicU32,
    turns: AtomicU32,
    /// What its mind takes for a turn.
    price: Spent,
    /// The turns whose answers were kept before it died.
    recorded: Mutex<BTreeSet<(u32, AgentId)>>,
    /// The questions about the document whose answers were kept before it died.
    cast: Mutex<BTreeSet<String>>,
    dead: Notify,
}

impl Dying {
    pub(crate) fn new(inner: DirectoryStore, death: Death) -> Self {
        let (writes, turns) = (AtomicU32::new(0), AtomicU32::new(0));
        let (price, recorded, cast) = (Spent::default(), Mutex::default(), Mutex::default());
        Self { inner, death, writes, turns, price, recorded, cast, dead: Notify::new() }
    }

    /// One whose mind takes this for a turn.
    fn at(self, price: Spent) -> Self {
        Self { price, ..self }
    }

    /// How many questions about the document need not be asked again.
    pub(crate) fn cast_answers(&self) -> usize {
        self.cast.lock().unwrap().len()
    }

    async fn die<T>(&self) -> T {
        self.dead.notify_one();
        std::future::pending().await
    }

    /// Returns once it is dead.
    pub(crate) async fn is_dead(&self) {
        self.dead.notified().await;
    }

    async fn live_through(
        &self,
        write: impl Future<Output = Result<(), StoreError>> + Send,
    ) -> Result<(), StoreError> {
        let now = self.writes.fetch_add(1, Ordering::SeqCst);
        match self.death {
            Death::BeforeWrite(n) if n == now => self.die().await,
            Death::AfterWrite(n) if n == now => {
                write.await?;
                self.die().await
            }
            Death::BeforeWrite(_)
            | Death::AfterWrite(_)
            | Death::InTurn(_)
            | Death::BeforeKeeping(_) => write.await,
        }
    }

    async fn record(
        &self,
        round: u32,
        answers: &Packed,
        write: impl Future<Output = Result<(), StoreError>> + Send,
    ) -> Result<(), StoreError> {
        let lines = decompress(&answers.bytes).unwrap();
        let (recorded, cast) = if round == 0 {
            (Recorded::default(), read_cast_answers("answers", &lines).unwrap())
        } else {
            (read_recorded("answers", &lines).unwrap(), Vec::new())
        };
        let turns = recorded.answers.iter().map(|answer| (round, answer.agent));
        let record = async {
            write.await?;
            self.recorded.lock().unwrap().extend(turns);
            self.cast.lock().unwrap().extend(cast.into_iter().map(|answer| answer.question));
            Ok(())
        };
        self.live_through(record).await
    }
}

#[async_trait]
impl Mind for Dying {
    async fn decide(&self, turn: &Turn, spent: &mut Spent) -> Result<Decision, MindError> {
        let now = self.turns.fetch_add(1, Ordering::SeqCst);
        if matches!(self.death, Death::InTurn(n) if n == now) {
            self.die().await
        } else {
            Priced(self.price).decide(turn, spent).await
        }
    }
}

/// The rules, each turn at this price. Where it is not nothing the later agents take longer, so that answers come one by one.
struct Priced(Spent);

#[async_trait]
impl Mind for Priced {
    async fn decide(&self, turn: &Turn, spent: &mut Spent) -> Result<Decision, MindError> {
        for _ in 0..u64::from(turn.agent.0) * self.0.calls * 50 {
            tokio::task::yield_now().await;
        }
        *spent += self.0;
        RuleMind.decide(turn, spent).await
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
        self.record(round, &answers, self.inner.record_answers(round, answers.clone())).await
    }

    async fn record_more_answers(&self, round: u32, answers: Packed) -> Result<(), StoreError> {
        self.record(round, &answers, self.inner.record_more_answers(round, answers.clone())).await
    }

    async fn commit(
        &self,
        stored: &Stored,
        objects: Vec<(RoundObject, Packed)>,
    ) -> Result<(), StoreError> {
        if matches!(self.death, Death::BeforeKeeping(round) if round == stored.round) {
            return self.die().await;
        }
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
    let drive = Drive {
        mind: dying,
        store: dying,
        observer: decided,
        cancel: &cancel,
        inbox: &Inbox::default(),
        execution,
    };
    tokio::select! {
        ended = drive.run(input) => { ended.unwrap(); }
        () = dying.is_dead() => {}
    }
}

async fn killed_and_resumed(
    input: &RunInput,
    (death, price): (Death, Spent),
    execution: Execution,
) {
    let directory = scratch();
    let decided = Decided::default();
    let dying = Dying::new(store(directory.path(), input), death).at(price);
    play_until_killed(&dying, &decided, input, execution).await;
    let recorded = dying.recorded.lock().unwrap().clone();
    drop(dying);

    let survivor = store(directory.path(), input);
    let cancel = CancellationToken::new();
    let drive = Drive {
        mind: &Priced(price),
        store: &survivor,
        observer: &decided,
        cancel: &cancel,
        inbox: &Inbox::default(),
        execution,
    };
    let ended = drive.run(input).await.unwrap();

    assert!(matches!(ended, Ended::Finished { rounds, .. } if rounds == input.rounds));
    assert_eq!(log(&survivor), undisturbed(input).await, "killed {death:?}");
    let mut turns = decided.0.into_inner().unwrap();
    turns.sort_unstable();
    let twice = turns.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
    let twice: BTreeSet<(u32, AgentId)> = twice.collect();
    let again: Vec<_> = twice.intersection(&recorded).collect();
    assert!(again.is_empty(), "recorded and asked for again: {again:?}, killed {death:?}");
    let rounds: BTreeSet<u32> = twice.iter().map(|(round, _)| *round).collect();
    assert!(rounds.len() <= 1, "more than one round was lost: killed {death:?}");
    let folder = survivor.folder();
    let rounds = folder.rounds().unwrap();
    let kept: Vec<_> = rounds.iter().flat_map(|it| folder.operations(it).unwrap()).collect();
    let (paid, answered) = kept.iter().fold((0, 0), |(paid, answered), round| {
        (paid + round.spent.unwrap_or_default().calls, answered + u64::from(round.turns))
    });
    assert_eq!(paid, price.calls * answered, "each answer is accounted for once: killed {death:?}");
}

/// Two writes a round, round 0 included, are twelve, and some more where answers are paid; a dozen agents have some forty
/// turns. Now and then a run outlives its death.
fn death() -> impl Strategy<Value = Death> {
    prop_oneof![
        (0_u32..24).prop_map(Death::BeforeWrite),
        (0_u32..24).prop_map(Death::AfterWrite),
        (0_u32..40).prop_map(Death::InTurn),
        (0_u32..=5).prop_map(Death::BeforeKeeping),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_run_killed_at_any_point_comes_to_the_log_of_an_undisturbed_one(
        seed in 0_u64..1000,
        agents in 2_u32..12,
        death in death(),
        calls in 0_u64..2,
        snapshot_every in 1_u32..9,
    ) {
        let execution = Execution {
            snapshot_every: snapshot_every.try_into().unwrap(),
            ..Execution::default()
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();

        let price = Spent { calls, ..Spent::default() };

        runtime.block_on(killed_and_resumed(&input(seed, agents, 5), (death, price), execution));
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
        inbox: &Inbox::default(),
        execution: Execution::default(),
    };

    assert_eq!(drive.run(&input).await.unwrap(), Ended::Stopped { round: Some(1) });

    crate::world::play(&kept, &RuleMind, &input, Execution::default()).await.unwrap();
    assert_eq!(log(&kept), undisturbed(&input).await);
}
