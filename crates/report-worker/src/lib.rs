//! The report-worker: writes reports, wakes itself by apalis on Redis, and clears away what is old. The
//! truth is a row of `reports` with a lease; the queue only says that there is something to look at.

mod generate_report;
mod queue;
mod relay;
mod schedule;
mod server;
mod settings;
mod sweep;

pub use server::{Stores, serve};
pub use settings::Settings;
