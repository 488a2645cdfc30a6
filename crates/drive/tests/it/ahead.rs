//! A round is kept while the minds of the next one are asked, and before anything that they say is.

use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::pod::Stored;
use simswarm_core::operations::Spent;
use simswarm_drive::directory::DirectoryStore;
use simswarm_drive::mind::{Mind, MindError, RuleMind};
use simswarm_drive::packed::Packed;
use simswarm_drive::{CheckpointStore, Committed, Execution, StoreError};
use simswarm_engine::action::Decision;
use simswarm_engine::world::Turn;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::world::{input, log, play, store, undisturbed};

const ROUNDS: u32 = 4;

/// A store that keeps no round before a turn of the next one was asked, and the rules that are asked.
struct Waiting {
    inner: DirectoryStore,
    /// The newest round of which a turn was asked.
    asked: watch::Sender<u32>,
    /// The writes, in their order: rounds and what was written of them.
    writes: Mutex<Vec<(u32, &'static str)>>,
}

#[async_trait]
impl Mind for Waiting {
    async fn decide(&self, turn: &Turn, spent: &mut Spent) -> Result<Decision, MindError> {
        self.asked.send_replace(turn.round);
        RuleMind.decide(turn, spent).await
    }
}

#[async_trait]
impl CheckpointStore for Waiting {
    async fn load(&self) -> Result<Committed, StoreError> {
        self.inner.load().await
    }

    async fn reserve(&self, round: u32, objects: &[RoundObject]) -> Result<(), StoreError> {
        self.inner.reserve(round, objects).await
    }

    async fn record_answers(&self, round: u32, answers: Packed) -> Result<(), StoreError> {
        self.writes.lock().unwrap().push((round, "answers"));
        self.inner.record_answers(round, answers).await
    }

    async fn record_more_answers(&self, round: u32, answers: Packed) -> Result<(), StoreError> {
        self.inner.record_more_answers(round, answers).await
    }

    async fn commit(
        &self,
        stored: &Stored,
        objects: Vec<(RoundObject, Packed)>,
    ) -> Result<(), StoreError> {
        let next = (stored.round + 1).min(ROUNDS);
        let mut asked = self.asked.subscribe();
        asked.wait_for(|round| *round >= next).await.unwrap();
        // The others that are asked meanwhile have all the time they want.
        for _ in 0..1000 {
            tokio::task::yield_now().await;
        }
        self.inner.commit(stored, objects).await?;
        self.writes.lock().unwrap().push((stored.round, "round"));
        Ok(())
    }
}

#[tokio::test]
async fn the_next_round_is_asked_while_one_is_kept_and_recorded_after_it() {
    let input = input(3, 8, ROUNDS);
    let directory = tempfile::tempdir().unwrap();
    let waiting = Waiting {
        inner: store(directory.path(), &input),
        asked: watch::Sender::new(0),
        writes: Mutex::default(),
    };

    let playing = play(&waiting, &waiting, &input, Execution::default());
    timeout(Duration::from_mins(1), playing).await.expect("each waits for the other").unwrap();

    let in_order: Vec<_> =
        (0..=ROUNDS).flat_map(|round| [(round, "answers"), (round, "round")]).collect();
    assert_eq!(*waiting.writes.lock().unwrap(), in_order);
    assert_eq!(log(&waiting.inner), undisturbed(&input).await);
}
