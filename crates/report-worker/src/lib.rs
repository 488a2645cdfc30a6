//! Reports and scheduled maintenance.
