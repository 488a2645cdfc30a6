//! Who finds the cast of a run in its document: a setting of a run, part of what its log depends on.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Who finds the cast of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CastBy {
    Rules,
    /// The model that decides, where one does.
    #[default]
    Model,
}

impl CastBy {
    pub const ALL: [Self; 2] = [Self::Rules, Self::Model];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::Model => "model",
        }
    }

    /// Whether it is who casts when nobody asks for another.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

impl fmt::Display for CastBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that names nobody who casts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be rules or model")]
pub struct NoCaster;

impl FromStr for CastBy {
    type Err = NoCaster;

    fn from_str(word: &str) -> Result<Self, NoCaster> {
        Self::ALL.into_iter().find(|it| it.as_str() == word).ok_or(NoCaster)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_one_word_in_json_and_on_the_command_line() {
        for by in CastBy::ALL {
            assert_eq!(by.as_str().parse(), Ok(by));
            assert_eq!(serde_json::to_string(&by).unwrap(), format!("\"{by}\""));
        }
        assert_eq!("dice".parse::<CastBy>(), Err(NoCaster));
    }
}
