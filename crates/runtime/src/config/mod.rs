//! The environment, read once and into types. Each fault is one sentence that names the variable.

mod stores;
mod vars;

pub use stores::{
    BlobConfig, BusConfig, DatabaseConfig, GraphConfig, MIN_SECRET_KEY_CHARS, TemporalConfig,
    installation, public_url, secret_key,
};
pub use vars::{ConfigError, Vars};
