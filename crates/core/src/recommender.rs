//! How a network chooses what its members are shown: a setting of a run, part of what its log depends on.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a feed is ranked by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recommender {
    /// Newest first.
    Chronological,
    /// What most others react to.
    Popularity,
    /// What is near to the reader: whom it follows, trusts and agrees with.
    #[default]
    Interest,
    /// What readers on both sides of an issue approve of.
    Bridging,
}

impl Recommender {
    pub const ALL: [Self; 4] =
        [Self::Chronological, Self::Popularity, Self::Interest, Self::Bridging];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Chronological => "chronological",
            Self::Popularity => "popularity",
            Self::Interest => "interest",
            Self::Bridging => "bridging",
        }
    }

    /// Whether it is the one that a run has when nobody asks for another.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

impl fmt::Display for Recommender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that names no recommender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be chronological, popularity, interest or bridging")]
pub struct UnknownRecommender;

impl FromStr for Recommender {
    type Err = UnknownRecommender;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|it| it.as_str() == word).ok_or(UnknownRecommender)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_one_word_in_json_and_on_the_command_line() {
        for recommender in Recommender::ALL {
            assert_eq!(recommender.as_str().parse(), Ok(recommender));
            let json = serde_json::to_string(&recommender).unwrap();
            assert_eq!(json, format!("\"{recommender}\""));
        }
        assert_eq!("newest".parse::<Recommender>(), Err(UnknownRecommender));
    }
}
