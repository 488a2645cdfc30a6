//! Minds that need nothing but their turn. Those that ask somebody else live outside of the engine.

pub mod rule;
