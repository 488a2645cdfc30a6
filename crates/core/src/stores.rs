//! Where stores are: what a program reads from its environment and hands to the store's client.

use secrecy::SecretString;

/// One bucket of an S3 store, and the three addresses under which it is reached.
#[derive(Debug, Clone)]
pub struct BlobSettings {
    /// As this process reaches it.
    pub endpoint: String,
    /// As pods reach it; presigned URLs for them are made for it.
    pub pod_endpoint: String,
    /// As browsers reach it.
    pub public_endpoint: String,
    pub region: String,
    pub bucket: String,
    pub access_key: SecretString,
    pub secret_key: SecretString,
}

/// One Neo4j database and its user.
#[derive(Debug, Clone)]
pub struct GraphSettings {
    pub uri: String,
    pub user: String,
    pub password: SecretString,
}
