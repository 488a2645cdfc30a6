//! A database for each test, copied from a template that is migrated once.
#![expect(clippy::expect_used, reason = "a test without its database cannot go on")]

use secrecy::{ExposeSecret, SecretString};
use simswarm_runtime::config::DatabaseConfig;
use simswarm_store::{Store, migrate};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::services;

/// Held by whoever makes the template. Any number that is nobody else's.
const LOCK: &str = "select pg_advisory_lock(7301847)";
const CONNECTIONS: u32 = 5;

static TEMPLATE: OnceCell<String> = OnceCell::const_new();

/// A database of a test's own. It goes with [`Self::finish`]; without, it stays for a look.
#[derive(Debug)]
pub struct TestDb {
    store: Store,
    name: String,
}

impl TestDb {
    /// # Panics
    /// If the test servers are not running.
    pub async fn new() -> Self {
        let template = TEMPLATE.get_or_init(make_template).await;
        let db = Self::create(&format!("template {template}")).await;
        db.store.health().await.expect("a new database answers");
        db
    }

    /// A database without our schema, for tests of the migrations themselves.
    pub async fn empty() -> Self {
        Self::create("").await
    }

    async fn create(options: &str) -> Self {
        let name = format!("sim_test_{}", unique());
        let mut admin = admin().await;
        execute(&mut admin, format!("create database {name} {options}")).await;
        let store = Store::open(&url_of(&name), CONNECTIONS).expect("the address is valid");
        Self { store, name }
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Lets the next job have the number `first`: for tests whose jobs meet other tests' in a store that
    /// knows jobs by their number alone.
    ///
    /// # Panics
    /// If the test servers are not running.
    pub async fn number_jobs_from(&self, first: u32) {
        let url = self.url();
        let mut own = PgConnection::connect(url.expose_secret()).await.expect("it connects");
        execute(&mut own, format!("alter table jobs alter column id restart with {first}")).await;
    }

    /// The address of this database alone.
    pub fn url(&self) -> SecretString {
        url_of(&self.name)
    }

    /// Drops the database: the last line of a test that passed.
    ///
    /// # Panics
    /// If the test servers are not running.
    pub async fn finish(self) {
        self.store.close().await;
        let mut admin = admin().await;
        // Force would refuse when the server is vacuuming, since that is no process of ours; without it the
        // server stops its own vacuuming. So whoever else is still connected is ended here, for good.
        execute(&mut admin, format!("alter database {} allow_connections false", self.name)).await;
        sqlx::query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = current_user")
            .bind(&self.name)
            .execute(&mut admin)
            .await
            .expect("connections of this role can be ended by it");
        execute(&mut admin, format!("drop database {}", self.name)).await;
    }
}

#[expect(clippy::disallowed_methods, reason = "tests of several processes share the server")]
fn unique() -> String {
    Uuid::new_v4().simple().to_string()
}

fn config() -> DatabaseConfig {
    DatabaseConfig::read(&services::vars()).expect("the test servers' settings are valid")
}

fn url_of(name: &str) -> SecretString {
    let url = config().url;
    let (server, _) = url.expose_secret().rsplit_once('/').expect("the address names a database");
    format!("{server}/{name}").into()
}

async fn admin() -> PgConnection {
    match PgConnection::connect(config().url.expose_secret()).await {
        Ok(connection) => connection,
        Err(_) => services::not_running(),
    }
}

/// For statements that take no parameters; the names in them are made here.
async fn execute(connection: &mut PgConnection, statement: String) {
    connection.execute(AssertSqlSafe(statement)).await.expect("the test server does as it is told");
}

/// The template's name tells which migrations it has. It gets its name last, so that one that was only
/// half made is never used.
async fn make_template() -> String {
    let name = format!("sim_template_{:016x}", migrate::fingerprint());
    let mut admin = admin().await;
    execute(&mut admin, LOCK.to_owned()).await;
    let found = sqlx::query("select 1 from pg_database where datname = $1")
        .bind(&name)
        .fetch_optional(&mut admin)
        .await
        .expect("the server lists its databases");
    if found.is_none() {
        let draft = format!("sim_draft_{}", unique());
        execute(&mut admin, format!("create database {draft}")).await;
        migrate::run(&url_of(&draft)).await.expect("the migrations apply to an empty database");
        execute(&mut admin, format!("alter database {draft} rename to {name}")).await;
    }
    admin.close().await.expect("the connection, and the lock with it, can be given back");
    name
}
