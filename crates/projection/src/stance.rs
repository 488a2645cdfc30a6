//! A position in a word.

use serde::{Deserialize, Serialize};

/// How far from the middle a position must be to be one: a tenth of the scale.
pub const DEAD_BAND: f64 = 0.2;

/// Where someone stands on an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    Supports,
    Undecided,
    Opposes,
}

impl Stance {
    pub const ALL: [Self; 3] = [Self::Supports, Self::Undecided, Self::Opposes];

    /// The stance that a position of −1 … 1 means.
    pub fn of(position: f64) -> Self {
        if position >= DEAD_BAND {
            Self::Supports
        } else if position <= -DEAD_BAND {
            Self::Opposes
        } else {
            Self::Undecided
        }
    }

    /// The word of the artifacts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::Undecided => "undecided",
            Self::Opposes => "opposes",
        }
    }
}
