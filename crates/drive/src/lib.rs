//! The async loop around the engine.
