//! Objects by this process itself: put, get, list, delete; and the bucket.

use aws_sdk_s3::operation::get_object::{GetObjectError, GetObjectOutput};
use aws_sdk_s3::operation::head_object::HeadObjectError;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{Delete, ObjectIdentifier};
use bytes::{Bytes, BytesMut};

use crate::error::translate;
use crate::{Blob, Error};

/// The most keys that one deletion may name.
const DELETE_BATCH: usize = 1_000;

impl Blob {
    /// Writes an object whole, over whatever was there.
    pub async fn put(
        &self,
        key: &str,
        content_type: &'static str,
        bytes: Bytes,
    ) -> Result<(), Error> {
        self.server
            .put_object()
            .bucket(&self.bucket)
            .key(key)
            .content_type(content_type)
            .body(ByteStream::from(bytes))
            .send()
            .await
            .map_err(|error| translate("write an object", &error))?;
        Ok(())
    }

    /// Reads an object of at most `cap` bytes.
    pub async fn get(&self, key: &str, cap: u64) -> Result<Bytes, Error> {
        let sent = self.server.get_object().bucket(&self.bucket).key(key).send().await;
        match sent {
            Ok(object) => read(key, object, cap).await,
            Err(error) => {
                let missing = error.as_service_error().is_some_and(GetObjectError::is_no_such_key);
                if missing {
                    Err(Error::NotFound { key: key.to_owned() })
                } else {
                    Err(translate("read an object", &error))
                }
            }
        }
    }

    /// Whether there is an object of that key.
    pub async fn exists(&self, key: &str) -> Result<bool, Error> {
        match self.server.head_object().bucket(&self.bucket).key(key).send().await {
            Ok(_) => Ok(true),
            Err(error) if error.as_service_error().is_some_and(HeadObjectError::is_not_found) => {
                Ok(false)
            }
            Err(error) => Err(translate("look for an object", &error)),
        }
    }

    /// The keys that begin with `prefix`, in order.
    pub async fn list(&self, prefix: &str) -> Result<Vec<String>, Error> {
        let mut pages = self
            .server
            .list_objects_v2()
            .bucket(&self.bucket)
            .prefix(prefix)
            .into_paginator()
            .send();
        let mut keys = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| translate("list objects", &error))?;
            keys.extend(page.contents.into_iter().flatten().filter_map(|object| object.key));
        }
        Ok(keys)
    }

    /// Deletes every object whose key begins with `prefix`. Answers how many that were. An empty prefix
    /// would be the whole bucket: it is refused.
    pub async fn delete_prefix(&self, prefix: &str) -> Result<usize, Error> {
        if prefix.is_empty() {
            let reason = "the prefix is empty".to_owned();
            return Err(Error::Refused { action: "delete objects", reason });
        }
        let keys = self.list(prefix).await?;
        for batch in keys.chunks(DELETE_BATCH) {
            self.delete_batch(batch).await?;
        }
        Ok(keys.len())
    }

    async fn delete_batch(&self, keys: &[String]) -> Result<(), Error> {
        let refused = |reason: String| Error::Refused { action: "delete objects", reason };
        let objects = keys
            .iter()
            .map(|key| ObjectIdentifier::builder().key(key).build())
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| refused(error.to_string()))?;
        let batch = Delete::builder()
            .set_objects(Some(objects))
            .quiet(true)
            .build()
            .map_err(|error| refused(error.to_string()))?;
        let answer = self
            .server
            .delete_objects()
            .bucket(&self.bucket)
            .delete(batch)
            .send()
            .await
            .map_err(|error| translate("delete objects", &error))?;
        // The call succeeds although some of its objects could not be deleted: they are in the answer.
        match answer.errors().first() {
            None => Ok(()),
            Some(error) => Err(refused(error.code().unwrap_or("no reason given").to_owned())),
        }
    }

    /// Makes the bucket unless it is there: safe to call by several at once.
    pub async fn ensure_bucket(&self) -> Result<(), Error> {
        if self.health().await.is_ok() {
            return Ok(());
        }
        match self.server.create_bucket().bucket(&self.bucket).send().await {
            Ok(_) => Ok(()),
            Err(error)
                if error.as_service_error().is_some_and(|error| {
                    error.is_bucket_already_owned_by_you() || error.is_bucket_already_exists()
                }) =>
            {
                Ok(())
            }
            Err(error) => Err(translate("make the bucket", &error)),
        }
    }

    /// Whether the store answers, and has the bucket.
    pub async fn health(&self) -> Result<(), Error> {
        self.server
            .head_bucket()
            .bucket(&self.bucket)
            .send()
            .await
            .map_err(|error| translate("look for the bucket", &error))?;
        Ok(())
    }
}

/// Collects a body without trusting its declared length.
async fn read(key: &str, object: GetObjectOutput, cap: u64) -> Result<Bytes, Error> {
    let too_large = |length: u64| Error::TooLarge { key: key.to_owned(), length, cap };
    let declared = object.content_length().and_then(|length| u64::try_from(length).ok());
    if let Some(length) = declared.filter(|length| *length > cap) {
        return Err(too_large(length));
    }
    let mut body = object.body;
    let mut bytes = BytesMut::new();
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|error| Error::Unavailable { reason: error.to_string() })?;
        bytes.extend_from_slice(&chunk);
        if bytes.len() as u64 > cap {
            return Err(too_large(bytes.len() as u64));
        }
    }
    Ok(bytes.freeze())
}
