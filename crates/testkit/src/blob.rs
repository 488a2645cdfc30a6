//! A corner of the test bucket for each test.

use simswarm_blob::{Blob, Settings};
use simswarm_runtime::config::BlobConfig;
use uuid::Uuid;

use crate::services;

/// The settings of the test servers' bucket.
///
/// # Panics
/// If the test servers are not running.
#[expect(clippy::expect_used, reason = "a test without its servers cannot go on")]
pub fn settings() -> Settings {
    let config = BlobConfig::read(&services::vars()).expect("the test settings are valid");
    Settings {
        endpoint: config.endpoint,
        pod_endpoint: config.pod_endpoint,
        public_endpoint: config.public_endpoint,
        region: config.region,
        bucket: config.bucket,
        access_key: config.access_key,
        secret_key: config.secret_key,
    }
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
