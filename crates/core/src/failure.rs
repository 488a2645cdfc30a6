//! How an attempt at a run may fail: the words that failures carry through Temporal, so that a remedy
//! never depends on the wording of a message.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What went wrong with an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// No host can be had at the moment.
    NoStock,
    /// The host never became ready, or its pod cannot play this run.
    HostBad,
    /// The pod does not answer, and may still be alive.
    PodUnreachable,
    /// The pod is gone.
    PodLost,
    /// The pod answers and plays too slowly, or its model mostly errs.
    ModelDegraded,
    /// No round was finished for longer than the tier allows.
    Stuck,
    /// The engine gave up.
    RunFailed,
    /// The run took longer in all than its tier allows.
    RunTimedOut,
    /// A store stayed away for longer than a run waits.
    StoreAway,
    /// The job ended elsewhere: its owner cancelled it before its workflow took over, or it was purged.
    JobOver,
    /// What the run was to go on from is gone.
    OriginGone,
    /// Something of ours does not fit; another try would end the same way.
    Internal,
}

/// A word that is no kind of failure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no kind of failure")]
pub struct UnknownFailureKind(pub String);

impl FailureKind {
    pub const ALL: [Self; 12] = [
        Self::NoStock,
        Self::HostBad,
        Self::PodUnreachable,
        Self::PodLost,
        Self::ModelDegraded,
        Self::Stuck,
        Self::RunFailed,
        Self::RunTimedOut,
        Self::StoreAway,
        Self::JobOver,
        Self::OriginGone,
        Self::Internal,
    ];

    /// The word in histories and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoStock => "no_stock",
            Self::HostBad => "host_bad",
            Self::PodUnreachable => "pod_unreachable",
            Self::PodLost => "pod_lost",
            Self::ModelDegraded => "model_degraded",
            Self::Stuck => "stuck",
            Self::RunFailed => "run_failed",
            Self::RunTimedOut => "run_timed_out",
            Self::StoreAway => "store_away",
            Self::JobOver => "job_over",
            Self::OriginGone => "origin_gone",
            Self::Internal => "internal",
        }
    }

    /// What a user reads when nothing closer is known.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NoStock => "No host for the simulation could be had.",
            Self::HostBad => "No host became ready to run the simulation.",
            Self::PodUnreachable => "The host of the simulation could no longer be reached.",
            Self::PodLost => "The host of the simulation was lost too often.",
            Self::ModelDegraded => "The model answered too slowly or with too many errors.",
            Self::Stuck => "The simulation made no progress.",
            Self::RunFailed => "The simulation gave up.",
            Self::RunTimedOut => "The simulation took longer than its tier allows.",
            Self::StoreAway => "A store that the simulation needs was away for too long.",
            Self::JobOver => "The simulation was ended before.",
            Self::OriginGone => "The simulation that this one goes on from is gone.",
            Self::Internal => "Something went wrong on our side.",
        }
    }
}

impl fmt::Display for FailureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for FailureKind {
    type Err = UnknownFailureKind;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| UnknownFailureKind(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_of_each_kind_reads_back() {
        for kind in FailureKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
        }
    }
}
