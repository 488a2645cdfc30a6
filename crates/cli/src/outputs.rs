//! What a finished run leaves beside its checkpoint: the log, the artifacts, the report.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;

use serde_json::Value;
use simswarm_core::artifact::{Artifact, ENSEMBLE};
use simswarm_core::operations::OperationsSummary;
use simswarm_drive::StoreError;
use simswarm_drive::directory::Folder;
use simswarm_projection::Artifacts;
use simswarm_projection::ensemble::Pool;
use simswarm_projection::forecast::Forecast;
use simswarm_report::{Claim, ReportError};

const LOG: &str = "events.jsonl";
const ARTIFACTS: &str = "artifacts";
pub(crate) const REPORT: &str = "report.md";

/// Whether the outputs were there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Before {
    Absent,
    Present,
}

/// What there is to tell of it.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) verdict: String,
    pub(crate) report: PathBuf,
    pub(crate) operations: OperationsSummary,
}

/// Completes "what is kept in DIR …".
#[derive(Debug, thiserror::Error)]
pub(crate) enum OutputError {
    #[error("cannot be read: {0}")]
    Store(#[from] StoreError),
    #[error("is no whole run: {0}")]
    Log(#[from] ReportError),
    #[error("cannot be put into artifacts: {0}")]
    Artifacts(#[from] serde_json::Error),
    #[error("cannot be written out: {0}")]
    Io(#[from] io::Error),
}

/// The report comes last: where it is, everything is.
pub(crate) fn are_written(out: &Path) -> Before {
    if out.join(REPORT).exists() { Before::Present } else { Before::Absent }
}

/// What a finished run put its questions at, and how it was executed; none of a run that is not finished.
pub(crate) fn outcome(out: &Path) -> Result<Option<(Forecast, OperationsSummary)>, OutputError> {
    let artifact = |artifact: Artifact| {
        fs::read(out.join(ARTIFACTS).join(format!("{}.json", artifact.name())))
    };
    if are_written(out) == Before::Absent {
        return Ok(None);
    }
    let forecast = serde_json::from_slice(&artifact(Artifact::Forecast)?)?;
    let mut manifest: Value = serde_json::from_slice(&artifact(Artifact::RunManifest)?)?;
    let operations = serde_json::from_value(manifest["operations"].take())?;
    Ok(Some((forecast, operations)))
}

/// Writes what the runs of an ensemble say together: their pool, then the report. `first` holds the run that is told of.
pub(crate) fn write_pool(pool: &Pool, first: &Path, out: &Path) -> Result<Claim, OutputError> {
    let log = fs::read(first.join(LOG))?;
    let artifacts = simswarm_report::fold(&log)?;
    drop(log);
    let report = simswarm_report::build_pooled(artifacts.history(), pool);
    replace(&out.join(format!("{ENSEMBLE}.json")), &serde_json::to_vec(pool)?)?;
    replace(&out.join(REPORT), simswarm_report::to_markdown(&report).as_bytes())?;
    Ok(report.verdict.answer)
}

/// Writes everything that follows from the committed rounds.
pub(crate) fn write(folder: &Folder, out: &Path) -> Result<Written, OutputError> {
    let rounds = folder.rounds()?;
    let mut log = Vec::new();
    let mut records = Vec::new();
    for stored in &rounds {
        log.extend(folder.events(stored)?);
        records.extend(folder.operations(stored)?);
    }
    let operations = OperationsSummary::of(&records);
    let artifacts = simswarm_report::fold(&log)?;
    replace(&out.join(LOG), &log)?;
    // The log of a large run is hundreds of megabytes, and so is each of the greater artifacts.
    drop(log);
    let directory = out.join(ARTIFACTS);
    fs::create_dir_all(&directory)?;
    write_artifacts(&artifacts, &operations, &directory)?;
    let report = simswarm_report::build(artifacts.history());
    let path = out.join(REPORT);
    replace(&path, simswarm_report::to_markdown(&report).as_bytes())?;
    Ok(Written { verdict: plain(&report.verdict.answer), report: path, operations })
}

/// Writes the artifacts, two at a time: all at once they are several times the log.
fn write_artifacts(
    artifacts: &Artifacts,
    operations: &OperationsSummary,
    directory: &Path,
) -> Result<(), OutputError> {
    let left = Mutex::new(Artifact::ALL.into_iter());
    let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
    let write_what_is_left = || -> Result<(), OutputError> {
        while let Some(artifact) = next() {
            let bytes = artifacts.file(artifact, operations)?;
            replace(&directory.join(format!("{}.json", artifact.name())), &bytes)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let other = scope.spawn(write_what_is_left);
        let own = write_what_is_left();
        own.and(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// A kill in the middle leaves the old file or the new one.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(".tmp");
    fs::write(&name, bytes)?;
    fs::rename(&name, path)
}

/// A claim for the terminal. What comes out of the document or a post could steer a terminal, so control characters are
/// left out.
pub(crate) fn plain(claim: &Claim) -> String {
    claim.text().chars().filter(|letter| !letter.is_control()).collect()
}
