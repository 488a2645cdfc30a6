//! `/v1/chat/completions` as vLLM, Ollama, llama.cpp, `OpenAI` and others speak it.

mod reply;
mod request;

pub(crate) use reply::reply;
pub(crate) use request::body;

pub(crate) const PATH: &str = "chat/completions";
