//! The environment, read once and into types. Each fault is one sentence that names the variable.

mod model;
mod stores;
mod vars;

pub use model::model_server;
pub use stores::{
    BusConfig, DatabaseConfig, MIN_SECRET_KEY_CHARS, TemporalConfig, blob, graph, installation,
    public_url, secret_key,
};
pub use vars::{ConfigError, Vars};
