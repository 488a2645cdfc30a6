//! What happens to every request, whatever its route.

mod address;
mod deadline;
mod log;
mod panic;
mod rest;
mod security;

pub use address::{AddressLimit, limit_address};
pub use deadline::deadline;
pub use log::log;
pub use panic::panicked;
pub use rest::read_rest;
pub use security::security_headers;
