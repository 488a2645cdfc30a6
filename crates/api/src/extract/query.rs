//! Query strings, with an error that names the parameter.

use axum::extract::FromRequestParts;
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::error::ApiError;

/// The query string as `T`.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        parse(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

fn parse<T: DeserializeOwned>(query: &str) -> Result<T, ApiError> {
    let deserializer =
        serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let path = error.path().to_string();
        let path = if path == "." { "query" } else { &path };
        let message = error.inner().to_string();
        ApiError::field(path, plain(&message))
    })
}

/// The words of Rust's number parser in plain English; other messages are that already.
fn plain(message: &str) -> &str {
    match message {
        "number too large to fit in target type" => "is too large",
        "invalid digit found in string" | "cannot parse integer from empty string" => {
            "must be a whole number, not below zero"
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Sample {
        #[serde(default)]
        page: u32,
    }

    #[test]
    fn a_parameter_that_is_no_number_is_named() {
        let Err(ApiError::Invalid(fields)) = parse::<Sample>("page=x") else {
            panic!("expected fields");
        };

        assert_eq!(fields[0].path, "page");
    }

    #[test]
    fn what_is_wrong_with_a_number_is_said_in_plain_english() {
        for (query, message) in [
            ("page=x", "must be a whole number, not below zero"),
            ("page=", "must be a whole number, not below zero"),
            ("page=99999999999", "is too large"),
        ] {
            let Err(ApiError::Invalid(fields)) = parse::<Sample>(query) else {
                panic!("expected fields");
            };
            assert_eq!(fields[0].message, message, "{query}");
        }
    }

    #[test]
    fn what_is_not_said_is_the_default() {
        assert_eq!(parse::<Sample>("other=1").unwrap().page, 0);
    }
}
