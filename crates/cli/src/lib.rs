//! The `simswarm` command: a simulation in the terminal, without any service.

pub mod args;
mod bar;
pub mod failure;
mod model;
mod outputs;
pub mod plan;
pub mod run;
