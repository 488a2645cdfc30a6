//! Variables: one clear sentence for each that is missing or bad, and no secret in any of them.

use std::io::Write;

use secrecy::ExposeSecret;
use simswarm_runtime::config::{self, DatabaseConfig, TemporalConfig, Vars};
use simswarm_runtime::telemetry::LogConfig;

#[test]
fn a_missing_variable_is_named_with_its_purpose() {
    let error = DatabaseConfig::read(&Vars::default()).unwrap_err();

    assert_eq!(
        error.to_string(),
        "DATABASE_URL is not set: the address of PostgreSQL, postgres://…"
    );
}

#[test]
fn a_bad_address_is_refused_without_showing_it() {
    let vars = Vars::from([("DATABASE_URL", "mysql://root:hunter2@db")]);

    let error = DatabaseConfig::read(&vars).unwrap_err();

    assert_eq!(error.to_string(), "DATABASE_URL must begin with postgres:// or postgresql://");
}

#[test]
fn a_secret_may_lie_in_a_file() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(file, "0123456789abcdef0123456789abcdef").unwrap();
    let path = file.path().to_str().unwrap();

    let key = config::secret_key(&Vars::from([("SECRET_KEY_FILE", path)])).unwrap();

    assert_eq!(key.expose_secret(), "0123456789abcdef0123456789abcdef");
}

#[test]
fn a_secret_and_its_file_exclude_each_other() {
    let vars = Vars::from([("SECRET_KEY", "a"), ("SECRET_KEY_FILE", "b")]);

    let error = config::secret_key(&vars).unwrap_err();

    assert_eq!(error.to_string(), "SECRET_KEY and SECRET_KEY_FILE are both set: choose one");
}

#[test]
fn a_file_that_is_not_there_is_a_sentence() {
    let error =
        config::secret_key(&Vars::from([("SECRET_KEY_FILE", "/nowhere/at/all")])).unwrap_err();

    assert!(error.to_string().starts_with("SECRET_KEY_FILE names a file that cannot be read"));
}

#[test]
fn a_short_secret_key_is_refused() {
    let error = config::secret_key(&Vars::from([("SECRET_KEY", "changeme")])).unwrap_err();

    assert_eq!(error.to_string(), "SECRET_KEY must have at least 32 characters");
}

#[test]
fn pods_and_browsers_use_the_servers_endpoint_unless_told_otherwise() {
    let vars = Vars::from([
        ("S3_ENDPOINT", "http://minio:9000"),
        ("S3_PUBLIC_ENDPOINT", "https://files.example.org"),
        ("S3_ACCESS_KEY", "a"),
        ("S3_SECRET_KEY", "b"),
    ]);

    let config = config::blob(&vars).unwrap();

    assert_eq!(config.pod_endpoint, "http://minio:9000");
    assert_eq!(config.public_endpoint, "https://files.example.org");
    assert_eq!(config.bucket, "simswarm");
}

#[test]
fn temporals_address_needs_no_scheme() {
    let config =
        TemporalConfig::read(&Vars::from([("TEMPORAL_ADDRESS", "temporal:7233")])).unwrap();

    assert_eq!(config.address, "http://temporal:7233");
    assert_eq!(config.namespace, "fishcloud");
}

#[test]
fn an_installations_name_fits_into_a_pods() {
    assert!(config::installation(&Vars::from([("INSTALLATION", "Dev-1")])).is_err());
    for name in ["dev1", "e92e1a53-c4e5-45ad-95a5-01364f3e3871"] {
        assert_eq!(config::installation(&Vars::from([("INSTALLATION", name)])).unwrap(), name);
    }
}

#[test]
fn a_number_that_is_none_is_refused() {
    let vars = Vars::from([("DATABASE_URL", "postgres://db"), ("DATABASE_CONNECTIONS", "many")]);

    let error = DatabaseConfig::read(&vars).unwrap_err();

    assert_eq!(error.to_string(), "DATABASE_CONNECTIONS must be a number");
}

#[test]
fn logs_are_text_or_json() {
    let error = LogConfig::read(&Vars::from([("LOG_FORMAT", "xml")])).unwrap_err();

    assert_eq!(error.to_string(), "LOG_FORMAT must be text or json");
}

#[test]
fn the_values_of_variables_are_never_shown() {
    let vars = Vars::from([("SECRET_KEY", "hunter2")]);

    assert_eq!(format!("{vars:?}"), r#"{"SECRET_KEY"}"#);
}
