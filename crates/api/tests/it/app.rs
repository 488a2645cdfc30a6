//! An API of a test's own: on a free port, with a database of its own, at a time that stands still.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use simswarm_api::{Api, Parts, Settings};
use simswarm_core::{Ambient, JobId};
use simswarm_runtime::ambient::System;
use simswarm_runtime::config::Vars;
use simswarm_runtime::shutdown::Shutdown;
use simswarm_testkit::{FrozenAmbient, TestDb};
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::client::{Answer, Client};

/// Limits that no test meets by accident, and streams that notice things soon.
const SETTINGS: [(&str, &str); 12] = [
    ("SECRET_KEY", "n2Xq8vJ0cT5yRw7Lz1Kd4HbPf9GsMaUe"),
    ("PUBLIC_URL", "http://127.0.0.1:8080"),
    ("LIMIT_ADDRESS_PER_MINUTE", "100000"),
    ("LIMIT_ACCOUNT_PER_MINUTE", "100000"),
    ("LIMIT_REGISTER_PER_MINUTE", "100000"),
    ("LIMIT_LOGIN_PER_MINUTE", "100000"),
    ("LIMIT_LOGIN_ACCOUNT_PER_MINUTE", "100000"),
    ("LIMIT_REFRESH_PER_MINUTE", "100000"),
    ("LIMIT_CREATE_JOB_PER_MINUTE", "100000"),
    ("MAX_ACTIVE_JOBS", "100"),
    ("STREAM_KEEP_ALIVE_MS", "200"),
    ("STREAM_POLL_MS", "50"),
];

pub(crate) const PASSWORD: &str = "correct horse battery";

/// Time stands still; ids are nobody else's, since the object store, Redis and Neo4j are shared.
#[derive(Clone, Default)]
struct Here(Arc<FrozenAmbient>);

impl Ambient for Here {
    fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }

    fn new_uuid(&self) -> Uuid {
        System.new_uuid()
    }

    fn random_bytes(&self) -> [u8; 32] {
        self.0.random_bytes()
    }
}

pub(crate) struct TestApp {
    pub(crate) db: TestDb,
    ambient: Here,
    pub(crate) parts: Parts,
    shutdown: Shutdown,
    anonymous: Client,
}

impl TestApp {
    pub(crate) async fn new() -> Self {
        Self::with(&[]).await
    }

    /// With settings that differ from the usual ones; addresses of stores may be among them.
    pub(crate) async fn with(more: &[(&str, &str)]) -> Self {
        let db = TestDb::new().await;
        let shutdown = Shutdown::default();
        let ambient = Here::default();
        let vars: Vars = SETTINGS.iter().chain(more).copied().collect();
        let parts = crate::run::stores(&db, more, &shutdown, Arc::new(ambient.clone()));
        let settings = Settings::read(&vars).unwrap();
        let api = Api::new(settings, parts.clone()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        shutdown.spawn(async move { api.serve(listener).await.unwrap() });
        let anonymous = Client::new(format!("http://{address}"));
        Self { db, ambient, parts, shutdown, anonymous }
    }

    pub(crate) fn anonymous(&self) -> Client {
        self.anonymous.clone()
    }

    /// Registers `name@example.org` and signs in.
    pub(crate) async fn sign_up(&self, name: &str) -> (Client, Answer) {
        let body = json!({ "email": format!("{name}@example.org"), "password": PASSWORD });
        let answer = self.anonymous.post("/api/auth/register", &body).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        let token = answer.json()["token"].as_str().unwrap().to_owned();
        (self.anonymous.with_token(&token), answer)
    }

    pub(crate) async fn user(&self) -> Client {
        self.sign_up("ann").await.0
    }

    pub(crate) async fn other_user(&self) -> Client {
        self.sign_up("bob").await.0
    }

    pub(crate) fn advance(&self, by: TimeDelta) {
        self.ambient.0.advance(by);
    }

    pub(crate) fn ambient(&self) -> &dyn Ambient {
        &self.ambient
    }

    /// Ends every stream, as the end of the process does.
    pub(crate) fn stop(&self) {
        self.shutdown.begin();
    }

    pub(crate) async fn finish(self) {
        self.shutdown.begin();
        self.parts.store.close().await;
        self.db.finish().await;
    }
}

/// A request that is taken; each test changes what it is about.
pub(crate) fn a_job() -> Value {
    json!({
        "seed_text": "The port of Varn will raise its fees in spring.",
        "goal": "Will the carriers leave?",
        "tier": "small",
        "enrich_web": false,
        "forecast_days": 30,
    })
}

/// Creates a job and answers its id.
pub(crate) async fn create(client: &Client, change: impl FnOnce(&mut Value)) -> JobId {
    let mut body = a_job();
    change(&mut body);
    let answer = client.post("/api/jobs", &body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    JobId::from(answer.json()["id"].as_i64().unwrap())
}
