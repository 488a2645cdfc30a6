//! The state of a job's report: a failed report never throws the run away.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How far a report has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReportStatus {
    /// Asked for, nobody writes it yet.
    Pending,
    /// A worker holds its lease.
    Writing,
    /// Written.
    Ready,
    /// Given up, with a reason; it can be asked for again.
    Failed,
}

/// A word that is no report status.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no report status")]
pub struct UnknownReportStatus(pub String);

impl ReportStatus {
    pub const ALL: [Self; 4] = [Self::Pending, Self::Writing, Self::Ready, Self::Failed];

    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Writing => "writing",
            Self::Ready => "ready",
            Self::Failed => "failed",
        }
    }
}

impl fmt::Display for ReportStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ReportStatus {
    type Err = UnknownReportStatus;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == word)
            .ok_or_else(|| UnknownReportStatus(word.to_owned()))
    }
}
