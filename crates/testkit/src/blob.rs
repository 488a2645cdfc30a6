//! A corner of the test bucket for each test.

use simswarm_blob::{Blob, Settings};
use simswarm_runtime::config;
use uuid::Uuid;

use crate::services;

/// The settings of the test servers' bucket.
///
/// # Panics
/// If the test servers are not running.
#[expect(clippy::expect_used, reason = "a test without its servers cannot go on")]
pub fn settings() -> Settings {
    config::blob(&services::vars()).expect("the test settings are valid")
}

/// The test bucket, which is made if need be.
///
/// # Panics
/// If the test servers are not running.
pub async fn open() -> Blob {
    let blob = Blob::open(&settings());
    if blob.ensure_bucket().await.is_err() {
        services::not_running();
    }
    blob
}

/// A prefix that is nobody else's.
#[expect(clippy::disallowed_methods, reason = "tests of several processes share the bucket")]
pub fn prefix() -> String {
    format!("test/{}/", Uuid::new_v4())
}
