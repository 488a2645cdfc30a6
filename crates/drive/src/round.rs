//! One round: leave to keep it, its answers, what they do, and the keeping of it all.
//!
//! A round is kept while the minds of the next one are asked already. What they answer is recorded as it comes, if it was paid
//! for, and all of it before any is applied.

use std::collections::BTreeSet;
use std::sync::Arc;

use simswarm_casting::take_side;
use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::pod::{Injection, Stored, StoredObject};
use simswarm_core::operations::{Operations, Spent};
use simswarm_engine::action::{Answer, AnswerOutcome};
use simswarm_engine::world::World;
use simswarm_engine::{AgentId, Event};
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::ask::{Answers, Asker, Paid, millis};
use crate::budget::Recent;
use crate::cast::Casting;
use crate::error::DriveError;
use crate::mind::MindKind;
use crate::observer::Progress;
use crate::offload::offload;
use crate::operations::operations;
use crate::packed::{Packed, to_lines};
use crate::record::Recorder;
use crate::run::{Drive, Execution};
use crate::store::{Recorded, StoreError, paid_lines};

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
    /// The hash of what the round was played from.
    pub(crate) fn recorded(&self) -> String {
        self.answers.sha256.clone()
    }

    /// The world after the round.
    pub(crate) fn world(&self) -> Arc<World> {
        Arc::clone(&self.world)
    }
}

/// What is known of a round before its minds are asked.
pub(crate) struct Before {
    /// What a lost host recorded of it.
    pub(crate) pending: Option<Recorded>,
    /// The hash of what was recorded of the round before, where that was played here.
    pub(crate) recorded: Option<String>,
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
        let answers = self.record(0, to_lines(&casting.answers)?).await?;
        Ok(Unkept { world, events, answers, injected: Vec::new(), operations })
    }

    /// What the next round is played from: answers that a lost host recorded, and what the other minds say now.
    pub(crate) async fn answers(
        &self,
        world: Arc<World>,
        before: Before,
        recent: &mut Recent,
    ) -> Result<Asked, DriveError> {
        let began = Instant::now();
        let round = world.round() + 1;
        self.reserve(round).await?;
        let recorded = self.told(&world, before);
        let (world, recorded, mut operations) = self.ask(world, recorded, recent).await?;
        let answers = &recorded.answers;
        operations.round = round;
        operations.turns = count(answers.len());
        operations.skipped = count(answers.iter().filter(|answer| is_skipped(answer)).count());
        Ok(Asked { began, world, recorded, operations })
    }

    /// What is recorded of the round already, and what it is told else.
    fn told(&self, world: &World, before: Before) -> Recorded {
        let Before { pending, recorded: after } = before;
        match pending {
            // What was recorded in another world answers nothing, but somebody told it what it was told.
            Some(pending) if after.is_some() && pending.after != after => {
                pending.injected.into_iter().for_each(|injection| self.inbox.put(injection));
            }
            Some(pending) => {
                self.inbox.know(&pending.injected);
                return pending;
            }
            None => {}
        }
        let mut injected = self.inbox.take(world.round() + 1);
        for injection in &mut injected {
            // Recorded with its side: whoever plays the round again reads nothing.
            take_side(&mut injection.event, world.issues());
        }
        Recorded { after, injected, ..Recorded::default() }
    }

    /// Plays the round, once all that it is played from is kept.
    pub(crate) async fn play_round(&self, asked: Asked) -> Result<Unkept, DriveError> {
        let Asked { began, world, recorded, mut operations } = asked;
        let to_lines = move || recorded.to_lines().map(|lines| (lines, recorded));
        let (lines, recorded) = offload(to_lines).await??;
        let Recorded { injected, answers, after: _, spent: _ } = recorded;
        let described = self.record(operations.round, lines).await?;
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

    /// Asks whoever has not answered yet.
    async fn ask(
        &self,
        mut world: Arc<World>,
        mut recorded: Recorded,
        recent: &mut Recent,
    ) -> Result<(Arc<World>, Recorded, Operations), DriveError> {
        if !recorded.injected.is_empty() {
            recorded.inject(Arc::make_mut(&mut world));
        }
        let ahead = Arc::clone(&world);
        offload(move || ahead.foresee()).await?;
        let round = world.round() + 1;
        let answered: BTreeSet<AgentId> = recorded.answers.iter().map(|it| it.agent).collect();
        let turns = world.think_besides(&answered);
        if turns.len() + recorded.answers.len() != world.think().len() {
            return Err(DriveError::AnswersElsewhere { round });
        }
        self.observer.observe(&Progress::RoundBegan { round, turns: turns.len() });
        let began = Instant::now();
        let asker = Asker {
            mind: self.mind,
            observer: self.observer,
            cancel: self.cancel,
            concurrency: self.execution.concurrency,
        };
        let (paid, coming) = mpsc::unbounded_channel();
        let mut keeper = Recorder::new(self.store, round, recorded.to_lines()?);
        let (said, kept) =
            tokio::join!(asker.ask_all(turns, paid), keeper.keep(coming, lines_of_paid));
        kept?;
        let Answers { answers, costs } = said.ok_or(StoreError::Stopped)?;
        if !answers.is_empty() {
            recent.add(&answers)?;
        }
        let again = count(recorded.answers.len());
        recorded.spent += costs.iter().map(|cost| cost.spent).sum();
        recorded.answers.extend(answers);
        recorded.answers.sort_by_key(|answer| answer.agent);
        let Operations { spent, minds, .. } = self.spent(recorded.spent);
        let ask_ms = millis(began.elapsed());
        let operations = Operations { recorded: again, ask_ms, spent, minds, ..operations(&costs) };
        Ok((world, recorded, operations))
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

    /// Keeps all that a round is played from: from here on nobody is asked for it again.
    async fn record(&self, round: u32, lines: Vec<u8>) -> Result<StoredObject, DriveError> {
        let packed = offload(move || pack(&lines)).await??;
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

fn lines_of_paid(paid: &[Paid]) -> Result<Vec<u8>, serde_json::Error> {
    let answers: Vec<Answer> = paid.iter().filter_map(|paid| paid.answer.clone()).collect();
    paid_lines(paid.iter().map(|paid| paid.spent).sum(), &answers)
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
