//! The rounds that a fork has in common with the run that it leaves: copied, each counting once its manifest is there.

use std::path::Path;

use simswarm_core::contract::pod::{Stored, StoredObject};

use super::folder::{Folder, manifest, read};
use crate::packed::unpack;
use crate::store::StoreError;

/// Why a run could not be forked.
#[derive(Debug, thiserror::Error)]
pub enum ForkError {
    #[error("its round {round} is not played")]
    NotPlayed { round: u32 },
    #[error("its round {round} is not the one that the fork began with")]
    AnotherRound { round: u32 },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Folder {
    /// Whether the run at `path` has kept that round.
    pub fn has_round(path: &Path, round: u32) -> Result<bool, StoreError> {
        Ok(manifest(path, round as usize)?.is_some())
    }

    /// Takes over the rounds of the run at `origin` up to `last`. Those that are here already are left as they are, so that
    /// it may be cut off anywhere and done again. The run there may be going on.
    pub fn fork_from(&self, origin: &Path, last: u32) -> Result<(), ForkError> {
        for round in 0..=last {
            let place = round as usize;
            let Some(stored) = manifest(origin, place)? else {
                return Err(ForkError::NotPlayed { round });
            };
            match manifest(&self.path, place)? {
                Some(own) if own == stored => {}
                Some(_) => return Err(ForkError::AnotherRound { round }),
                None => self.take_over(origin, &stored)?,
            }
        }
        Ok(())
    }

    fn take_over(&self, origin: &Path, stored: &Stored) -> Result<(), StoreError> {
        let Stored { events, answers, operations, snapshot, .. } = stored;
        for object in [events, answers, operations].into_iter().chain(snapshot) {
            let (name, bytes) = (&object.object, checked(origin, object)?);
            self.place(name, &bytes).map_err(self.failed("write", name))?;
        }
        self.sync_names().map_err(self.failed("write", ""))?;
        self.write_manifest(stored)
    }
}

/// The packed bytes of an object, if they are what its manifest says.
fn checked(origin: &Path, object: &StoredObject) -> Result<Vec<u8>, StoreError> {
    let name = &object.object;
    let bytes = read(origin, name)?.ok_or_else(|| StoreError::Io {
        what: format!("find {name} in {}", origin.display()),
        source: std::io::ErrorKind::NotFound.into(),
    })?;
    unpack(&bytes, object).map_err(StoreError::corrupt(name))?;
    Ok(bytes)
}
