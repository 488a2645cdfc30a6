//! JSON schemas of what a model is to answer with.

use serde_json::{Map, Value, json};

/// An object with exactly these properties, all of them required: what constrained decoders take.
pub fn object(properties: Vec<(&str, Value)>) -> Value {
    let required: Vec<&str> = properties.iter().map(|(name, _)| *name).collect();
    let required = json!(required);
    let named = properties.into_iter().map(|(name, schema)| (name.to_owned(), schema));
    let properties: Map<String, Value> = named.collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}
