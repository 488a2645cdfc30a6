//! A whole installation of a test's own: our programs as processes, on stores that can be taken away. It is
//! spoken to over HTTP, as a person would; only what no person can see is looked up behind it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
#![expect(clippy::missing_panics_doc, reason = "everything here panics where a test cannot go on")]

mod installation;
mod pods;
mod user;
mod watch;

pub use installation::{Doors, Installation, programs};
pub use pods::{Pods, Turn};
pub use user::{Answer, DOCUMENT, QUESTION, Size, User};
pub use watch::{Watched, watch};
