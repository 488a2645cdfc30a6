//! PostgreSQL: the truth about users, jobs, runs and pods. Repositories are concrete structs that
//! borrow a transaction; every statement is text that is checked against the schema at compile time.

mod column;
mod error;
pub mod error_event;
pub mod injection;
pub mod job;
pub mod migrate;
pub mod outbox;
pub mod pod;
pub mod relay;
pub mod report;
pub mod routing;
pub mod run;
pub mod segment;
pub mod session;
mod tx;
pub mod user;

pub use error::StoreError;
pub use tx::{Store, Tx};
