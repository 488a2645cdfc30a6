//! Who signs in: addresses and passwords that are valid by their type.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

/// Why an address was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be an email address like name@example.org, of at most {} characters",
    Email::MAX_CHARS
)]
pub struct EmailError;

/// A mail address, trimmed and lower-cased: one person, one account, however they type it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    pub const MAX_CHARS: usize = 254;

    /// One `@`, something before it, a dot inside what follows, no white space or control character.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let text = text.trim().to_lowercase();
        let (name, host) = text.split_once('@').ok_or(EmailError)?;
        let (label, top) = host.rsplit_once('.').ok_or(EmailError)?;
        let well_formed = !name.is_empty()
            && !label.is_empty()
            && !top.is_empty()
            && !host.contains('@')
            && !text.chars().any(|c| c.is_whitespace() || c.is_control())
            && text.chars().count() <= Self::MAX_CHARS;
        if well_formed { Ok(Self(text)) } else { Err(EmailError) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a new password was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    #[error("must have at least {} characters", NewPassword::MIN_CHARS)]
    TooShort,
    #[error("must have at most {} bytes", NewPassword::MAX_BYTES)]
    TooLong,
}

/// A password that someone chose: long enough, and not so long that hashing it is an attack.
#[derive(Debug, Clone)]
pub struct NewPassword(SecretString);

impl NewPassword {
    pub const MIN_CHARS: usize = 8;
    pub const MAX_BYTES: usize = 1_024;

    pub fn parse(text: SecretString) -> Result<Self, PasswordError> {
        let plain = text.expose_secret();
        if plain.chars().count() < Self::MIN_CHARS {
            return Err(PasswordError::TooShort);
        }
        if plain.len() > Self::MAX_BYTES {
            return Err(PasswordError::TooLong);
        }
        Ok(Self(text))
    }
}

impl From<NewPassword> for SecretString {
    fn from(password: NewPassword) -> Self {
        password.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_however_it_is_typed() {
        assert_eq!(Email::parse(" Ann@Example.org ").unwrap().as_str(), "ann@example.org");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in
            ["", "ann", "ann@", "@b.c", "ann@b", "a@b@c.d", "a b@c.d", "a@.c", "a@b.", "a\0@b.c"]
        {
            assert_eq!(Email::parse(text), Err(EmailError), "{text}");
        }
    }

    #[test]
    fn a_password_is_counted_in_characters_and_capped_in_bytes() {
        assert!(NewPassword::parse("éééééééé".into()).is_ok());
        assert_eq!(NewPassword::parse("1234567".into()).unwrap_err(), PasswordError::TooShort);
        assert_eq!(
            NewPassword::parse("x".repeat(1_025).into()).unwrap_err(),
            PasswordError::TooLong
        );
    }
}
