//! A small object store: PUT and GET by path, whatever the signature, unless it was told to refuse it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

#[derive(Clone, Default)]
pub(crate) struct ObjectServer {
    inner: Arc<Mutex<Inner>>,
    url: String,
    tasks: TaskTracker,
}

#[derive(Default)]
struct Inner {
    objects: BTreeMap<String, Bytes>,
    /// How often the upload of an object fails before it is taken.
    failures: BTreeMap<String, u32>,
    /// Signatures that are refused as expired.
    expired: Vec<String>,
}

impl ObjectServer {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Self { url, ..Self::default() };
        let app = Router::new().fallback(answer).with_state(server.clone());
        server.tasks.spawn(async move { axum::serve(listener, app).await.unwrap() });
        server
    }

    /// A URL as a control plane would sign it.
    pub(crate) fn url(&self, key: &str, signature: &str) -> String {
        format!("{}/{key}?signature={signature}", self.url)
    }

    pub(crate) fn object(&self, key: &str) -> Option<Bytes> {
        self.inner.lock().unwrap().objects.get(key).cloned()
    }

    pub(crate) fn replace(&self, key: &str, bytes: Vec<u8>) {
        self.inner.lock().unwrap().objects.insert(key.to_owned(), bytes.into());
    }

    pub(crate) fn fail(&self, key: &str, times: u32) {
        self.inner.lock().unwrap().failures.insert(key.to_owned(), times);
    }

    pub(crate) fn expire(&self, signature: &str) {
        self.inner.lock().unwrap().expired.push(signature.to_owned());
    }
}

async fn answer(
    State(server): State<ObjectServer>,
    method: Method,
    uri: Uri,
    body: Bytes,
) -> (StatusCode, Bytes) {
    let key = uri.path().trim_start_matches('/').to_owned();
    let signature = uri.query().and_then(|query| query.strip_prefix("signature="));
    let found = server.inner.lock().unwrap().answer(&method, key, signature, body);
    found.map_or_else(|status| (status, Bytes::new()), |bytes| (StatusCode::OK, bytes))
}

impl Inner {
    fn answer(
        &mut self,
        method: &Method,
        key: String,
        signature: Option<&str>,
        body: Bytes,
    ) -> Result<Bytes, StatusCode> {
        if self.expired.iter().any(|expired| Some(expired.as_str()) == signature) {
            return Err(StatusCode::FORBIDDEN);
        }
        if method == Method::GET {
            return self.objects.get(&key).cloned().ok_or(StatusCode::NOT_FOUND);
        }
        if let Some(left) = self.failures.get_mut(&key)
            && *left > 0
        {
            *left -= 1;
            return Err(StatusCode::SERVICE_UNAVAILABLE);
        }
        self.objects.insert(key, body);
        Ok(Bytes::new())
    }
}
