//! Where Neo4j is. The program that reads the environment fills this in.

use secrecy::SecretString;

/// One database and its user.
#[derive(Debug, Clone)]
pub struct Settings {
    pub uri: String,
    pub user: String,
    pub password: SecretString,
}
