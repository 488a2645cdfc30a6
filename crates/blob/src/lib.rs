//! S3: what is big. Objects are written whole, read with a cap, and deleted by prefix; pods and browsers
//! get presigned URLs, made for the address at which they reach the store.

mod error;
mod object;
mod packed;
mod presign;

use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{
    BehaviorVersion, Credentials, Region, RequestChecksumCalculation, ResponseChecksumValidation,
};
use secrecy::ExposeSecret;

pub use error::Error;
pub use packed::Mismatch;
pub use presign::{Audience, Presigned};
pub use simswarm_core::stores::BlobSettings as Settings;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);
const OPERATION_TIMEOUT: Duration = Duration::from_mins(1);
const ATTEMPTS: u32 = 3;

/// A bucket. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Blob {
    server: Client,
    pods: Client,
    browsers: Client,
    bucket: String,
}

impl Blob {
    /// It connects when it is first used.
    pub fn open(settings: &Settings) -> Self {
        Self {
            server: client(settings, &settings.endpoint),
            pods: client(settings, &settings.pod_endpoint),
            browsers: client(settings, &settings.public_endpoint),
            bucket: settings.bucket.clone(),
        }
    }
}

/// Checksums only where they are required: stores that are not Amazon's refuse the SDK's own default.
fn client(settings: &Settings, endpoint: &str) -> Client {
    let credentials = Credentials::new(
        settings.access_key.expose_secret(),
        settings.secret_key.expose_secret(),
        None,
        None,
        "settings",
    );
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .operation_attempt_timeout(ATTEMPT_TIMEOUT)
        .operation_timeout(OPERATION_TIMEOUT)
        .build();
    let config = aws_sdk_s3::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(settings.region.clone()))
        .credentials_provider(credentials)
        .endpoint_url(endpoint)
        .force_path_style(true)
        .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
        .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
        .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS))
        .timeout_config(timeouts)
        .build();
    Client::from_conf(config)
}
