//! Chat clients against a fake endpoint that speaks real HTTP.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod anthropic;
mod faults;
mod limits;
mod openai;
mod probe;
mod secrets;
mod world;
