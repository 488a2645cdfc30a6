//! The three sizes that a job can have, and how many agents and rounds each admits.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The size class that a user picks. Its numbers live in the database, one row per tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    Small,
    Medium,
    Large,
}

impl Tier {
    pub const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is no tier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no tier: choose small, medium or large")]
pub struct UnknownTier(pub String);

impl FromStr for Tier {
    type Err = UnknownTier;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|tier| tier.as_str() == word)
            .ok_or_else(|| UnknownTier(word.to_owned()))
    }
}

/// How large a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    pub agents: u32,
    pub rounds: u32,
}

/// What is asked when nothing is said, and the least and the most that may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SizeRange {
    pub min: u32,
    pub default: u32,
    pub max: u32,
}

impl SizeRange {
    fn choose(self, asked: Option<u32>, what: &'static str) -> Result<u32, SizeError> {
        let value = asked.unwrap_or(self.default);
        if (self.min..=self.max).contains(&value) {
            Ok(value)
        } else {
            Err(SizeError { what, min: self.min, max: self.max })
        }
    }
}

/// The bounds of one tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TierBounds {
    pub agents: SizeRange,
    pub rounds: SizeRange,
}

/// A size outside its tier's bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{what} must be between {min} and {max} in this tier")]
pub struct SizeError {
    /// `agents` or `rounds`.
    pub what: &'static str,
    pub min: u32,
    pub max: u32,
}

impl TierBounds {
    /// The size to run: what was asked, or the tier's default, if it is within bounds.
    pub fn choose(&self, agents: Option<u32>, rounds: Option<u32>) -> Result<Size, SizeError> {
        Ok(Size {
            agents: self.agents.choose(agents, "agents")?,
            rounds: self.rounds.choose(rounds, "rounds")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: TierBounds = TierBounds {
        agents: SizeRange { min: 2, default: 10, max: 50 },
        rounds: SizeRange { min: 1, default: 15, max: 30 },
    };

    #[test]
    fn what_is_not_asked_is_the_default() {
        assert_eq!(SMALL.choose(None, Some(3)), Ok(Size { agents: 10, rounds: 3 }));
    }

    #[test]
    fn a_size_outside_the_tier_is_refused_with_its_bounds() {
        let error = SMALL.choose(Some(51), None).unwrap_err();

        assert_eq!(error.to_string(), "agents must be between 2 and 50 in this tier");
    }
}
