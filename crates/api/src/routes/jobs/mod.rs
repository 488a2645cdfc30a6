//! Jobs: ask for one, watch it, read what came of it. Another user's job is a job that is not there.

pub mod cancel;
pub mod create;
pub mod delete;
pub mod document;
pub mod ensemble;
pub mod events;
pub mod excerpt;
pub mod fork;
pub mod graph;
pub mod inject;
pub mod list;
pub mod progress;
pub mod report;
pub mod settings;
pub mod show;
pub mod sim_data;
mod stop;
pub mod tell;
pub mod view;
