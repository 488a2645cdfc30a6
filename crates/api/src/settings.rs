//! What this instance allows, and what it is called from outside.

use std::net::SocketAddr;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use simswarm_core::document::DEFAULT_MAX_DOCUMENT_CHARS;
use simswarm_runtime::config::{ConfigError, Vars, public_url, secret_key};

use crate::auth::RefreshCookie;
use crate::client_address::{Network, TrustedProxies};
use crate::limit::PerMinute;

/// Fragments of keys that stand in examples, not in installations.
const SAMPLE_WORDS: [&str; 8] =
    ["change", "secret", "example", "sample", "placeholder", "password", "default", "12345678"];
/// A key that nobody made up has at least so many different characters.
const MIN_DIFFERENT_CHARS: usize = 10;

/// What kind of instance this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Environment {
    Development,
    /// Open to others: weak keys stop the start.
    Production,
}

/// Requests a minute, before one is refused.
#[derive(Debug, Clone)]
pub struct RateLimits {
    pub address: PerMinute,
    pub account: PerMinute,
    pub register: PerMinute,
    pub login: PerMinute,
    pub login_account: PerMinute,
    pub refresh: PerMinute,
    pub create_job: PerMinute,
}

impl RateLimits {
    fn read(vars: &Vars) -> Result<Self, ConfigError> {
        let limit = |name: &str, default: u32| match vars.parse_or(name, "a number", default)? {
            0 => Err(ConfigError::invalid(name, "must be at least 1")),
            requests => Ok(PerMinute(requests)),
        };
        Ok(Self {
            address: limit("LIMIT_ADDRESS_PER_MINUTE", 1_200)?,
            account: limit("LIMIT_ACCOUNT_PER_MINUTE", 600)?,
            register: limit("LIMIT_REGISTER_PER_MINUTE", 5)?,
            login: limit("LIMIT_LOGIN_PER_MINUTE", 10)?,
            login_account: limit("LIMIT_LOGIN_ACCOUNT_PER_MINUTE", 10)?,
            refresh: limit("LIMIT_REFRESH_PER_MINUTE", 60)?,
            create_job: limit("LIMIT_CREATE_JOB_PER_MINUTE", 20)?,
        })
    }
}

/// The rhythm of progress streams.
#[derive(Debug, Clone)]
pub struct StreamSettings {
    /// How many one process carries.
    pub max_open: usize,
    /// How many one user may have open.
    pub max_per_user: usize,
    /// Between comments on a quiet stream; the session is checked again each time.
    pub keep_alive: Duration,
    /// Between looks at the database while Redis is away.
    pub poll: Duration,
}

impl StreamSettings {
    fn read(vars: &Vars) -> Result<Self, ConfigError> {
        let duration = |name: &str, default_ms: u64| match vars.parse_or(
            name,
            "a number of milliseconds",
            default_ms,
        )? {
            0 => Err(ConfigError::invalid(name, "must be at least 1")),
            ms => Ok(Duration::from_millis(ms)),
        };
        Ok(Self {
            max_open: vars.parse_or("MAX_STREAMS", "a number", 10_000)?,
            max_per_user: vars.parse_or("MAX_STREAMS_PER_USER", "a number", 50)?,
            keep_alive: duration("STREAM_KEEP_ALIVE_MS", 15_000)?,
            poll: duration("STREAM_POLL_MS", 2_000)?,
        })
    }
}

/// The settings of the API.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `API_LISTEN`.
    pub listen: SocketAddr,
    /// `PUBLIC_URL`, without a slash at its end.
    pub public_url: String,
    /// `SECRET_KEY`.
    pub secret_key: SecretString,
    /// `MAX_SEED_CHARS`.
    pub max_seed_chars: usize,
    /// `MAX_ACTIVE_JOBS`: per user.
    pub max_active_jobs: u32,
    /// `PASSWORD_HASHES_AT_ONCE`: each takes 19 MiB and a core for a while.
    pub password_hashes_at_once: usize,
    /// `TRUSTED_PROXIES`: addresses and networks, separated by commas.
    pub trusted_proxies: TrustedProxies,
    pub rate_limits: RateLimits,
    pub streams: StreamSettings,
}

impl Settings {
    pub fn read(vars: &Vars) -> Result<Self, ConfigError> {
        let secret_key = secret_key(vars)?;
        match environment(vars)? {
            Environment::Development => {}
            Environment::Production => refuse_weak(&secret_key)?,
        }
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let listen =
            vars.parse_or("API_LISTEN", "an address and port", ([127, 0, 0, 1], 8000).into())?;
        Ok(Self {
            listen,
            public_url: public_url(vars)?,
            secret_key,
            max_seed_chars: vars.parse_or(
                "MAX_SEED_CHARS",
                "a number",
                DEFAULT_MAX_DOCUMENT_CHARS,
            )?,
            max_active_jobs: vars.parse_or("MAX_ACTIVE_JOBS", "a number", 5)?,
            password_hashes_at_once: vars.parse_or("PASSWORD_HASHES_AT_ONCE", "a number", cores)?,
            trusted_proxies: trusted_proxies(vars)?,
            rate_limits: RateLimits::read(vars)?,
            streams: StreamSettings::read(vars)?,
        })
    }

    /// How the refresh cookie is set: over TLS only, if that is how users come.
    pub fn cookie(&self) -> RefreshCookie {
        if self.public_url.starts_with("https://") {
            RefreshCookie::Secure
        } else {
            RefreshCookie::Plain
        }
    }

    /// The longest document in its longest spelling: a character outside the basic plane takes twelve bytes
    /// when JSON escapes it.
    pub fn max_body_bytes(&self) -> usize {
        64 * 1024 + self.max_seed_chars.saturating_mul(12)
    }
}

/// `ENVIRONMENT`: `development` unless it says `production`.
fn environment(vars: &Vars) -> Result<Environment, ConfigError> {
    match vars.optional("ENVIRONMENT")?.as_deref() {
        None | Some("development") => Ok(Environment::Development),
        Some("production") => Ok(Environment::Production),
        Some(_) => Err(ConfigError::invalid("ENVIRONMENT", "must be development or production")),
    }
}

fn refuse_weak(key: &SecretString) -> Result<(), ConfigError> {
    let text = key.expose_secret().to_lowercase();
    let mut different: Vec<char> = text.chars().collect();
    different.sort_unstable();
    different.dedup();
    let is_sample = SAMPLE_WORDS.iter().any(|word| text.contains(word));
    if is_sample || different.len() < MIN_DIFFERENT_CHARS {
        let reason = "is weak or a sample: in production it must be random, \
                      like the output of `openssl rand -base64 48`";
        return Err(ConfigError::invalid("SECRET_KEY", reason));
    }
    Ok(())
}

fn trusted_proxies(vars: &Vars) -> Result<TrustedProxies, ConfigError> {
    let text = vars.optional("TRUSTED_PROXIES")?.unwrap_or_default();
    text.split(',')
        .map(str::trim)
        .filter(|network| !network.is_empty())
        .map(str::parse::<Network>)
        .collect::<Result<_, _>>()
        .map(TrustedProxies)
        .map_err(|error| ConfigError::invalid("TRUSTED_PROXIES", format!("is wrong: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(more: &[(&str, &str)]) -> Result<Settings, ConfigError> {
        let base = [
            ("SECRET_KEY", "n2Xq8vJ0cT5yRw7Lz1Kd4HbPf9GsMaUe"),
            ("PUBLIC_URL", "https://sim.example.org/"),
        ];
        Settings::read(&base.iter().chain(more).copied().collect())
    }

    #[test]
    fn what_is_not_said_has_a_default() {
        let settings = read(&[]).unwrap();

        assert_eq!(settings.max_seed_chars, 50_000);
        assert_eq!(settings.rate_limits.register, PerMinute(5));
        assert_eq!(settings.cookie(), RefreshCookie::Secure);
    }

    #[test]
    fn a_weak_key_stops_the_start_in_production_only() {
        for weak in ["change-me-change-me-change-me-change-me", &"ab".repeat(20)] {
            assert!(read(&[("SECRET_KEY", weak)]).is_ok());
            let error = read(&[("SECRET_KEY", weak), ("ENVIRONMENT", "production")]).unwrap_err();
            assert!(error.to_string().starts_with("SECRET_KEY is weak"));
            assert!(!error.to_string().contains(weak));
        }
        assert!(read(&[("ENVIRONMENT", "production")]).is_ok());
    }

    #[test]
    fn proxies_are_a_list() {
        let settings = read(&[("TRUSTED_PROXIES", "10.0.0.0/8, ::1")]).unwrap();

        assert_eq!(settings.trusted_proxies.0.len(), 2);
        assert!(read(&[("TRUSTED_PROXIES", "caddy")]).is_err());
    }
}
