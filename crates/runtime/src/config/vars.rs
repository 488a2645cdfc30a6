//! Variables by name: from the process, or from a list in a test.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::str::FromStr;

use secrecy::SecretString;

/// A variable that is missing or cannot be used. It never shows the value, which may be a secret.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{name} is not set: {purpose}")]
    Missing { name: String, purpose: &'static str },
    #[error("{name} {reason}")]
    Invalid { name: String, reason: String },
    #[error("{name}_FILE names a file that cannot be read: {source}")]
    File { name: String, source: std::io::Error },
}

impl ConfigError {
    pub fn invalid(name: &str, reason: impl Display) -> Self {
        Self::Invalid { name: name.to_owned(), reason: reason.to_string() }
    }
}

/// The variables of a process. An empty one counts as not set.
#[derive(Clone, Default)]
pub struct Vars(BTreeMap<String, String>);

impl fmt::Debug for Vars {
    /// The names alone: values may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Vars {
    fn from(pairs: [(&str, &str); N]) -> Self {
        pairs.into_iter().collect()
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Vars {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

impl Vars {
    /// Those of this process. What is not UTF-8 is left out.
    pub fn from_process() -> Self {
        std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect()
    }

    /// The value of `NAME`, or the trimmed content of the file that `NAME_FILE` names.
    pub fn optional(&self, name: &str) -> Result<Option<String>, ConfigError> {
        let set = |name: &str| self.0.get(name).filter(|value| !value.trim().is_empty());
        match (set(name), set(&format!("{name}_FILE"))) {
            (Some(_), Some(_)) => {
                Err(ConfigError::invalid(name, format!("and {name}_FILE are both set: choose one")))
            }
            (Some(value), None) => Ok(Some(value.trim().to_owned())),
            (None, Some(path)) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|source| ConfigError::File { name: name.to_owned(), source })?;
                match text.trim() {
                    "" => Err(ConfigError::invalid(name, "is empty in the file that holds it")),
                    text => Ok(Some(text.to_owned())),
                }
            }
            (None, None) => Ok(None),
        }
    }

    /// A value that must be there; `purpose` says what for.
    pub fn required(&self, name: &str, purpose: &'static str) -> Result<String, ConfigError> {
        self.optional(name)?.ok_or_else(|| ConfigError::Missing { name: name.to_owned(), purpose })
    }

    /// A secret that must be there.
    pub fn secret(&self, name: &str, purpose: &'static str) -> Result<SecretString, ConfigError> {
        self.required(name, purpose).map(SecretString::from)
    }

    /// A value of type `T`, or `default` where there is none. `expected` completes "NAME must be …".
    pub fn parse_or<T: FromStr>(
        &self,
        name: &str,
        expected: &str,
        default: T,
    ) -> Result<T, ConfigError> {
        match self.optional(name)? {
            None => Ok(default),
            Some(text) => text.parse().map_err(|_unshown: T::Err| {
                ConfigError::invalid(name, format!("must be {expected}"))
            }),
        }
    }
}
