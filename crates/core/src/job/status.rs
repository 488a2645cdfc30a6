//! The life of a job: which step leads where. The only place that knows.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Where a job is in its life. Upper case on the wire and in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum JobStatus {
    /// Being written; nothing was asked for yet.
    Draft,
    /// Accepted, waiting for its workflow.
    Pending,
    /// Waiting for a pod to be ready.
    Provisioning,
    /// The engine plays rounds.
    Running,
    /// All rounds are committed; the report is being written.
    Reporting,
    /// Done. The report may still have failed: that is a state of its own.
    Completed,
    /// Gave up, with a reason.
    Failed,
    /// Stopped by its owner.
    Cancelled,
}

/// What may happen to a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Its owner launched a draft.
    Launch,
    /// The workflow looks for a pod: at first, or for a new attempt.
    Provision,
    /// A pod plays the run.
    Run,
    /// The artifacts are written.
    Report,
    /// The report is settled.
    Complete,
    /// Something gave up.
    Fail,
    /// Its owner stopped it.
    Cancel,
}

/// A step that does not lead out of this status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a job that is {from} cannot {step}")]
pub struct StepNotAllowed {
    pub from: JobStatus,
    pub step: Step,
}

impl JobStatus {
    pub const ALL: [Self; 8] = [
        Self::Draft,
        Self::Pending,
        Self::Provisioning,
        Self::Running,
        Self::Reporting,
        Self::Completed,
        Self::Failed,
        Self::Cancelled,
    ];

    /// The status after `step`.
    ///
    /// A step that was already taken leads to where it led (`Run` on a running job is a new attempt),
    /// so that a repeated activity does no harm. A terminal status never changes.
    pub fn advance(self, step: Step) -> Result<Self, StepNotAllowed> {
        match (self, step) {
            (Self::Draft, Step::Launch) => Ok(Self::Pending),
            (Self::Pending | Self::Provisioning, Step::Provision) => Ok(Self::Provisioning),
            (Self::Running, Step::Provision | Step::Run) | (Self::Provisioning, Step::Run) => {
                Ok(Self::Running)
            }
            (Self::Running | Self::Reporting, Step::Report) => Ok(Self::Reporting),
            (Self::Reporting, Step::Complete) => Ok(Self::Completed),
            (Self::Pending | Self::Provisioning | Self::Running | Self::Reporting, Step::Fail) => {
                Ok(Self::Failed)
            }
            (
                Self::Pending | Self::Provisioning | Self::Running | Self::Reporting,
                Step::Cancel,
            ) => Ok(Self::Cancelled),
            (
                Self::Draft,
                Step::Provision
                | Step::Run
                | Step::Report
                | Step::Complete
                | Step::Fail
                | Step::Cancel,
            )
            | (Self::Pending, Step::Launch | Step::Run | Step::Report | Step::Complete)
            | (Self::Provisioning, Step::Launch | Step::Report | Step::Complete)
            | (Self::Running, Step::Launch | Step::Complete)
            | (Self::Reporting, Step::Launch | Step::Provision | Step::Run)
            | (Self::Completed | Self::Failed | Self::Cancelled, _) => {
                Err(StepNotAllowed { from: self, step })
            }
        }
    }

    /// Whether nothing can change it any more.
    pub fn is_final(self) -> bool {
        match self {
            Self::Completed | Self::Failed | Self::Cancelled => true,
            Self::Draft | Self::Pending | Self::Provisioning | Self::Running | Self::Reporting => {
                false
            }
        }
    }

    /// Whether work is under way or about to be.
    pub fn is_live(self) -> bool {
        !self.is_final() && self != Self::Draft
    }

    /// Whether rounds are still to be played, and a host is needed for them.
    pub fn is_to_be_played(self) -> bool {
        match self {
            Self::Pending | Self::Provisioning | Self::Running => true,
            Self::Draft | Self::Reporting | Self::Completed | Self::Failed | Self::Cancelled => {
                false
            }
        }
    }

    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "DRAFT",
            Self::Pending => "PENDING",
            Self::Provisioning => "PROVISIONING",
            Self::Running => "RUNNING",
            Self::Reporting => "REPORTING",
            Self::Completed => "COMPLETED",
            Self::Failed => "FAILED",
            Self::Cancelled => "CANCELLED",
        }
    }
}

impl fmt::Display for JobStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Launch => "be launched",
            Self::Provision => "be provisioned",
            Self::Run => "run",
            Self::Report => "be reported on",
            Self::Complete => "complete",
            Self::Fail => "fail",
            Self::Cancel => "be cancelled",
        })
    }
}

/// A word that is no status.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no job status")]
pub struct UnknownStatus(pub String);

impl FromStr for JobStatus {
    type Err = UnknownStatus;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == word)
            .ok_or_else(|| UnknownStatus(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: [Step; 7] = [
        Step::Launch,
        Step::Provision,
        Step::Run,
        Step::Report,
        Step::Complete,
        Step::Fail,
        Step::Cancel,
    ];

    #[test]
    fn the_usual_life_leads_from_draft_to_completed() {
        let steps = [Step::Launch, Step::Provision, Step::Run, Step::Report, Step::Complete];

        let end = steps.into_iter().try_fold(JobStatus::Draft, JobStatus::advance);

        assert_eq!(end, Ok(JobStatus::Completed));
    }

    #[test]
    fn a_terminal_status_never_changes() {
        for status in JobStatus::ALL.into_iter().filter(|status| status.is_final()) {
            for step in STEPS {
                assert!(status.advance(step).is_err(), "{status} took {step}");
            }
        }
    }

    #[test]
    fn every_live_status_can_fail_and_be_cancelled() {
        for status in JobStatus::ALL.into_iter().filter(|status| status.is_live()) {
            assert_eq!(status.advance(Step::Fail), Ok(JobStatus::Failed));
            assert_eq!(status.advance(Step::Cancel), Ok(JobStatus::Cancelled));
        }
    }

    #[test]
    fn a_new_attempt_leaves_the_job_running() {
        assert_eq!(JobStatus::Running.advance(Step::Provision), Ok(JobStatus::Running));
        assert_eq!(JobStatus::Running.advance(Step::Run), Ok(JobStatus::Running));
    }

    #[test]
    fn a_late_provision_does_not_turn_reporting_back() {
        assert!(JobStatus::Reporting.advance(Step::Provision).is_err());
        assert!(JobStatus::Reporting.advance(Step::Run).is_err());
    }

    #[test]
    fn the_word_of_each_status_reads_back() {
        for status in JobStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(status));
        }
    }
}
