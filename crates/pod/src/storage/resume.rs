//! The committed part of a run, downloaded and checked before anything is built on it.

use futures::{StreamExt, TryStreamExt, stream};
use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::pod::{Resume, SegmentLink, SnapshotLink};
use simswarm_drive::packed::{decompress, unpack_by_hash};
use simswarm_drive::{Committed, Segment, Snapshot, StoreError, read_recorded};

use super::GrantedStore;

/// How many downloads are under way at once.
const AT_ONCE: usize = 8;

impl GrantedStore {
    pub(super) async fn download(&self, resume: &Resume) -> Result<Committed, StoreError> {
        let snapshot = match &resume.snapshot {
            Some(link) => Some(self.snapshot(link).await?),
            None => None,
        };
        let downloads: Vec<_> = resume.segments.iter().map(|link| self.segment(link)).collect();
        let segments = stream::iter(downloads).buffered(AT_ONCE).try_collect().await?;
        Ok(Committed { snapshot, segments, pending: None })
    }

    async fn snapshot(&self, link: &SnapshotLink) -> Result<Snapshot, StoreError> {
        let name = RoundObject::World.name(link.round);
        let compressed = self.fetch(&name, &link.url).await?;
        let bytes = unpack_by_hash(&compressed, &link.sha256).map_err(StoreError::corrupt(name))?;
        Ok(Snapshot { round: link.round, seq: link.seq, bytes })
    }

    /// The answers carry a checksum; that they are the right ones shows when they are replayed.
    async fn segment(&self, link: &SegmentLink) -> Result<Segment, StoreError> {
        let name = RoundObject::Answers.name(link.round);
        let compressed = self.fetch(&name, &link.answers_url).await?;
        let lines = decompress(&compressed).map_err(StoreError::corrupt(&name))?;
        Ok(Segment {
            round: link.round,
            recorded: read_recorded(&name, &lines)?,
            events_sha256: link.events_sha256.clone(),
        })
    }
}
