//! The engine through its round loop, with casts made by hand.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod answering;
mod cast;
mod casts;
mod golden;
mod market;
mod rounds;
mod rules;
mod voices;
