//! Reads a stored log into what a report is written from.

use simswarm_projection::read::{Line, NoEvent, lines};
use simswarm_projection::{Artifacts, LogError, Projector};

/// A log that no report can be written from.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error(transparent)]
    Line(#[from] NoEvent),
    #[error(transparent)]
    Log(#[from] LogError),
    #[error("the log does not begin with a run")]
    NoRun,
}

/// Folds a log of JSON lines. Events of a later version's types are passed over.
pub fn fold(log: &[u8]) -> Result<Artifacts, ReportError> {
    let mut projector = Projector::new();
    for line in lines(log) {
        match line? {
            Line::Known(event) => projector.push(&event)?,
            Line::Later { seq } => projector.pass_over(seq)?,
        }
    }
    let artifacts = projector.finish();
    if artifacts.history().opening.is_none() {
        return Err(ReportError::NoRun);
    }
    Ok(artifacts)
}
