//! Short ids of one run. In text and JSON an agent is `a7`, a post `p12`, a market `m1`, an issue `i2`:
//! models, citations and the page use the same words. In a snapshot they are plain numbers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A word that is no id of the kind that was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{word}\" is no id like {letter}7")]
pub struct NotAnId {
    pub word: String,
    pub letter: char,
}

macro_rules! short_ids {
    ($($(#[$doc:meta])* $name:ident $letter:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// Its place in a list of all of its kind.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}{}", $letter, self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                word.strip_prefix($letter)
                    .and_then(|number| number.parse().ok())
                    .map(Self)
                    .ok_or_else(|| NotAnId { word: word.to_owned(), letter: $letter })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    serializer.serialize_u32(self.0)
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    let word = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                    word.parse().map_err(de::Error::custom)
                } else {
                    u32::deserialize(deserializer).map(Self)
                }
            }
        }
    )+};
}

short_ids! {
    /// An agent: `a0`, `a1` … in the order of the cast.
    AgentId 'a',
    /// A post or a reply: `p0`, `p1` … in the order in which they were written.
    PostId 'p',
    /// A market.
    MarketId 'm',
    /// An issue: a proposition with two poles.
    IssueId 'i',
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_as_it_is_written() {
        assert_eq!(serde_json::to_string(&AgentId(7)).unwrap(), "\"a7\"");
        assert_eq!(serde_json::from_str::<AgentId>("\"a7\"").unwrap(), AgentId(7));
        assert!("p7".parse::<AgentId>().is_err());
        assert!("a-1".parse::<AgentId>().is_err());
    }
}
