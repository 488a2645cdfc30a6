//! Whatever is killed or taken away in the middle of a run: the job ends as if nothing had happened.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod away;
mod delete;
mod kill;
mod run;
mod same;
