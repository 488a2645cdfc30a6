//! The folder of one local pod: who it is, where it listens, what it said. It outlives the process
//! that made it, so that a restarted worker finds its pods again.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use simswarm_core::pod::PodName;

use super::process::Identity;

const RECORD: &str = "pod.json";
const PORT: &str = "port";
const LOG: &str = "pod.log";

/// Makes the folder of all state folders, and holds it while a pod is started: whoever else wants to start
/// one waits, whichever process it is. Released with the file.
pub(super) fn hold(root: &Path) -> io::Result<File> {
    fs::create_dir_all(root)?;
    let held = File::open(root)?;
    held.lock()?;
    Ok(held)
}

/// The state folder of the pod of one name.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    name: PodName,
    path: PathBuf,
}

impl Folder {
    pub(super) fn new(root: &Path, name: &PodName) -> Self {
        Self { name: name.clone(), path: root.join(name.as_str()) }
    }

    /// The folders below `root` whose name begins with `prefix`.
    pub(super) fn list(root: &Path, prefix: &str) -> io::Result<Vec<Self>> {
        let entries = match fs::read_dir(root) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut folders = Vec::new();
        for entry in entries {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.starts_with(prefix) {
                folders.push(Self::new(root, &PodName::from(name)));
            }
        }
        folders.sort_by(|left, right| left.path.cmp(&right.path));
        Ok(folders)
    }

    pub(super) fn name(&self) -> &PodName {
        &self.name
    }

    pub(super) fn exists(&self) -> bool {
        self.path.is_dir()
    }

    pub(super) fn make(&self) -> io::Result<()> {
        fs::create_dir_all(&self.path)
    }

    pub(super) fn port_file(&self) -> PathBuf {
        self.path.join(PORT)
    }

    /// The address on which the pod listens; none until it does.
    pub(super) fn address(&self) -> Option<SocketAddr> {
        fs::read_to_string(self.port_file()).ok()?.trim().parse().ok()
    }

    pub(super) fn open_log(&self) -> io::Result<File> {
        OpenOptions::new().create(true).append(true).open(self.path.join(LOG))
    }

    /// Who was started under this name, if that was written down.
    pub(super) fn identity(&self) -> io::Result<Option<Identity>> {
        match fs::read(self.path.join(RECORD)) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// When it was written down who was started; none where that has not happened.
    pub(super) fn recorded_at(&self) -> io::Result<Option<SystemTime>> {
        match fs::metadata(self.path.join(RECORD)) {
            Ok(metadata) => metadata.modified().map(Some),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(super) fn remove(&self) -> io::Result<()> {
        fs::remove_dir_all(&self.path)
    }

    /// Written beside and renamed, so that a reader never sees half a record.
    pub(super) fn record(&self, identity: &Identity) -> io::Result<()> {
        let beside = self.path.join("pod.json.new");
        let mut file = File::create(&beside)?;
        file.write_all(&serde_json::to_vec(identity)?)?;
        file.sync_all()?;
        fs::rename(beside, self.path.join(RECORD))
    }
}
