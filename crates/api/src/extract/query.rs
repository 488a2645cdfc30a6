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
        ApiError::field(path, error.inner().to_string())
    })
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
    fn what_is_not_said_is_the_default() {
        assert_eq!(parse::<Sample>("other=1").unwrap().page, 0);
    }
}
