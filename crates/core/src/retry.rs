//! Whether a failure is worth another try: decided where the error is defined, never by its words.

/// What a caller should do about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// The cause may pass: try again, later.
    Again,
    /// The same call would fail the same way.
    Never,
}

/// An error that knows whether trying again may help.
pub trait Retryable: std::error::Error + Send + Sync + 'static {
    /// By an exhaustive match over the error's variants.
    fn retry(&self) -> Retry;
}
