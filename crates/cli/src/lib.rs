//! The simswarm command.
