//! Values that obey a JSON Schema, the same for the same question.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Map, Value, json};

use super::question::Question;

/// Draws values; it begins anew with each question.
pub(super) struct Sample {
    state: u64,
}

impl Sample {
    pub(super) fn of(question: &Question) -> Self {
        let mut hasher = DefaultHasher::new();
        question.messages.hash(&mut hasher);
        Self { state: hasher.finish() }
    }

    /// A number below `end`, which is not 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        // Knuth's MMIX generator: its upper bits are good enough for made-up answers.
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let high = usize::try_from(self.state >> 33).unwrap_or(usize::MAX);
        high % end
    }

    pub(super) fn sentence(&mut self) -> String {
        format!("Remark {} of a made-up model.", self.below(100_000))
    }

    /// A value that obeys `schema`, as far as `type`, `enum`, `const`, `anyOf`, bounds, `items` and `properties` go.
    pub(super) fn value(&mut self, schema: &Value) -> Value {
        if let Some(constant) = schema.get("const") {
            return constant.clone();
        }
        for choice in ["enum", "anyOf", "oneOf"] {
            let Some(choices) = schema.get(choice).and_then(Value::as_array) else { continue };
            let chosen = &choices[self.below(choices.len().max(1))];
            return if choice == "enum" { chosen.clone() } else { self.value(chosen) };
        }
        let kind = match schema.get("type") {
            Some(Value::Array(kinds)) => kinds.first(),
            other => other,
        };
        match kind.and_then(Value::as_str) {
            Some("object") => self.object(schema),
            Some("array") => self.array(schema),
            Some("integer") => self.integer(schema),
            Some("number") => self.number(schema),
            Some("boolean") => json!(self.below(2) == 1),
            Some("null") => Value::Null,
            Some(_) | None => self.text(schema),
        }
    }

    fn object(&mut self, schema: &Value) -> Value {
        let properties = schema.get("properties").and_then(Value::as_object);
        let properties = properties.into_iter().flatten();
        let made: Map<String, Value> =
            properties.map(|(name, schema)| (name.clone(), self.value(schema))).collect();
        Value::Object(made)
    }

    fn array(&mut self, schema: &Value) -> Value {
        let bound = |name| schema.get(name).and_then(Value::as_u64);
        let fewest = bound("minItems").unwrap_or(1);
        let count = fewest.max(1).min(bound("maxItems").unwrap_or(u64::MAX));
        let anything = json!({ "type": "string" });
        let items = schema.get("items").unwrap_or(&anything);
        (0..count).map(|_| self.value(items)).collect()
    }

    fn integer(&mut self, schema: &Value) -> Value {
        let lowest = schema.get("minimum").and_then(Value::as_i64).unwrap_or(1);
        let highest = schema.get("maximum").and_then(Value::as_i64).unwrap_or(lowest + 99);
        let span = usize::try_from(highest.abs_diff(lowest)).unwrap_or(usize::MAX - 1);
        let drawn = i64::try_from(self.below(span.saturating_add(1))).unwrap_or_default();
        json!(lowest + drawn)
    }

    fn number(&mut self, schema: &Value) -> Value {
        let lowest = schema.get("minimum").and_then(Value::as_f64).unwrap_or(0.0);
        let highest = schema.get("maximum").and_then(Value::as_f64).unwrap_or(lowest + 1.0);
        let hundredths = u32::try_from(self.below(101)).unwrap_or_default();
        json!(lowest + (highest - lowest) * f64::from(hundredths) / 100.0)
    }

    fn text(&mut self, schema: &Value) -> Value {
        let most = schema.get("maxLength").and_then(Value::as_u64).unwrap_or(u64::MAX);
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        json!(self.sentence().chars().take(most).collect::<String>())
    }
}
