//! One round: leave to keep it, its answers, what they do, and the keeping of it all.

use std::sync::Arc;

use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::pod::{Injection, Stored, StoredObject};
use simswarm_core::operations::Operations;
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

/// A round as it is handed over, compressed.
struct Sealed {
    seq_from: u64,
    events: Packed,
    snapshot: Option<Packed>,
    operations: Packed,
}

impl Drive<'_> {
    /// Keeps round 0, which nobody decides: its answers are those that it was cast from.
    pub(crate) async fn keep_opening(
        &self,
        world: World,
        events: Vec<Event>,
        casting: Casting,
    ) -> Result<World, DriveError> {
        let operations = self.cast_operations(&casting);
        let answers = self.record(0, move || to_lines(&casting.answers)).await?;
        self.keep((world, events), (answers, &[]), operations).await
    }

    /// Plays the next round. Answers that a lost host kept are taken as they are.
    pub(crate) async fn play_round(
        &self,
        world: World,
        pending: Option<Pending>,
        recent: &mut Recent,
    ) -> Result<World, DriveError> {
        let began = Instant::now();
        let round = world.round() + 1;
        self.reserve(round).await?;
        let (world, recorded, mut operations) = match pending {
            Some(Pending { recorded, .. }) => {
                let answered = count(recorded.answers.len());
                (world, recorded, Operations { recorded: answered, ..Operations::default() })
            }
            None => self.ask(world, recent).await?,
        };
        operations.round = round;
        let answers = &recorded.answers;
        operations.turns = count(answers.len());
        operations.skipped = count(answers.iter().filter(|answer| is_skipped(answer)).count());
        let recording = recorded.clone();
        let described = self.record(round, move || recording.to_lines()).await?;
        let Recorded { injected, answers } = recorded;
        let played = offload(move || {
            let mut world = world;
            let events = world.apply(answers);
            (world, events)
        })
        .await?;
        operations.round_ms = millis(began.elapsed());
        self.keep(played, (described, &injected), operations).await
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
        mut world: World,
        recent: &mut Recent,
    ) -> Result<(World, Recorded, Operations), DriveError> {
        let injected = self.inbox.take(world.round() + 1);
        for injection in &injected {
            world.inject(&injection.event);
        }
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
        let minds = match self.mind.kind() {
            MindKind::Rules => None,
            MindKind::Model(minds) => Some(minds),
        };
        let ask_ms = millis(began.elapsed());
        let recorded = Recorded { injected, answers };
        Ok((world, recorded, Operations { ask_ms, minds, ..operations(&costs) }))
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

    /// Keeps a round. Meanwhile the world looks ahead to the next one, which nobody sees before this one is kept.
    async fn keep(
        &self,
        (world, events): (World, Vec<Event>),
        played_from: (StoredObject, &[Injection]),
        operations: Operations,
    ) -> Result<World, DriveError> {
        let world = Arc::new(world);
        let ahead = Arc::clone(&world);
        let foreseen = offload(move || ahead.foresee());
        tokio::try_join!(self.commit(&world, events, played_from, operations), foreseen)?;
        Ok(Arc::unwrap_or_clone(world))
    }

    async fn commit(
        &self,
        world: &Arc<World>,
        events: Vec<Event>,
        (answers, injected): (StoredObject, &[Injection]),
        operations: Operations,
    ) -> Result<(), DriveError> {
        let round = world.round();
        let keep = self.keeps(round);
        let sealing = Arc::clone(world);
        let sealed = offload(move || seal(&sealing, &events, &operations, keep)).await??;
        let Sealed { seq_from, events, snapshot, operations } = sealed;
        let stored = Stored {
            round,
            seq_from,
            seq_to: world.last_seq(),
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
