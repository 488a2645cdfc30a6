//! Strict JSON bodies: numbers as numbers, unknown keys ignored, and an error that names the field.

use axum::extract::{FromRef, FromRequest, Request};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{ApiError, FieldError};

/// The most bytes that a body may have.
#[derive(Debug, Clone, Copy)]
pub struct BodyLimit(pub usize);

/// A JSON body, in or out.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl<T, S> FromRequest<S> for Json<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
    BodyLimit: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let is_json = request.headers().get(header::CONTENT_TYPE).is_some_and(|value| {
            let essence = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
            essence.trim().eq_ignore_ascii_case("application/json")
        });
        if !is_json {
            return Err(ApiError::NotJson);
        }
        let BodyLimit(max_bytes) = BodyLimit::from_ref(state);
        let body = Bytes::from_request(request, &()).await.map_err(|rejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                ApiError::BodyTooLarge { max_bytes }
            } else {
                ApiError::Malformed("it could not be read to its end".to_owned())
            }
        })?;
        parse(&body).map(Self)
    }
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        translate(&path, error.inner())
    })?;
    deserializer.end().map_err(|error| ApiError::Malformed(error.to_string()))?;
    Ok(value)
}

fn translate(path: &str, error: &serde_json::Error) -> ApiError {
    if !error.is_data() {
        return ApiError::Malformed(error.to_string());
    }
    let text = error.to_string();
    // The position says nothing once the field is named.
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    // A missing field is reported on the object that lacks it.
    let missing = text.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
    let at_root = path == ".";
    match missing {
        Some(name) if at_root => ApiError::field(name, "is required"),
        Some(name) => ApiError::field(&format!("{path}.{name}"), "is required"),
        None => {
            let path = if at_root { "body" } else { path };
            let message = text.chars().take(200).collect();
            ApiError::Invalid(vec![FieldError { path: path.to_owned(), message }])
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Sample {
        #[expect(dead_code, reason = "read by the deserializer only")]
        days: u32,
    }

    fn fields(body: &str) -> Vec<FieldError> {
        match parse::<Sample>(body.as_bytes()) {
            Err(ApiError::Invalid(fields)) => fields,
            other => panic!("expected fields, got {other:?}"),
        }
    }

    #[test]
    fn a_missing_field_is_named() {
        assert_eq!(fields("{}"), [FieldError::new("days", "is required")]);
    }

    #[test]
    fn a_number_in_quotes_is_no_number() {
        assert_eq!(
            fields(r#"{"days":"30"}"#),
            [FieldError::new("days", "invalid type: string \"30\", expected u32")]
        );
    }

    #[test]
    fn another_shape_than_an_object_is_a_fault_of_the_body() {
        assert_eq!(fields("[true]")[0].path, "[0]");
        assert_eq!(fields("7")[0].path, "body");
    }

    #[test]
    fn garbage_and_trailing_garbage_are_malformed() {
        for body in ["{", "nope", "", "{\"days\":1} x"] {
            assert!(matches!(parse::<Sample>(body.as_bytes()), Err(ApiError::Malformed(_))));
        }
    }
}
