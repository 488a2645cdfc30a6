//! The loop around the engine: ask the minds, keep their answers, apply them, keep the round.

use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::Arc;
use std::time::Duration;

use simswarm_core::contract::pod::RunInput;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::budget::{ErrorBudget, Recent};
use crate::error::DriveError;
use crate::inbox::Inbox;
use crate::mind::Mind;
use crate::observer::{Observer, Progress};
use crate::offload::offload;
use crate::resume::{Opened, resume};
use crate::round::{Before, Unkept};
use crate::store::{CheckpointStore, StoreError};

/// How a run is executed. Nothing of it reaches the log.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Execution {
    /// How many turns are open at once. A model's client may ask fewer at a time, as its endpoint bears.
    pub concurrency: NonZeroUsize,
    /// A world is kept after round 0 and after every so many rounds.
    pub snapshot_every: NonZeroU32,
    /// A world is kept after this round too.
    pub also_keep: Option<u32>,
    /// Least time that a round takes.
    pub pace: Duration,
    /// How many turns may be skipped before the run ends.
    pub budget: ErrorBudget,
}

impl Default for Execution {
    fn default() -> Self {
        Self {
            concurrency: NonZeroUsize::MIN.saturating_add(31),
            snapshot_every: NonZeroU32::MIN.saturating_add(4),
            also_keep: None,
            pace: Duration::ZERO,
            budget: ErrorBudget::default(),
        }
    }
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// All rounds are kept.
    Finished { rounds: u32, events: u64 },
    /// It was told to stop; `round` is the last one that is kept, none if not even the cast is.
    Stopped { round: Option<u32> },
}

/// Everything that a run is played with.
#[derive(Clone, Copy)]
pub struct Drive<'a> {
    pub mind: &'a dyn Mind,
    pub store: &'a dyn CheckpointStore,
    pub observer: &'a dyn Observer,
    pub cancel: &'a CancellationToken,
    /// What is put into the run while it is played.
    pub inbox: &'a Inbox,
    pub execution: Execution,
}

impl Drive<'_> {
    /// Plays the run from where it stands to its end.
    pub async fn run(&self, input: &RunInput) -> Result<Ended, DriveError> {
        let mut kept = None;
        // A fork of this fork then never has to be replayed from before this one.
        let also_keep = input.forked_at.map(|round| round + 1);
        let drive = Drive { execution: Execution { also_keep, ..self.execution }, ..*self };
        match drive.play(input, &mut kept).await {
            Err(DriveError::Store(StoreError::Stopped)) => Ok(Ended::Stopped { round: kept }),
            ended => ended,
        }
    }

    async fn play(&self, input: &RunInput, kept: &mut Option<u32>) -> Result<Ended, DriveError> {
        let committed = self.store.load().await?;
        // Nobody may tell again what a recorded round was told.
        for segment in &committed.segments {
            self.inbox.know(&segment.recorded.injected);
        }
        let casting = self.casting(input, &committed).await?;
        let (opening, minds) = (input.clone(), self.mind.kind());
        let answers = casting.answers.clone();
        let Opened { world, fresh, mut pending } =
            offload(move || resume(&opening, (&minds, &answers), committed)).await??;
        self.observer.observe(&Progress::Opened { round: world.round(), rounds: world.rounds() });
        let mut world = Arc::new(world);
        *kept = fresh.is_none().then(|| world.round());
        let mut unkept: Option<Unkept> = None;
        if let Some(events) = fresh {
            unkept = Some(self.opening(Arc::clone(&world), events, casting).await?);
        }
        let mut recent = Recent::of(self.execution.budget);
        let mut earliest = Instant::now();
        while !world.is_over() {
            let next = world.round() + 1;
            let recorded = unkept.as_ref().map(Unkept::recorded);
            let asking = async {
                self.wait_until(earliest).await?;
                earliest = Instant::now() + self.execution.pace;
                let before = Before { pending: pending.remove(&next), recorded };
                self.answers(world, before, &mut recent).await
            };
            let (keeping, asked) = tokio::join!(self.keep(unkept.take(), kept), asking);
            keeping?;
            let played = self.play_round(asked?).await?;
            world = played.world();
            unkept = Some(played);
        }
        self.keep(unkept, kept).await?;
        self.wait_until(earliest).await?;
        Ok(Ended::Finished { rounds: world.rounds(), events: world.last_seq() })
    }

    async fn wait_until(&self, instant: Instant) -> Result<(), StoreError> {
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => Err(StoreError::Stopped),
            () = sleep_until(instant) => Ok(()),
        }
    }
}
