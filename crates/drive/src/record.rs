//! Answers kept as they come: each was paid for, and a host that dies loses those of its last moment at most.

use serde_json::Error as JsonError;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{Instant, timeout_at};

use crate::error::DriveError;
use crate::offload::offload;
use crate::packed::Packed;
use crate::store::CheckpointStore;

/// How much longer answers are gathered than the last write took: a store may be slow, or have to write everything anew, and
/// yet a tenth of the time at most is spent on writing.
const GATHER: u32 = 9;

/// The answers of one round, on their way into a store.
pub(crate) struct Recorder<'a> {
    store: &'a dyn CheckpointStore,
    round: u32,
    /// What stands before the first answers that come, until it is written with them.
    before: Option<Vec<u8>>,
}

impl<'a> Recorder<'a> {
    /// Records answers of a round after the lines `before` them.
    pub(crate) fn new(store: &'a dyn CheckpointStore, round: u32, before: Vec<u8>) -> Self {
        Self { store, round, before: Some(before) }
    }

    /// Keeps what comes, until no more can come.
    pub(crate) async fn keep<T>(
        &mut self,
        mut coming: UnboundedReceiver<T>,
        to_lines: fn(&[T]) -> Result<Vec<u8>, JsonError>,
    ) -> Result<(), DriveError> {
        let mut gathers_until = Instant::now();
        while let Some(first) = coming.recv().await {
            let mut some = vec![first];
            while let Ok(Some(next)) = timeout_at(gathers_until, coming.recv()).await {
                some.push(next);
            }
            let began = Instant::now();
            self.write(to_lines(&some)?).await?;
            gathers_until = Instant::now() + began.elapsed() * GATHER;
        }
        Ok(())
    }

    async fn write(&mut self, lines: Vec<u8>) -> Result<(), DriveError> {
        let Some(mut all) = self.before.take() else {
            let packed = pack(lines).await?;
            return Ok(self.store.record_more_answers(self.round, packed).await?);
        };
        all.extend(lines);
        let packed = pack(all).await?;
        Ok(self.store.record_answers(self.round, packed).await?)
    }
}

async fn pack(lines: Vec<u8>) -> Result<Packed, DriveError> {
    offload(move || Packed::new(&lines)).await?.map_err(DriveError::Compression)
}
