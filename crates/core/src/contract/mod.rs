//! What crosses a process: the sender and the executor share a type, not code.
//! Wire names are constants beside their type, never derived from a Rust name.

pub mod job;
pub mod live;
pub mod pod;
pub mod workflow;
