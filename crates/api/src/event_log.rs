//! A run's log as it is committed: the segments that the database knows, read from the object store.

use axum::extract::FromRef;
use simswarm_blob::Blob;
use simswarm_core::RunId;
use simswarm_core::contract::live::LogEvent;
use simswarm_store::segment::Segment;
use simswarm_store::{Store, StoreError};

use crate::error::ApiError;
use crate::state::AppState;

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
        let object = &segment.events;
        let text = self
            .blob
            .get_packed(&object.key, &object.sha256, object.length)
            .await
            .map_err(ApiError::from_store)?;
        let key = object.key.clone();
        let events = tokio::task::spawn_blocking(move || parse(&text, &key))
            .await
            .map_err(SegmentError::from)??;
        Ok(events)
    }
}

fn parse(text: &[u8], key: &str) -> Result<Vec<LogEvent>, SegmentError> {
    text.split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| {
            serde_json::from_slice(line).map_err(|error| SegmentError::Differs {
                key: key.to_owned(),
                reason: error.to_string(),
            })
        })
        .collect()
}
