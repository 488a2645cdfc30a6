//! Prepares every store.
