//! Leave for others to read or write one object for a while, without a key.

use std::fmt;
use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::presigning::{PresignedRequest, PresigningConfig};

use crate::error::translate;
use crate::{Blob, Error};

/// Who gets the URL: the host is signed, so it has to be the one under which they reach the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    Pod,
    Browser,
}

/// A URL that opens one object to whoever has it: a secret, for as long as it lasts.
#[derive(Clone, PartialEq, Eq)]
pub struct Presigned(String);

impl Presigned {
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Debug for Presigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Presigned([REDACTED])")
    }
}

impl From<PresignedRequest> for Presigned {
    fn from(request: PresignedRequest) -> Self {
        Self(request.uri().to_owned())
    }
}

impl Blob {
    fn for_audience(&self, audience: Audience) -> &Client {
        match audience {
            Audience::Pod => &self.pods,
            Audience::Browser => &self.browsers,
        }
    }

    /// A URL to read `key` for `lifetime`. Whether the object exists is not asked.
    pub async fn presign_get(
        &self,
        audience: Audience,
        key: &str,
        lifetime: Duration,
    ) -> Result<Presigned, Error> {
        let request = self
            .for_audience(audience)
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .presigned(expiry(lifetime)?)
            .await
            .map_err(|error| translate("sign a URL", &error))?;
        Ok(request.into())
    }

    /// A URL to write `key` for `lifetime`, with any content type.
    pub async fn presign_put(
        &self,
        audience: Audience,
        key: &str,
        lifetime: Duration,
    ) -> Result<Presigned, Error> {
        let request = self
            .for_audience(audience)
            .put_object()
            .bucket(&self.bucket)
            .key(key)
            .presigned(expiry(lifetime)?)
            .await
            .map_err(|error| translate("sign a URL", &error))?;
        Ok(request.into())
    }
}

fn expiry(lifetime: Duration) -> Result<PresigningConfig, Error> {
    PresigningConfig::expires_in(lifetime)
        .map_err(|error| Error::Refused { action: "sign a URL", reason: error.to_string() })
}
