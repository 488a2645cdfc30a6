//! From columns to our types: what does not fit is a corrupt row, named by its table.

use std::fmt::Display;
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::StoreError;

const MAX_SENTENCE_CHARS: usize = 4_096;

/// Parses a word that a check constraint should have kept valid.
pub(crate) fn word<T>(entity: &'static str, text: &str) -> Result<T, StoreError>
where
    T: FromStr,
    T::Err: Display,
{
    text.parse().map_err(|error: T::Err| corrupt(entity, &error))
}

/// Converts a number whose sign or size SQL does not express.
pub(crate) fn number<From, To>(entity: &'static str, value: From) -> Result<To, StoreError>
where
    To: TryFrom<From>,
    To::Error: Display,
{
    To::try_from(value).map_err(|error| corrupt(entity, &error))
}

/// Reads a column of JSON as one of our types.
pub(crate) fn shape<T: DeserializeOwned>(
    entity: &'static str,
    value: Value,
) -> Result<T, StoreError> {
    serde_json::from_value(value).map_err(|error| corrupt(entity, &error))
}

/// One of our types for a column of JSON.
pub(crate) fn json<T: Serialize>(entity: &'static str, value: &T) -> Result<Value, StoreError> {
    serde_json::to_value(value).map_err(|error| corrupt(entity, &error))
}

pub(crate) fn corrupt(entity: &'static str, reason: &dyn Display) -> StoreError {
    StoreError::Corrupt { entity, reason: reason.to_string() }
}

/// Text that says why, as far as a column can hold it: it may come from a host that says anything.
pub(crate) fn sentence(text: &str) -> String {
    text.chars().filter(|c| *c != '\0').take(MAX_SENTENCE_CHARS).collect()
}
