//! What may go wrong with an answer.

/// A fault that one question meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The connection ends before there is any answer.
    Drop,
    /// The connection ends in the middle of the body.
    DropMidway,
    /// There is never an answer.
    Silence,
    /// Another answer than the one that was asked for.
    Instead { status: u16, headers: Vec<(&'static str, String)>, body: String },
    /// An answer without any choice, or without any content.
    NoChoices,
    /// Neither text nor calls.
    NothingSaid,
    /// Calls whose arguments are cut off.
    MalformedArguments,
    /// Calls whose arguments are null.
    NullArguments,
    /// Calls whose arguments hold a bare `NaN`.
    NanArguments,
    /// JSON that ends in its middle.
    HalfJson,
    /// About a document: evidence that is not in it.
    Fabricated,
    /// About a document: lists without anything in them.
    NothingFound,
    /// A body that holds a bare `NaN`, as Python writes it.
    NanBody,
    /// A text of that many bytes.
    Huge(usize),
    /// A text with thoughts before it.
    Thoughts,
    /// The model is not there.
    UnknownModel,
}

impl Fault {
    pub fn too_many(retry_after: &str) -> Self {
        let body = r#"{"error":{"message":"slow down","type":"rate_limit_error"}}"#;
        Self::Instead {
            status: 429,
            headers: vec![("retry-after", retry_after.to_owned())],
            body: body.to_owned(),
        }
    }

    /// A status with a page for people.
    pub fn html(status: u16) -> Self {
        Self::Instead {
            status,
            headers: vec![("content-type", "text/html".to_owned())],
            body: format!("<html><body><h1>{status} at upstream.internal</h1></body></html>"),
        }
    }

    /// A status with an error of the protocol.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let error = serde_json::json!({ "message": message, "type": code, "code": code });
        let body = serde_json::json!({ "type": "error", "error": error });
        Self::Instead { status, headers: Vec::new(), body: body.to_string() }
    }

    pub fn empty_body() -> Self {
        Self::Instead { status: 200, headers: Vec::new(), body: String::new() }
    }
}
