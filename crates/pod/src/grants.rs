//! Leave to upload: one presigned URL per object, handed out by the control plane, used up, refused,
//! given anew.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use reqwest::Url;
use simswarm_core::contract::pod::Grant;
use tokio::sync::watch;

/// A grant that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the grant of {object} is no URL of http or https")]
pub(crate) struct NotAUrl {
    object: String,
}

/// The grants that were given and are not spent.
#[derive(Default)]
pub(crate) struct Grants {
    held: Mutex<Held>,
    given: watch::Sender<u64>,
}

#[derive(Default)]
struct Held {
    urls: BTreeMap<String, Url>,
    /// Objects that somebody waits for leave to upload.
    wanted: BTreeSet<String>,
}

impl Grants {
    /// Takes grants, all of them or none; a newer one replaces an older one for the same object.
    pub(crate) fn give(&self, grants: &[Grant]) -> Result<(), NotAUrl> {
        let urls: Vec<_> = grants.iter().map(parse).collect::<Result<_, _>>()?;
        self.held().urls.extend(urls);
        self.given.send_modify(|times| *times += 1);
        Ok(())
    }

    /// The URL for this object, once there is one.
    pub(crate) async fn wait_for(&self, object: &str) -> Url {
        let mut given = self.given.subscribe();
        let _want = Want::new(self, object);
        loop {
            given.borrow_and_update();
            if let Some(url) = self.held().urls.get(object) {
                return url.clone();
            }
            if given.changed().await.is_err() {
                // Nobody can give any more: whoever waits here is dropped with the process.
                std::future::pending::<()>().await;
            }
        }
    }

    /// Forgets a URL that is spent or was refused, unless it was replaced meanwhile.
    pub(crate) fn forget(&self, object: &str, url: &Url) {
        let mut held = self.held();
        if held.urls.get(object) == Some(url) {
            held.urls.remove(object);
        }
    }

    /// Forgets whatever leave there is for an object that needs none any more.
    pub(crate) fn forget_all(&self, object: &str) {
        self.held().urls.remove(object);
    }

    /// The objects that somebody waits for leave to upload.
    pub(crate) fn missing(&self) -> Vec<String> {
        let held = self.held();
        held.wanted.iter().filter(|object| !held.urls.contains_key(*object)).cloned().collect()
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Shows for as long as it lives that an object is waited for.
struct Want<'a> {
    grants: &'a Grants,
    object: String,
}

impl<'a> Want<'a> {
    fn new(grants: &'a Grants, object: &str) -> Self {
        grants.held().wanted.insert(object.to_owned());
        Self { grants, object: object.to_owned() }
    }
}

impl Drop for Want<'_> {
    fn drop(&mut self) {
        self.grants.held().wanted.remove(&self.object);
    }
}

fn parse(grant: &Grant) -> Result<(String, Url), NotAUrl> {
    let object = grant.object.clone();
    match Url::parse(&grant.url) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok((object, url)),
        Ok(_) | Err(_) => Err(NotAUrl { object }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(url: &str) -> Grant {
        Grant { object: "r1.events.zst".to_owned(), url: url.to_owned() }
    }

    #[tokio::test]
    async fn whoever_waits_gets_the_url_once_it_is_given() {
        let grants = Grants::default();

        let (url, ()) = tokio::join!(grants.wait_for("r1.events.zst"), async {
            assert_eq!(grants.missing(), ["r1.events.zst"]);
            grants.give(&[grant("http://store/1")]).unwrap();
        });

        assert_eq!(url.as_str(), "http://store/1");
        assert!(grants.missing().is_empty());
    }

    #[test]
    fn a_replaced_url_survives_the_refusal_of_the_old_one() {
        let grants = Grants::default();
        grants.give(&[grant("http://store/old")]).unwrap();
        let old = Url::parse("http://store/old").unwrap();
        grants.give(&[grant("http://store/new")]).unwrap();

        grants.forget("r1.events.zst", &old);

        assert_eq!(grants.held().urls.len(), 1);
    }

    #[test]
    fn a_url_that_leads_elsewhere_is_refused() {
        assert!(Grants::default().give(&[grant("file:///etc/passwd")]).is_err());
        assert!(Grants::default().give(&[grant("not a url")]).is_err());
    }
}
