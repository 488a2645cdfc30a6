//! A run's log as it is committed: the segments that the database knows, read from the object store.

use axum::extract::FromRef;
use simswarm_blob::Blob;
use simswarm_core::RunId;
use simswarm_core::contract::live::LogEvent;
use simswarm_store::segment::{Object, Segment};
use simswarm_store::{Store, StoreError};

use crate::error::ApiError;
use crate::state::AppState;

const PACKING: u64 = 64 * 1024;

/// Why a committed segment could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SegmentError {
    #[error("the object {key} is not what was committed: {reason}")]
    Differs { key: String, reason: String },
    #[error("the reading of a segment was not finished")]
    Unfinished(#[from] tokio::task::JoinError),
}

impl From<SegmentError> for ApiError {
    fn from(error: SegmentError) -> Self {
        Self::Internal(error.into())
    }
}

/// Reads logs. Holds no connection between two reads.
#[derive(Clone)]
pub struct EventLog {
    store: Store,
    blob: Blob,
}

impl FromRef<AppState> for EventLog {
    fn from_ref(state: &AppState) -> Self {
        Self { store: state.store.clone(), blob: state.blob.clone() }
    }
}

impl EventLog {
    /// The segments that hold events after number `seq`, in order: at most `limit`.
    pub async fn segments_after(
        &self,
        run: RunId,
        seq: u64,
        limit: u32,
    ) -> Result<Vec<Segment>, StoreError> {
        self.store.begin().await?.segments().list_after_seq(run, seq, limit).await
    }

    /// The events of one segment, in order.
    pub async fn read(&self, segment: &Segment) -> Result<Vec<LogEvent>, ApiError> {
        let object = segment.events.clone();
        // Packing may add a little to what cannot be packed.
        let cap = object.length.saturating_add(PACKING);
        let packed = self.blob.get(&object.key, cap).await.map_err(ApiError::from_store)?;
        let events = tokio::task::spawn_blocking(move || unpack(&packed, &object))
            .await
            .map_err(SegmentError::from)??;
        Ok(events)
    }
}

fn unpack(packed: &[u8], object: &Object) -> Result<Vec<LogEvent>, SegmentError> {
    let differs = |reason: String| SegmentError::Differs { key: object.key.clone(), reason };
    // The committed length bounds what a packed object may become.
    let length = usize::try_from(object.length).map_err(|error| differs(error.to_string()))?;
    let text =
        zstd::bulk::decompress(packed, length).map_err(|error| differs(error.to_string()))?;
    if text.len() != length {
        return Err(differs(format!("{} bytes instead of {length}", text.len())));
    }
    text.split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).map_err(|error| differs(error.to_string())))
        .collect()
}
