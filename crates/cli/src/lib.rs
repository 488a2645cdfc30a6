//! The `simswarm` command: a simulation in the terminal, without any service.

pub mod args;
mod bar;
mod ensemble;
pub mod failure;
mod fork;
mod model;
mod outputs;
pub mod plan;
pub mod run;
