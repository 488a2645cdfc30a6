//! One round: leave to keep it, its answers, what they do, and the keeping of it all.
//!
//! A round is kept while the minds of the next one are asked already. What they answer is recorded after that, so that a
//! host that dies leaves at most one round of answers that nobody made anything of.

use std::sync::Arc;

use simswarm_casting::take_side;
use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::pod::{Injection, Stored, StoredObject};
use simswarm_core::operations::{Operations, Spent};
use simswarm_engine::Event;
use simswarm_engine::action::{Answer, AnswerOutcome};
use simswarm_engine::world::World;
use tokio::time::Instant;

use crate::ask::{Answers, Asker, millis};
use crate::budget::Recent;
use crate::cast::Casting;
use crate::error::DriveError;
use crate::mind::MindKind;
use crate::observer::Progress;
use crate::offload::offload;
use crate::operations::operations;
use crate::packed::{Packed, to_lines};
use crate::run::{Drive, Execution};
use crate::store::{Pending, Recorded, StoreError};

/// Whether the world is kept with a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keep {
    Log,
    LogAndWorld,
}

/// A round that was played and is not kept yet.
pub(crate) struct Unkept {
    world: Arc<World>,
    events: Vec<Event>,
    answers: StoredObject,
    injected: Vec<Injection>,
    operations: Operations,
}

impl Unkept {
    /// The world after the round.
    pub(crate) fn world(&self) -> Arc<World> {
        Arc::clone(&self.world)
    }
}

/// What a round is played from, and how it came about.
pub(crate) struct Asked {
    began: Instant,
    /// Before the round.
    world: Arc<World>,
    recorded: Recorded,
    operations: Operations,
}

/// A round as it is handed over, compressed.
struct Sealed {
    seq_from: u64,
    events: Packed,
    snapshot: Option<Packed>,
    operations: Packed,
}

impl Drive<'_> {
    /// Round 0, which nobody decides: its answers are those that it was cast from.
    pub(crate) async fn opening(
        &self,
        world: Arc<World>,
        events: Vec<Event>,
        casting: Casting,
    ) -> Result<Unkept, DriveError> {
        let operations = self.cast_operations(&casting);
        let answers = self.record(0, move || to_lines(&casting.answers)).await?;
        Ok(Unkept { world, events, answers, injected: Vec::new(), operations })
    }

    /// What the next round is played from: answers that a lost host kept, else what the minds say now.
    pub(crate) async fn answers(
        &self,
        world: Arc<World>,
        pending: Option<Pending>,
        recent: &mut Recent,
    ) -> Result<Asked, DriveError> {
        let began = Instant::now();
        let round = world.round() + 1;
        self.reserve(round).await?;
        let (world, recorded, mut operations) = match pending {
            Some(Pending { recorded, .. }) => {
                let answered = count(recorded.answers.len());
                let operations = Operations { recorded: answered, ..self.spent(recorded.spent) };
                (world, recorded, operations)
            }
            None => self.ask(world, recent).await?,
        };
        let answers = &recorded.answers;
        operations.round = round;
        operations.turns = count(answers.len());
        operations.skipped = count(answers.iter().filter(|answer| is_skipped(answer)).count());
        Ok(Asked { began, world, recorded, operations })
    }

    /// Plays the round, once what it is played from is kept.
    pub(crate) async fn play_round(&self, asked: Asked) -> Result<Unkept, DriveError> {
        let Asked { began, world, recorded, mut operations } = asked;
        let recorded = Arc::new(recorded);
        let recording = Arc::clone(&recorded);
        let described = self.record(operations.round, move || recording.to_lines()).await?;
        let Recorded { injected, answers, spent: _ } = Arc::unwrap_or_clone(recorded);
        let (world, events) = offload(move || {
            let mut world = Arc::unwrap_or_clone(world);
            let events = world.apply(answers);
            (Arc::new(world), events)
        })
        .await?;
        operations.round_ms = millis(began.elapsed());
        Ok(Unkept { world, events, answers: described, injected, operations })
    }

    pub(crate) async fn reserve(&self, round: u32) -> Result<(), StoreError> {
        let objects: &[RoundObject] = match self.keeps(round) {
            Keep::LogAndWorld => &RoundObject::ALL,
            Keep::Log => &[RoundObject::Events, RoundObject::Answers, RoundObject::Operations],
        };
        self.store.reserve(round, objects).await?;
        if self.cancel.is_cancelled() { Err(StoreError::Stopped) } else { Ok(()) }
    }

    fn keeps(&self, round: u32) -> Keep {
        let Execution { snapshot_every, also_keep, .. } = self.execution;
        if round.is_multiple_of(snapshot_every.get()) || also_keep == Some(round) {
            Keep::LogAndWorld
        } else {
            Keep::Log
        }
    }

    async fn ask(
        &self,
        mut world: Arc<World>,
        recent: &mut Recent,
    ) -> Result<(Arc<World>, Recorded, Operations), DriveError> {
        let mut injected = self.inbox.take(world.round() + 1);
        for injection in &mut injected {
            // Recorded with its side: whoever plays the round again reads nothing.
            take_side(&mut injection.event, world.issues());
            Arc::make_mut(&mut world).inject(&injection.event);
        }
        let ahead = Arc::clone(&world);
        offload(move || ahead.foresee()).await?;
        let turns = world.think();
        let round = world.round() + 1;
        self.observer.observe(&Progress::RoundBegan { round, turns: turns.len() });
        let began = Instant::now();
        let asker = Asker {
            mind: self.mind,
            observer: self.observer,
            cancel: self.cancel,
            concurrency: self.execution.concurrency,
        };
        let Answers { answers, costs } = asker.ask_all(turns).await.ok_or(StoreError::Stopped)?;
        recent.add(&answers)?;
        let ask_ms = millis(began.elapsed());
        let spent = costs.iter().map(|cost| cost.spent).sum();
        let Operations { spent: told, minds, .. } = self.spent(spent);
        let operations = Operations { ask_ms, spent: told, minds, ..operations(&costs) };
        Ok((world, Recorded { injected, spent, answers }, operations))
    }

    /// What calls of a model came to, and which it was, as an operations record tells it.
    pub(crate) fn spent(&self, spent: Spent) -> Operations {
        if spent.calls == 0 {
            return Operations::default();
        }
        let minds = match self.mind.kind() {
            MindKind::Rules => None,
            MindKind::Model(minds) => Some(minds),
        };
        Operations { spent: Some(spent), minds, ..Operations::default() }
    }

    /// Keeps what the round is played from before anything is made of it: from here on nobody is asked for it again.
    async fn record<F>(&self, round: u32, lines: F) -> Result<StoredObject, DriveError>
    where
        F: FnOnce() -> Result<Vec<u8>, serde_json::Error> + Send + 'static,
    {
        let packed = offload(move || pack(&lines()?)).await??;
        let described = packed.describe(RoundObject::Answers, round);
        self.store.record_answers(round, packed).await?;
        Ok(described)
    }

    /// Keeps a round; `kept` says so.
    pub(crate) async fn keep(
        &self,
        unkept: Option<Unkept>,
        kept: &mut Option<u32>,
    ) -> Result<(), DriveError> {
        let Some(Unkept { world, events, answers, injected, operations }) = unkept else {
            return Ok(());
        };
        let (round, seq_to) = (world.round(), world.last_seq());
        let keep = self.keeps(round);
        let sealed = offload(move || seal(&world, &events, &operations, keep)).await??;
        let Sealed { seq_from, events, snapshot, operations } = sealed;
        let stored = Stored {
            round,
            seq_from,
            seq_to,
            events: events.describe(RoundObject::Events, round),
            answers,
            snapshot: snapshot.as_ref().map(|packed| packed.describe(RoundObject::World, round)),
            operations: operations.describe(RoundObject::Operations, round),
            injected: injected.iter().map(|injection| injection.id).collect(),
        };
        let mut objects =
            vec![(RoundObject::Events, events), (RoundObject::Operations, operations)];
        objects.extend(snapshot.map(|packed| (RoundObject::World, packed)));
        self.store.commit(&stored, objects).await?;
        *kept = Some(round);
        self.observer.observe(&Progress::RoundStored(&stored));
        Ok(())
    }
}

fn seal(
    world: &World,
    events: &[Event],
    operations: &Operations,
    keep: Keep,
) -> Result<Sealed, DriveError> {
    let snapshot = match keep {
        Keep::Log => None,
        Keep::LogAndWorld => Some(pack(&world.to_snapshot())?),
    };
    Ok(Sealed {
        seq_from: events.first().map_or_else(|| world.last_seq() + 1, |event| event.seq),
        events: pack(&to_lines(events)?)?,
        snapshot,
        operations: pack(&to_lines(std::slice::from_ref(operations))?)?,
    })
}

pub(crate) fn pack(content: &[u8]) -> Result<Packed, DriveError> {
    Packed::new(content).map_err(DriveError::Compression)
}

fn is_skipped(answer: &Answer) -> bool {
    match answer.outcome {
        AnswerOutcome::Skipped(_) => true,
        AnswerOutcome::Decided(_) => false,
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
