//! Drive from outside: runs that are killed, resumed, damaged, refused.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod ahead;
mod damage;
mod execution;
mod forks;
mod kill;
mod model;
mod paid;
mod sides;
mod told;
mod world;
