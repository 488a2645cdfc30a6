//! Decisions. What is in here is replayed: no clock, no chance, no I/O, no order of a hash map.

mod remedy;
mod simulation;
mod steps;

pub use remedy::{History, Remedy};
pub use simulation::{Outcome, SimulationWorkflow};
