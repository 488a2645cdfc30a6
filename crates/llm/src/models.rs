//! The models an endpoint says it serves.

use serde_json::Value;

/// Where an endpoint tells how much a model can read: vLLM, routers, llama.cpp, Anthropic.
const CONTEXT_POINTERS: [&str; 5] =
    ["/max_model_len", "/context_length", "/context_window", "/meta/n_ctx", "/max_input_tokens"];

/// One of an endpoint's models.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServedModel {
    pub(crate) id: String,
    pub(crate) context_tokens: Option<u32>,
}

/// The list in a body; none of it where the body is something else.
pub(crate) fn served(body: Option<&Value>) -> Vec<ServedModel> {
    let list = body.and_then(|body| body.get("data")?.as_array());
    list.into_iter().flatten().filter_map(model).collect()
}

fn model(entry: &Value) -> Option<ServedModel> {
    let context = CONTEXT_POINTERS
        .into_iter()
        .find_map(|pointer| entry.pointer(pointer)?.as_u64())
        .and_then(|tokens| u32::try_from(tokens).ok());
    Some(ServedModel { id: entry.get("id")?.as_str()?.to_owned(), context_tokens: context })
}

/// The entry that is meant by `name`: the one of that name, the newest of that name (Ollama), or the only one, which
/// some endpoints serve whatever they are asked for.
pub(crate) fn meant<'a>(served: &'a [ServedModel], name: &str) -> Option<&'a ServedModel> {
    let latest = format!("{name}:latest");
    let named = |name: &str| served.iter().find(|model| model.id == name);
    named(name).or_else(|| named(&latest)).or(match served {
        [only] => Some(only),
        _ => None,
    })
}
