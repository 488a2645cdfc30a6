//! The checkpoint of a run behind presigned URLs: rounds go up, the committed part comes down. A store
//! that is away is waited for; leave that is missing is waited for too, and both can be seen.

mod backoff;
mod resume;
mod transfer;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures::future::try_join_all;
use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::pod::{CastingLink, Resume, Stored};
use simswarm_drive::packed::Packed;
use simswarm_drive::{CheckpointStore, Committed, StoreError};

use self::transfer::{Failed, get, put};
use crate::job::Job;
use crate::storage::backoff::Backoff;

/// How long the object store is put up with.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// The pause after the first failure; it doubles with each further one.
    pub first_pause: Duration,
    /// A store that is away for longer fails the run.
    pub total: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { first_pause: Duration::from_millis(250), total: Duration::from_mins(30) }
    }
}

/// The store of one job.
pub(crate) struct GrantedStore {
    pub(crate) job: Arc<Job>,
    pub(crate) http: reqwest::Client,
    pub(crate) resume: Option<Resume>,
    pub(crate) casting: Option<CastingLink>,
    /// What is recorded of rounds that are not kept yet: an object store takes wholes only.
    pub(crate) answers: Mutex<BTreeMap<u32, Vec<u8>>>,
    pub(crate) patience: Patience,
}

#[async_trait]
impl CheckpointStore for GrantedStore {
    async fn load(&self) -> Result<Committed, StoreError> {
        match &self.resume {
            Some(resume) => self.download(resume).await,
            None => Ok(Committed { casting: self.recorded_cast().await?, ..Committed::default() }),
        }
    }

    async fn reserve(&self, round: u32, objects: &[RoundObject]) -> Result<(), StoreError> {
        let names: Vec<String> = objects.iter().map(|object| object.name(round)).collect();
        let all = try_join_all(names.iter().map(|name| self.granted(name)));
        all.await.map(drop)
    }

    async fn record_answers(&self, round: u32, answers: Packed) -> Result<(), StoreError> {
        self.recorded().insert(round, answers.bytes.clone());
        self.upload_answers(round, answers.bytes).await
    }

    async fn record_more_answers(&self, round: u32, answers: Packed) -> Result<(), StoreError> {
        self.recorded().entry(round).or_default().extend(answers.bytes);
        let all = self.recorded().get(&round).cloned().unwrap_or_default();
        self.upload_answers(round, all).await
    }

    async fn commit(
        &self,
        stored: &Stored,
        objects: Vec<(RoundObject, Packed)>,
    ) -> Result<(), StoreError> {
        let uploads = objects.into_iter().map(|(object, packed)| async move {
            self.upload(&object.name(stored.round), packed.bytes.into()).await
        });
        try_join_all(uploads).await?;
        self.recorded().remove(&stored.round);
        self.job.grants.forget_all(&stored.answers.object);
        Ok(())
    }
}

impl GrantedStore {
    async fn granted(&self, object: &str) -> Result<reqwest::Url, StoreError> {
        tokio::select! {
            biased;
            url = self.job.grants.wait_for(object) => Ok(url),
            () = self.job.cancel.cancelled() => Err(StoreError::Stopped),
        }
    }

    fn recorded(&self) -> MutexGuard<'_, BTreeMap<u32, Vec<u8>>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The leave is not given up: the same object may follow with more answers.
    async fn upload_answers(&self, round: u32, all: Vec<u8>) -> Result<(), StoreError> {
        self.put(&RoundObject::Answers.name(round), all.into()).await.map(drop)
    }

    /// Uploads one object for good.
    async fn upload(&self, object: &str, bytes: Bytes) -> Result<(), StoreError> {
        let url = self.put(object, bytes).await?;
        self.job.grants.forget(object, &url);
        Ok(())
    }

    /// Uploads one object, under a new grant wherever the one at hand is refused. Answers the one that was used.
    async fn put(&self, object: &str, bytes: Bytes) -> Result<reqwest::Url, StoreError> {
        let mut backoff = Backoff::new(self.patience);
        loop {
            let url = self.granted(object).await?;
            match put(&self.http, &url, bytes.clone()).await {
                Ok(()) => {
                    self.job.set_storage_trouble(None);
                    return Ok(url);
                }
                Err(Failed::Refused { status }) => {
                    tracing::warn!(
                        object,
                        http.status = status,
                        "grant refused, waiting for another"
                    );
                    self.job.grants.forget(object, &url);
                }
                Err(Failed::Passing { reason }) => {
                    self.pause(&mut backoff, object, reason).await?;
                }
            }
        }
    }

    /// Downloads one object. There is no other URL to wait for: a refusal is final.
    async fn fetch(&self, object: &str, url: &str) -> Result<Bytes, StoreError> {
        let mut backoff = Backoff::new(self.patience);
        loop {
            match get(&self.http, url).await {
                Ok(bytes) => {
                    self.job.set_storage_trouble(None);
                    return Ok(bytes);
                }
                Err(Failed::Refused { status }) => {
                    let reason = format!("the download of {object} was refused with {status}");
                    return Err(StoreError::Unavailable { reason });
                }
                Err(Failed::Passing { reason }) => {
                    self.pause(&mut backoff, object, reason).await?;
                }
            }
        }
    }

    async fn pause(
        &self,
        backoff: &mut Backoff,
        object: &str,
        reason: String,
    ) -> Result<(), StoreError> {
        tracing::warn!(object, "the object store cannot be used: {reason}");
        let Some(pause) = backoff.next_pause() else {
            return Err(StoreError::Unavailable { reason: format!("{object}: {reason}") });
        };
        self.job.set_storage_trouble(Some(reason));
        tokio::select! {
            () = tokio::time::sleep(pause) => Ok(()),
            () = self.job.cancel.cancelled() => Err(StoreError::Stopped),
        }
    }
}
