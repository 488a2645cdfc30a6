//! Why the command did not do what it was asked, in one sentence, and its exit code.

use std::path::PathBuf;
use std::process::ExitCode;

use simswarm_core::document::Seed;

/// What a person can do something about is `Input`; the rest is `Failed`.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("{0}")]
    Input(String),
    #[error("{0}")]
    Failed(String),
    #[error(
        "stopped; what was played is kept: give the same command again with --out {} --seed {} to go on",
        .out.display(),
        u64::from(*.seed)
    )]
    Interrupted { out: PathBuf, seed: Seed },
}

impl Failure {
    /// 2 for input, 1 for a failure, and what shells use for an interrupt.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Input(_) => ExitCode::from(2),
            Self::Failed(_) => ExitCode::from(1),
            Self::Interrupted { .. } => ExitCode::from(130),
        }
    }
}
