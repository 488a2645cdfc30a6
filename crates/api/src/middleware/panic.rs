//! A panic is a 500 in the one shape, and costs no other request.

use std::any::Any;

use axum::response::{IntoResponse, Response};

use crate::error::ApiError;

#[expect(clippy::needless_pass_by_value, reason = "the layer hands over a box")]
pub fn panicked(payload: Box<dyn Any + Send + 'static>) -> Response {
    let text = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a message");
    ApiError::Internal(anyhow::anyhow!("a handler panicked: {text}")).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_tells_the_client_nothing() {
        let answer = panicked(Box::new("the secret of row 7"));

        assert_eq!(answer.status(), 500);
        assert_eq!(answer.headers()["content-type"], "application/json");
    }
}
