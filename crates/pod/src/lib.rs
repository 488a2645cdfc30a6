//! The pod's program.
