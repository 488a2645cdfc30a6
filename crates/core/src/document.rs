//! What a user may hand in: the document, the question, the seed of chance. Valid by its type.

use serde::{Deserialize, Serialize};

/// The most characters that a document may have, unless the instance says otherwise.
pub const DEFAULT_MAX_DOCUMENT_CHARS: usize = 50_000;

/// Why a text was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    #[error("must not be blank")]
    Blank,
    #[error("must have at most {max} characters, has {chars}")]
    TooLong { max: usize, chars: usize },
    #[error("must not contain the NUL character")]
    Nul,
}

fn check(text: &str, max: usize) -> Result<(), TextError> {
    if text.contains('\0') {
        return Err(TextError::Nul);
    }
    let chars = text.chars().count();
    if chars > max {
        return Err(TextError::TooLong { max, chars });
    }
    Ok(())
}

/// The document that a simulation starts from: not blank, within the instance's limit, stored as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Document(String);

impl Document {
    /// Checks `text` against the instance's limit of `max_chars`.
    pub fn parse(text: String, max_chars: usize) -> Result<Self, TextError> {
        check(&text, max_chars)?;
        if text.trim().is_empty() {
            return Err(TextError::Blank);
        }
        Ok(Self(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0
    }
}

/// The question about what happens next. It may be empty: then the document speaks for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Question(String);

impl Question {
    pub const MAX_CHARS: usize = 2_000;

    /// Checks and trims `text`.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        check(text, Self::MAX_CHARS)?;
        Ok(Self(text.trim().to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0
    }
}

/// The master seed of a run, 0 … 2^53 − 1: every JSON reader can hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct Seed(u64);

/// A seed beyond what JSON numbers hold exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be between 0 and {}", Seed::MAX)]
pub struct SeedTooLarge;

impl Seed {
    pub const MAX: u64 = (1 << 53) - 1;

    /// A seed out of random bytes.
    pub fn draw(bytes: &[u8; 32]) -> Self {
        let mut first = [0; 8];
        first.copy_from_slice(&bytes[..8]);
        Self(u64::from_le_bytes(first) & Self::MAX)
    }

    /// The seed of a replicate of an ensemble, counted from 0: the first one has the ensemble's own.
    #[must_use]
    pub fn of_replicate(self, replicate: u32) -> Self {
        Self((self.0 + u64::from(replicate)) & Self::MAX)
    }
}

impl TryFrom<u64> for Seed {
    type Error = SeedTooLarge;

    fn try_from(seed: u64) -> Result<Self, Self::Error> {
        if seed <= Self::MAX { Ok(Self(seed)) } else { Err(SeedTooLarge) }
    }
}

impl From<Seed> for u64 {
    fn from(seed: Seed) -> Self {
        seed.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_needs_a_visible_character() {
        assert_eq!(Document::parse(" \n\t".to_owned(), 10), Err(TextError::Blank));
    }

    #[test]
    fn a_document_is_counted_in_characters_not_bytes() {
        assert!(Document::parse("ééééé".to_owned(), 5).is_ok());
        assert_eq!(
            Document::parse("éééééé".to_owned(), 5),
            Err(TextError::TooLong { max: 5, chars: 6 })
        );
    }

    #[test]
    fn a_nul_is_refused_everywhere() {
        assert_eq!(Document::parse("a\0b".to_owned(), 10), Err(TextError::Nul));
        assert_eq!(Question::parse("a\0b"), Err(TextError::Nul));
    }

    #[test]
    fn a_drawn_seed_fits_into_json() {
        assert_eq!(u64::from(Seed::draw(&[0xff; 32])), Seed::MAX);
        assert!(Seed::try_from(Seed::MAX + 1).is_err());
    }

    #[test]
    fn replicates_count_on_from_the_seed_and_around_its_end() {
        let seed = |number| Seed::try_from(number).unwrap();
        let seeds = |first: u64| [0, 1, 2].map(|replicate| seed(first).of_replicate(replicate));

        assert_eq!(seeds(7), [7, 8, 9].map(seed));
        assert_eq!(seeds(Seed::MAX - 1), [Seed::MAX - 1, Seed::MAX, 0].map(seed));
    }
}
