//! Rounds in a directory of this machine. A round counts once its manifest is renamed into place, so a
//! kill at any instant leaves either the whole round or none of it.

mod folder;
mod fork;
mod identity;

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::pod::Stored;

pub use folder::{Folder, OpenError};
pub use fork::ForkError;
pub use identity::{Difference, RunIdentity};

use crate::packed::Packed;
use crate::store::{CheckpointStore, Committed, StoreError};

/// A [`Folder`] as the loop uses it: the file system is asked off the threads that answer requests.
#[derive(Debug, Clone)]
pub struct DirectoryStore {
    folder: Arc<Folder>,
}

impl DirectoryStore {
    /// Opens the directory for this run alone; it is made if it is not there.
    pub fn open(path: &Path, identity: &RunIdentity) -> Result<Self, OpenError> {
        Ok(Self { folder: Arc::new(Folder::open(path, identity)?) })
    }

    /// What is kept, for whoever reads it without the loop.
    pub fn folder(&self) -> Arc<Folder> {
        Arc::clone(&self.folder)
    }

    async fn with_folder<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Folder) -> Result<T, StoreError> + Send + 'static,
    {
        let folder = self.folder();
        match tokio::task::spawn_blocking(move || work(&folder)).await {
            Ok(result) => result,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_cancelled) => Err(StoreError::Stopped),
            },
        }
    }
}

#[async_trait]
impl CheckpointStore for DirectoryStore {
    async fn load(&self) -> Result<Committed, StoreError> {
        self.with_folder(Folder::load).await
    }

    async fn reserve(&self, _round: u32, _objects: &[RoundObject]) -> Result<(), StoreError> {
        Ok(())
    }

    async fn record_answers(&self, round: u32, answers: Packed) -> Result<(), StoreError> {
        let write =
            move |folder: &Folder| folder.write_objects(round, [(RoundObject::Answers, &answers)]);
        self.with_folder(write).await
    }

    async fn record_more_answers(&self, round: u32, answers: Packed) -> Result<(), StoreError> {
        self.with_folder(move |folder| folder.add_answers(round, &answers)).await
    }

    async fn commit(
        &self,
        stored: &Stored,
        objects: Vec<(RoundObject, Packed)>,
    ) -> Result<(), StoreError> {
        let stored = stored.clone();
        self.with_folder(move |folder| {
            let objects = objects.iter().map(|(object, packed)| (*object, packed));
            folder.write_objects(stored.round, objects)?;
            folder.write_manifest(&stored)
        })
        .await
    }
}
