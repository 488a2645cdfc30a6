//! Looking into a test's database from outside our repositories: what is there, and whether it changed.
#![expect(clippy::expect_used, reason = "a test that cannot look cannot go on")]

use std::collections::BTreeMap;

use secrecy::ExposeSecret;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::TestDb;

impl TestDb {
    /// The rows that `select` gives, as JSON objects.
    ///
    /// # Panics
    /// If the statement fails.
    pub async fn rows(&self, select: &str) -> Vec<Value> {
        let mut connection =
            PgConnection::connect(self.url().expose_secret()).await.expect("the database answers");
        let statement = format!("select to_jsonb(r) from ({select}) r");
        let rows = sqlx::query_scalar(AssertSqlSafe(statement))
            .fetch_all(&mut connection)
            .await
            .expect("the statement is valid");
        connection.close().await.expect("a connection can be closed");
        rows
    }

    /// Everything in every table, by name: two equal answers mean that nothing changed in between.
    ///
    /// # Panics
    /// If the database is away.
    pub async fn contents(&self) -> BTreeMap<String, Vec<Value>> {
        let tables = "select table_name as name from information_schema.tables
                      where table_schema = 'public' and table_type = 'BASE TABLE'";
        let mut contents = BTreeMap::new();
        for table in self.rows(tables).await {
            let name = table["name"].as_str().expect("a table has a name").to_owned();
            let rows = self.rows(&format!("select * from \"{name}\" t order by t::text")).await;
            contents.insert(name, rows);
        }
        contents
    }
}
