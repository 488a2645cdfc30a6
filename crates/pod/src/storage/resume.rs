//! The committed part of a run, downloaded and checked before anything is built on it.

use std::collections::BTreeMap;

use futures::{StreamExt, TryStreamExt, stream};
use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::pod::{AskedBy, PendingLink, Resume, SegmentLink, SnapshotLink};
use simswarm_core::operations::Spent;
use simswarm_drive::packed::{decompress, decompress_whole, unpack_by_hash};
use simswarm_drive::{
    CastAnswer, Committed, Recorded, Segment, Snapshot, StoreError, read_cast_answers,
    read_recorded,
};

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
        let casting = match resume.segments.iter().find(|link| link.round == 0) {
            Some(link) => {
                let (name, lines) = self.answers(link).await?;
                read_cast_answers(&name, &lines)?
            }
            None => Vec::new(),
        };
        let mut pending = BTreeMap::new();
        for link in &resume.pending {
            pending.extend(self.pending(link).await?);
        }
        Ok(Committed { casting, snapshot, segments, pending })
    }

    /// What a lost attempt recorded of a round. What cannot be read is asked for again: nothing rests on it yet.
    async fn pending(&self, link: &PendingLink) -> Result<Option<(u32, Recorded)>, StoreError> {
        let name = RoundObject::Answers.name(link.round);
        let bytes = self.fetch(&name, &link.url).await?;
        let recorded = decompress(&bytes)
            .map_err(StoreError::corrupt(&name))
            .and_then(|lines| read_recorded(&name, &lines));
        Ok(recorded
            .inspect_err(|error| tracing::warn!(%error, "the round's minds are asked again"))
            .ok()
            .map(|recorded| (link.round, recorded)))
    }

    /// What a lost attempt, or another run of the job, was answered about the document. What of it cannot be read is asked for
    /// again: nothing rests on it yet.
    pub(super) async fn recorded_cast(&self) -> Result<Vec<CastAnswer>, StoreError> {
        let Some(link) = &self.casting else { return Ok(Vec::new()) };
        let name = RoundObject::Answers.name(0);
        let lines = decompress_whole(&self.fetch(&name, &link.url).await?);
        let mut answers = read_cast_answers(&name, &lines).unwrap_or_else(|error| {
            tracing::warn!(%error, "what was answered about the document is asked for again");
            Vec::new()
        });
        if link.asked_by == AskedBy::AnotherRun {
            for answer in &mut answers {
                answer.spent = Spent::default();
            }
        }
        Ok(answers)
    }

    async fn snapshot(&self, link: &SnapshotLink) -> Result<Snapshot, StoreError> {
        let name = RoundObject::World.name(link.round);
        let compressed = self.fetch(&name, &link.url).await?;
        let bytes = unpack_by_hash(&compressed, &link.sha256).map_err(StoreError::corrupt(name))?;
        Ok(Snapshot { round: link.round, seq: link.seq, bytes })
    }

    /// The answers carry a checksum; that they are the right ones shows when they are replayed.
    async fn segment(&self, link: &SegmentLink) -> Result<Segment, StoreError> {
        let recorded = if link.round == 0 {
            Recorded::default()
        } else {
            let (name, lines) = self.answers(link).await?;
            read_recorded(&name, &lines)?
        };
        let events_sha256 = link.events_sha256.clone();
        Ok(Segment { round: link.round, recorded, events_sha256 })
    }

    async fn answers(&self, link: &SegmentLink) -> Result<(String, Vec<u8>), StoreError> {
        let name = RoundObject::Answers.name(link.round);
        let compressed = self.fetch(&name, &link.answers_url).await?;
        let lines = decompress(&compressed).map_err(StoreError::corrupt(&name))?;
        Ok((name, lines))
    }
}
