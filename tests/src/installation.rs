//! The programs and the stores of one installation.

use std::net::TcpListener;
use std::path::PathBuf;
use std::time::Duration;

use secrecy::ExposeSecret;
use simswarm_testkit::{Door, OwnRedis, Program, TestDb, services, wait};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{Pods, User};

/// What programs are told about the stores that tests share, besides their addresses.
const SHARED: [&str; 6] =
    ["S3_REGION", "S3_BUCKET", "S3_ACCESS_KEY", "S3_SECRET_KEY", "NEO4J_USER", "NEO4J_PASSWORD"];

/// Limits that no test meets by accident, and a key that is nobody's.
const OWN: [(&str, &str); 6] = [
    ("SECRET_KEY", "q7Zk2Vw9xT4bN8mR1sLcY6dJ3hF5gP0a"),
    ("PUBLIC_URL", "http://127.0.0.1:8080"),
    ("LIMIT_ADDRESS_PER_MINUTE", "100000"),
    ("LIMIT_ACCOUNT_PER_MINUTE", "100000"),
    ("STREAM_KEEP_ALIVE_MS", "500"),
    ("STREAM_POLL_MS", "100"),
];

/// Before each store that tests share.
#[derive(Debug)]
pub struct Doors {
    pub postgres: Door,
    pub temporal: Door,
    pub objects: Door,
    pub graph: Door,
}

/// Programs are dropped, and so killed, before the pods that they could start again.
#[derive(Debug)]
pub struct Installation {
    pub app: Program,
    pub temporal_worker: Program,
    pub report_worker: Program,
    pub pods: Pods,
    pub redis: OwnRedis,
    pub doors: Doors,
    pub db: TestDb,
    address: String,
    _files: TempDir,
}

impl Installation {
    /// One with everything up, where a round takes at least `pace`.
    pub async fn start(pace: Duration) -> Self {
        let mut here = Self::prepare(pace).await;
        here.start_programs().await;
        here
    }

    /// Starts every program, and waits for the API.
    pub async fn start_programs(&mut self) {
        self.app.start();
        self.temporal_worker.start();
        self.report_worker.start();
        self.until_api_answers().await;
    }

    /// One with its stores prepared, and no program running yet.
    pub async fn prepare(pace: Duration) -> Self {
        let files = TempDir::new().unwrap();
        let (db, redis) = (TestDb::empty().await, OwnRedis::start());
        let doors = Doors::before(&db).await;
        let address = free_address();
        let vars = variables(&files, &doors, &redis, &address, pace);
        let program = |name: &str| {
            let log = files.path().join(format!("{name}.log"));
            let mut program = Program::new(&programs().join(name), &log);
            for (name, value) in &vars {
                program.set(name, value);
            }
            program
        };
        program("simswarm-migrate").run().await;
        Self {
            app: program("simswarm-api"),
            temporal_worker: program("simswarm-temporal-worker"),
            report_worker: program("simswarm-report-worker"),
            pods: Pods::in_folder(files.path().join("pods")),
            redis,
            doors,
            db,
            address,
            _files: files,
        }
    }

    /// Waits for an answer to anything; nobody can be sent away by a program that is not up.
    pub async fn until_api_answers(&self) {
        let nobody = User::anonymous(&self.address);
        wait::until("the API to answer", async || nobody.try_get("/api/health").await).await;
    }

    /// Somebody new, signed in.
    pub async fn user(&self) -> User {
        User::register(&self.address).await
    }

    /// Takes everything away; the last line of a test that passed.
    pub async fn finish(self) {
        let left = self.pods.processes();
        assert!(left.is_empty(), "processes of pods are left: {left:?}");
        self.doors.objects.open();
        self.doors.graph.open();
        let (blob, graphs) =
            (simswarm_testkit::blob::open().await, simswarm_testkit::graph::open().await);
        for run in self.db.rows("select id from runs").await {
            let id = run["id"].as_str().unwrap();
            blob.delete_prefix(&format!("runs/{id}/")).await.unwrap();
            graphs.delete(id.parse().unwrap()).await.unwrap();
        }
        let Self { app, temporal_worker, report_worker, db, .. } = self;
        drop((app, temporal_worker, report_worker));
        db.finish().await;
    }
}

impl Doors {
    async fn before(db: &TestDb) -> Self {
        let at = |name: &'static str| {
            services::settings(&[name]).map(|(_, value)| value).next().unwrap()
        };
        Self {
            postgres: Door::before(db.url().expose_secret()).await,
            temporal: Door::before(&at("TEMPORAL_ADDRESS")).await,
            objects: Door::before(&at("S3_ENDPOINT")).await,
            graph: Door::before(&at("NEO4J_URI")).await,
        }
    }
}

/// Everything that the programs are told.
fn variables(
    files: &TempDir,
    doors: &Doors,
    redis: &OwnRedis,
    address: &str,
    pace: Duration,
) -> Vec<(String, String)> {
    let id = unique();
    let own = [
        ("DATABASE_URL", doors.postgres.address().to_owned()),
        ("REDIS_URL", redis.url()),
        ("TEMPORAL_ADDRESS", doors.temporal.address().to_owned()),
        ("TEMPORAL_NAMESPACE", format!("chaos-{id}")),
        ("INSTALLATION", format!("c{}", &id[20..])),
        ("S3_ENDPOINT", doors.objects.address().to_owned()),
        ("S3_POD_ENDPOINT", doors.objects.address().to_owned()),
        ("S3_PUBLIC_ENDPOINT", doors.objects.address().to_owned()),
        ("NEO4J_URI", doors.graph.address().to_owned()),
        ("API_LISTEN", address.to_owned()),
        ("PODS_DIR", files.path().join("pods").display().to_string()),
        ("PACE_MS", pace.as_millis().to_string()),
    ];
    let fixed = OWN.into_iter().map(|(name, value)| (name, value.to_owned()));
    let all = services::settings(&SHARED).chain(fixed).chain(own);
    all.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Where `deploy/native/build` puts our programs: in the same place for tests and benchmarks, whose own
/// profile says nothing about them.
pub fn programs() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    own.ancestors().nth(3).map(|target| target.join("debug")).unwrap()
}

/// The kernel names a free port; nobody else gets it in the moment before the API takes it.
fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

#[expect(
    clippy::disallowed_methods,
    reason = "installations of several processes share the servers"
)]
fn unique() -> String {
    Uuid::new_v4().simple().to_string()
}
