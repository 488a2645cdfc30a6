//! The async loop around the engine: minds asked at once, rounds kept as they end, a run gone on with
//! wherever its host was lost. Used by the pod and by the terminal command.

mod ask;
mod budget;
mod cast;
pub mod directory;
mod error;
mod inbox;
pub mod mind;
mod observer;
mod offload;
mod opening;
mod operations;
pub mod packed;
mod record;
mod resume;
mod round;
mod run;
mod store;

pub use budget::ErrorBudget;
pub use error::DriveError;
pub use inbox::Inbox;
pub use observer::{Observer, Progress, Unwatched};
pub use opening::{open, versions};
pub use run::{Drive, Ended, Execution};
pub use simswarm_casting::CastAnswer;
pub use simswarm_core::operations::Operations;
pub use store::{
    CheckpointStore, Committed, Recorded, Segment, Snapshot, StoreError, read_cast_answers,
    read_recorded,
};
