//! The files of one run: `run.json` says whose they are, `r3.json` that round 3 is whole.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use simswarm_casting::CastAnswer;
use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::pod::{Stored, StoredObject};
use simswarm_core::operations::Operations;

use super::identity::{Difference, RunIdentity};
use crate::packed::{Packed, UnpackError, decompress, decompress_whole, from_lines, unpack};
use crate::store::{
    Committed, Recorded, Segment, Snapshot, StoreError, read_cast_answers, read_recorded,
};

const IDENTITY_FILE: &str = "run.json";
const LOCK_FILE: &str = "lock";

/// The files of one run, held by this process alone.
#[derive(Debug)]
pub struct Folder {
    pub(super) path: PathBuf,
    /// Locked as long as it is open.
    _lock: File,
}

/// Why a directory was not taken.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("it holds a run with another {0}")]
    AnotherRun(Difference),
    #[error("another process is working in it")]
    Busy,
    #[error("its {IDENTITY_FILE} cannot be read: {0}")]
    Identity(serde_json::Error),
    #[error("cannot {what}: {source}")]
    Io { what: String, source: io::Error },
}

impl Folder {
    /// Opens the directory at `path` for this run alone; it is made if it is not there.
    pub fn open(path: &Path, identity: &RunIdentity) -> Result<Self, OpenError> {
        let io = |what: &str| {
            let what = format!("{what} {}", path.display());
            move |source| OpenError::Io { what, source }
        };
        refuse_another_run(path, identity)?;
        fs::create_dir_all(path).map_err(io("make"))?;
        let lock = File::create(path.join(LOCK_FILE)).map_err(io("lock"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => return Err(OpenError::Busy),
            Err(fs::TryLockError::Error(source)) => return Err(io("lock")(source)),
        }
        let folder = Self { path: path.to_owned(), _lock: lock };
        // Looked at again under the lock: another process may have begun here in the meantime.
        refuse_another_run(path, identity)?;
        let text = serde_json::to_vec_pretty(identity).map_err(OpenError::Identity)?;
        folder.replace(IDENTITY_FILE, &text).map_err(io("write into"))?;
        Ok(folder)
    }

    /// Whose run lies at `path`, if any does.
    pub fn identity(path: &Path) -> Result<Option<RunIdentity>, OpenError> {
        match fs::read(path.join(IDENTITY_FILE)) {
            Ok(text) => serde_json::from_slice(&text).map(Some).map_err(OpenError::Identity),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(OpenError::Io { what: format!("read {}", path.display()), source }),
        }
    }

    /// The manifests of the committed rounds, in order.
    pub fn rounds(&self) -> Result<Vec<Stored>, StoreError> {
        let mut rounds = Vec::new();
        while let Some(stored) = manifest(&self.path, rounds.len())? {
            rounds.push(stored);
        }
        Ok(rounds)
    }

    /// A committed round's log, JSON lines.
    pub fn events(&self, stored: &Stored) -> Result<Vec<u8>, StoreError> {
        self.object(&stored.events)
    }

    /// How a committed round was executed.
    pub fn operations(&self, stored: &Stored) -> Result<Vec<Operations>, StoreError> {
        let lines = self.object(&stored.operations)?;
        from_lines(&lines).map_err(StoreError::corrupt(&stored.operations.object))
    }

    pub(super) fn load(&self) -> Result<Committed, StoreError> {
        let rounds = self.rounds()?;
        let kept = rounds.iter().rposition(|stored| stored.snapshot.is_some());
        let snapshot = match kept.map(|place| &rounds[place]) {
            Some(Stored { round, seq_to, snapshot: Some(world), .. }) => {
                Some(Snapshot { round: *round, seq: *seq_to, bytes: self.object(world)? })
            }
            Some(_) | None => None,
        };
        let segments = rounds[kept.map_or(0, |place| place + 1)..]
            .iter()
            .map(|stored| self.segment(stored))
            .collect::<Result<_, _>>()?;
        let casting = match (&snapshot, rounds.is_empty()) {
            (Some(_), _) => Vec::new(),
            (None, false) => self.casting()?,
            (None, true) => {
                let (name, lines) = self.recorded(0)?;
                read_cast_answers(&name, &lines)?
            }
        };
        Ok(Committed { casting, snapshot, segments, pending: self.pending(rounds.len())? })
    }

    /// The answers that the run was cast from; none where rules cast.
    pub fn casting(&self) -> Result<Vec<CastAnswer>, StoreError> {
        let name = RoundObject::Answers.name(0);
        let Some(bytes) = self.read(&name)? else { return Ok(Vec::new()) };
        let lines = decompress(&bytes).map_err(StoreError::corrupt(&name))?;
        read_cast_answers(&name, &lines)
    }

    /// Adds answers to those that are kept of a round; once this returns, they last.
    pub(super) fn add_answers(&self, round: u32, answers: &Packed) -> Result<(), StoreError> {
        let name = RoundObject::Answers.name(round);
        let add = || {
            let mut file = File::options().append(true).open(self.path.join(&name))?;
            file.write_all(&answers.bytes)?;
            file.sync_all()
        };
        add().map_err(self.failed("write", &name))
    }

    /// The lines that are kept of a round's answers so far. What a kill tore off is left out: nothing rests on it.
    fn recorded(&self, round: u32) -> Result<(String, Vec<u8>), StoreError> {
        let name = RoundObject::Answers.name(round);
        let bytes = self.read(&name)?.unwrap_or_default();
        Ok((name, decompress_whole(&bytes)))
    }

    fn segment(&self, stored: &Stored) -> Result<Segment, StoreError> {
        // The log is not needed for the replay, but a damaged one must be found before more is built on it.
        self.object(&stored.events)?;
        let lines = self.object(&stored.answers)?;
        let recorded = match stored.round {
            0 => Recorded::default(),
            _ => read_recorded(&stored.answers.object, &lines)?,
        };
        Ok(Segment { round: stored.round, recorded, events_sha256: stored.events.sha256.clone() })
    }

    /// What is kept of the answers of the rounds after the first `played`: of the next one, and of the one that was asked while
    /// the next one was kept.
    fn pending(&self, played: usize) -> Result<BTreeMap<u32, Recorded>, StoreError> {
        let mut pending = BTreeMap::new();
        for round in played.max(1)..played + 2 {
            let Ok(round) = u32::try_from(round) else { break };
            let (name, lines) = self.recorded(round)?;
            if lines.is_empty() {
                break;
            }
            pending.insert(round, read_recorded(&name, &lines)?);
        }
        Ok(pending)
    }

    fn object(&self, described: &StoredObject) -> Result<Vec<u8>, StoreError> {
        let name = &described.object;
        let bytes = self.read(name)?.ok_or_else(|| StoreError::Io {
            what: format!("find {name} in {}", self.path.display()),
            source: io::ErrorKind::NotFound.into(),
        })?;
        unpack(&bytes, described).map_err(StoreError::corrupt(name))
    }

    /// Puts a round's objects in place; once this returns, all of them last.
    pub(super) fn write_objects<'a>(
        &self,
        round: u32,
        objects: impl IntoIterator<Item = (RoundObject, &'a Packed)>,
    ) -> Result<(), StoreError> {
        for (object, packed) in objects {
            let name = object.name(round);
            self.place(&name, &packed.bytes).map_err(self.failed("write", &name))?;
        }
        self.sync_names().map_err(self.failed("write", ""))
    }

    pub(super) fn write_manifest(&self, stored: &Stored) -> Result<(), StoreError> {
        let name = format!("r{}.json", stored.round);
        let text = serde_json::to_vec_pretty(stored).map_err(|error| StoreError::Io {
            what: format!("write {name}"),
            source: error.into(),
        })?;
        self.write(&name, &text)
    }

    /// Puts a file in place; once this returns, it lasts.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.replace(name, bytes).map_err(self.failed("write", name))
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        read(&self.path, name)
    }

    /// Puts a file in place, so that it lasts.
    fn replace(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.place(name, bytes)?;
        self.sync_names()
    }

    /// Puts a file in place at once: whoever reads it later reads all of it or none. Its name lasts once the names are
    /// synced.
    pub(super) fn place(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let beside = self.path.join(format!(".{name}.tmp"));
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, self.path.join(name))
    }

    /// New names last only once the directory is on the disk.
    pub(super) fn sync_names(&self) -> io::Result<()> {
        File::open(&self.path)?.sync_all()
    }

    pub(super) fn failed(&self, verb: &str, name: &str) -> impl FnOnce(io::Error) -> StoreError {
        let what = format!("{verb} {}", self.path.join(name).display());
        move |source| StoreError::Io { what, source }
    }
}

pub(super) fn read(path: &Path, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let file = path.join(name);
    match fs::read(&file) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(StoreError::Io { what: format!("read {}", file.display()), source }),
    }
}

/// The manifest of a round, if it is committed.
pub(super) fn manifest(path: &Path, round: usize) -> Result<Option<Stored>, StoreError> {
    let name = manifest_name(round);
    let Some(text) = read(path, &name)? else { return Ok(None) };
    serde_json::from_slice(&text)
        .map(Some)
        .map_err(UnpackError::Shape)
        .map_err(StoreError::corrupt(name))
}

fn refuse_another_run(path: &Path, identity: &RunIdentity) -> Result<(), OpenError> {
    let held = Folder::identity(path)?;
    match held.and_then(|held| held.difference(identity)) {
        Some(difference) => Err(OpenError::AnotherRun(difference)),
        None => Ok(()),
    }
}

fn manifest_name(round: usize) -> String {
    format!("r{round}.json")
}
