//! A job: its life as one pure function, its tier, and how far it has come.

mod ensemble;
mod stage;
mod status;
mod tier;

pub use ensemble::{
    EnsembleSummary, FailedRun, LEAST_POOLED, MAX_FAILED, MAX_REPLICATES, PooledForecast,
};
pub use stage::Stage;
pub use status::{JobStatus, Step, StepNotAllowed, UnknownStatus};
pub use tier::{Size, SizeError, SizeRange, Tier, TierBounds, UnknownTier};
