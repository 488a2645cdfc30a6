//! The state of this instance, for whoever runs it and for the page.

pub mod config;
pub mod health;
pub mod ready;
pub mod tiers;
