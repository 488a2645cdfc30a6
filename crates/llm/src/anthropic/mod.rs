//! Anthropic's `/v1/messages`. A JSON answer is asked for as the arguments of a tool that must be called.

mod reply;
mod request;

pub(crate) use reply::reply;
pub(crate) use request::body;

pub(crate) const PATH: &str = "messages";
