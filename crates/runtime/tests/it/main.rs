//! Settings and shutdown, as a person who starts and stops a program sees them.

mod config;
mod shutdown;
