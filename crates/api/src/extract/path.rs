//! What stands in paths. An id that no row can have is a row that is not there.

use axum::extract::FromRequestParts;
use http::request::Parts;
use simswarm_core::JobId;
use utoipa::IntoParams;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};

use crate::error::ApiError;

/// The raw text of the one parameter of a path.
async fn text<S: Send + Sync>(parts: &mut Parts, state: &S) -> String {
    #[expect(clippy::disallowed_types, reason = "the one place that wraps it")]
    axum::extract::Path::<String>::from_request_parts(parts, state)
        .await
        // Bytes that are no UTF-8 name nothing of ours.
        .map_or_else(|_not_text| String::new(), |path| path.0)
}

/// The rest of a path, whatever it is.
#[derive(Debug)]
pub struct TailPath(pub String);

impl<S: Send + Sync> FromRequestParts<S> for TailPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        Ok(Self(text(parts, state).await))
    }
}

/// The job of the path `/jobs/{job_id}/…`.
#[derive(Debug, Clone, Copy)]
pub struct JobPath(pub JobId);

impl<S: Send + Sync> FromRequestParts<S> for JobPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        parse(&text(parts, state).await).map(Self)
    }
}

impl IntoParams for JobPath {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let id = ObjectBuilder::new()
            .schema_type(Type::Integer)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
            .minimum(Some(1))
            .build();
        let parameter = ParameterBuilder::new()
            .name("job_id")
            .parameter_in(ParameterIn::Path)
            .required(Required::True)
            .schema(Some(id))
            .build();
        vec![parameter]
    }
}

fn parse(text: &str) -> Result<JobId, ApiError> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ApiError::field("job_id", "must be an integer"));
    }
    text.parse().map_err(|_beyond_64_bit: std::num::ParseIntError| ApiError::NotFound("job"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_beyond_64_bit_is_a_job_that_is_not_there() {
        assert!(matches!(parse("9223372036854775808"), Err(ApiError::NotFound("job"))));
        assert!(matches!(parse("-99999999999999999999"), Err(ApiError::NotFound("job"))));
    }

    #[test]
    fn a_word_is_no_id() {
        for text in ["", "-", "draft", "1.0", "1e3", "+1", "٣"] {
            assert!(matches!(parse(text), Err(ApiError::Invalid(_))), "{text}");
        }
    }
}
