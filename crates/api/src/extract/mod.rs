//! Our own extractors, so that whatever is wrong with a request is said in the one error shape.

mod caller;
mod json;
mod path;
mod query;

pub use caller::{Caller, bearer};
pub use json::{BodyLimit, Json};
pub use path::{JobPath, TailPath};
pub use query::Query;
