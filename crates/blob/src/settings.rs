//! Where the bucket is. The program that reads the environment fills this in.

use secrecy::SecretString;

/// One bucket, and the three addresses under which it is reached.
#[derive(Debug, Clone)]
pub struct Settings {
    /// As this process reaches it.
    pub endpoint: String,
    /// As pods reach it.
    pub pod_endpoint: String,
    /// As browsers reach it.
    pub public_endpoint: String,
    pub region: String,
    pub bucket: String,
    pub access_key: SecretString,
    pub secret_key: SecretString,
}
