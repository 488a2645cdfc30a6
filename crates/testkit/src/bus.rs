//! The test servers' Redis, and jobs that are nobody else's in it.

use secrecy::SecretString;
use simswarm_bus::Bus;
use simswarm_core::JobId;
use simswarm_runtime::config::BusConfig;
use uuid::Uuid;

use crate::services;

/// Its address.
///
/// # Panics
/// If the test servers are not running.
#[expect(clippy::expect_used, reason = "a test without its servers cannot go on")]
pub fn url() -> SecretString {
    BusConfig::read(&services::vars()).expect("the test settings are valid").url
}

/// # Panics
/// If the test servers are not running.
pub async fn open() -> Bus {
    match Bus::open(&url()) {
        Ok(bus) if bus.health().await.is_ok() => bus,
        Ok(_) | Err(_) => services::not_running(),
    }
}

/// A job id that no other test has: databases of their own all begin at 1, Redis is shared.
#[expect(clippy::disallowed_methods, reason = "tests of several processes share the server")]
pub fn job() -> JobId {
    let (high, _) = Uuid::new_v4().as_u64_pair();
    JobId::from((high >> 1).cast_signed())
}
