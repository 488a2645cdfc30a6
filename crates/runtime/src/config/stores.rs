//! The settings that several programs share: where the stores are, and what this installation is called.

use secrecy::{ExposeSecret, SecretString};
use simswarm_core::stores::{BlobSettings, GraphSettings};
use uuid::Uuid;

use super::{ConfigError, Vars};

/// `SECRET_KEY` signs tokens: shorter than this it could be guessed.
pub const MIN_SECRET_KEY_CHARS: usize = 32;
const MAX_INSTALLATION_CHARS: usize = 20;

/// `DATABASE_URL`, `DATABASE_CONNECTIONS`.
#[derive(Debug, Clone)]
pub struct DatabaseConfig {
    pub url: SecretString,
    pub max_connections: u32,
}

impl DatabaseConfig {
    pub fn read(vars: &Vars) -> Result<Self, ConfigError> {
        let url = vars.secret("DATABASE_URL", "the address of PostgreSQL, postgres://…")?;
        require_scheme("DATABASE_URL", url.expose_secret(), &["postgres", "postgresql"])?;
        let max_connections = vars.parse_or("DATABASE_CONNECTIONS", "a number", 10)?;
        if max_connections < 2 {
            return Err(ConfigError::invalid("DATABASE_CONNECTIONS", "must be at least 2"));
        }
        Ok(Self { url, max_connections })
    }
}

/// `REDIS_URL`.
#[derive(Debug, Clone)]
pub struct BusConfig {
    pub url: SecretString,
}

impl BusConfig {
    pub fn read(vars: &Vars) -> Result<Self, ConfigError> {
        let url = vars.secret("REDIS_URL", "the address of Redis, redis://…")?;
        require_scheme("REDIS_URL", url.expose_secret(), &["redis"])?;
        Ok(Self { url })
    }
}

/// `TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`.
#[derive(Debug, Clone)]
pub struct TemporalConfig {
    /// With scheme: `http://host:port`.
    pub address: String,
    pub namespace: String,
}

impl TemporalConfig {
    pub fn read(vars: &Vars) -> Result<Self, ConfigError> {
        let address = vars.required("TEMPORAL_ADDRESS", "the address of Temporal, host:port")?;
        let address = if address.contains("://") { address } else { format!("http://{address}") };
        require_scheme("TEMPORAL_ADDRESS", &address, &["http", "https"])?;
        let namespace =
            vars.optional("TEMPORAL_NAMESPACE")?.unwrap_or_else(|| "fishcloud".to_owned());
        Ok(Self { address, namespace })
    }
}

/// `S3_ENDPOINT`, `S3_POD_ENDPOINT`, `S3_PUBLIC_ENDPOINT`, `S3_REGION`, `S3_BUCKET`, `S3_ACCESS_KEY`,
/// `S3_SECRET_KEY`.
pub fn blob(vars: &Vars) -> Result<BlobSettings, ConfigError> {
    let endpoint = vars.required("S3_ENDPOINT", "the address of the object store, http://…")?;
    require_scheme("S3_ENDPOINT", &endpoint, &["http", "https"])?;
    let or_same = |name: &str| -> Result<String, ConfigError> {
        let address = vars.optional(name)?.unwrap_or_else(|| endpoint.clone());
        require_scheme(name, &address, &["http", "https"])?;
        Ok(address)
    };
    let (pod_endpoint, public_endpoint) =
        (or_same("S3_POD_ENDPOINT")?, or_same("S3_PUBLIC_ENDPOINT")?);
    Ok(BlobSettings {
        pod_endpoint,
        public_endpoint,
        region: vars.optional("S3_REGION")?.unwrap_or_else(|| "us-east-1".to_owned()),
        bucket: vars.optional("S3_BUCKET")?.unwrap_or_else(|| "simswarm".to_owned()),
        access_key: vars.secret("S3_ACCESS_KEY", "the object store's access key")?,
        secret_key: vars.secret("S3_SECRET_KEY", "the object store's secret key")?,
        endpoint,
    })
}

/// `NEO4J_URI`, `NEO4J_USER`, `NEO4J_PASSWORD`.
pub fn graph(vars: &Vars) -> Result<GraphSettings, ConfigError> {
    let uri = vars.required("NEO4J_URI", "the address of Neo4j, bolt://…")?;
    let schemes = ["bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"];
    require_scheme("NEO4J_URI", &uri, &schemes)?;
    Ok(GraphSettings {
        uri,
        user: vars.optional("NEO4J_USER")?.unwrap_or_else(|| "neo4j".to_owned()),
        password: vars.secret("NEO4J_PASSWORD", "the password of Neo4j's user")?,
    })
}

/// `SECRET_KEY`: signs access tokens and opens pods.
pub fn secret_key(vars: &Vars) -> Result<SecretString, ConfigError> {
    let key = vars.secret("SECRET_KEY", "the key that signs tokens, at least 32 characters")?;
    if key.expose_secret().chars().count() < MIN_SECRET_KEY_CHARS {
        let reason = format!("must have at least {MIN_SECRET_KEY_CHARS} characters");
        return Err(ConfigError::invalid("SECRET_KEY", reason));
    }
    Ok(key)
}

/// `INSTALLATION`: what this installation's pods are called after, so that two that share an account
/// never touch each other's. No name may be the beginning of another one's and a hyphen, hence the form.
pub fn installation(vars: &Vars) -> Result<String, ConfigError> {
    let name = vars.required("INSTALLATION", "a short name of this installation, like dev1")?;
    let plain = name.len() <= MAX_INSTALLATION_CHARS
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if plain || Uuid::parse_str(&name).is_ok_and(|id| id.to_string() == name) {
        return Ok(name);
    }
    let reason = format!(
        "must be a UUID, or at most {MAX_INSTALLATION_CHARS} lower-case letters and digits"
    );
    Err(ConfigError::invalid("INSTALLATION", reason))
}

/// `PUBLIC_URL`: where users find this installation, without a slash at its end.
pub fn public_url(vars: &Vars) -> Result<String, ConfigError> {
    let url = vars.required("PUBLIC_URL", "the address of this installation's page, https://…")?;
    require_scheme("PUBLIC_URL", &url, &["http", "https"])?;
    Ok(url.trim_end_matches('/').to_owned())
}

fn require_scheme(name: &str, address: &str, schemes: &[&str]) -> Result<(), ConfigError> {
    let known = address
        .split_once("://")
        .is_some_and(|(scheme, rest)| schemes.contains(&scheme) && !rest.is_empty());
    if known {
        Ok(())
    } else {
        let starts = schemes.join(":// or ");
        Err(ConfigError::invalid(name, format!("must begin with {starts}://")))
    }
}
