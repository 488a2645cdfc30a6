//! Types and rules that more than one process shares: ids, the job state machine, tiers, wire
//! contracts. No I/O, no clock, no chance: those come in as arguments.

pub mod ambient;
pub mod artifact;
pub mod cast_by;
pub mod contract;
pub mod document;
pub mod exogenous;
pub mod failure;
pub mod graph;
pub mod id;
pub mod job;
pub mod json_schema;
pub mod operations;
pub mod pod;
pub mod recommender;
pub mod report;
pub mod retry;
pub mod run_settings;
pub mod stores;
pub mod user;

pub use ambient::Ambient;
pub use id::{InjectionId, JobId, OutboxId, PodId, ReportId, RunId, SessionId, UserId};
pub use retry::{Retry, Retryable};
