//! Why a run could not go on.

use simswarm_casting::CastError;
use simswarm_engine::world::SnapshotError;

use crate::store::StoreError;

/// What ends a run early. Whatever was committed stays.
#[derive(Debug, thiserror::Error)]
pub enum DriveError {
    #[error("nobody could be cast: {0}")]
    Cast(#[from] CastError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the world after round {round} cannot be read: {source}")]
    Snapshot { round: u32, source: SnapshotError },
    #[error(
        "the kept world is not the one of round {round} and event {seq}: it stands at round \
         {found_round} and event {found_seq}"
    )]
    SnapshotElsewhere { round: u32, seq: u64, found_round: u32, found_seq: u64 },
    #[error("round {expected} is missing among the committed rounds, round {found} follows")]
    RoundMissing { expected: u32, found: u32 },
    #[error("the recorded answers of round {round} are not those of its turns")]
    AnswersElsewhere { round: u32 },
    #[error("round {round} replays to another log: {replayed}, {committed} was committed")]
    ReplayDiffers { round: u32, committed: String, replayed: String },
    /// The round that broke the budget is not kept: when the run goes on, it is asked again.
    #[error(
        "{skipped} of the last {turns} turns gave no decision, which is more than a run may lose; \
         what was played is kept. The last reason was: {reason}"
    )]
    ErrorBudget { skipped: u32, turns: u32, reason: String },
    #[error("what the engine said cannot be written down: {0}")]
    Encoding(#[from] serde_json::Error),
    #[error("a round cannot be compressed: {0}")]
    Compression(std::io::Error),
    #[error("this process is shutting down")]
    ShuttingDown,
}
