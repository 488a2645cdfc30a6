//! Preparing real stores.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::time::Duration;

use simswarm_migrate::{Config, run};
use simswarm_testkit::{TestDb, services};

fn config(db: &TestDb) -> Config {
    let mut config = Config::read(&services::vars()).unwrap();
    config.database.url = db.url();
    config
}

#[tokio::test]
async fn several_at_once_and_one_again_prepare_every_store() {
    let db = TestDb::empty().await;

    let (one, two) = tokio::join!(run(config(&db)), run(config(&db)));
    one.unwrap();
    two.unwrap();
    run(config(&db)).await.unwrap();

    let mut tx = db.store().begin().await.unwrap();
    assert_eq!(tx.routing().list().await.unwrap().len(), 3);
    drop(tx);
    db.finish().await;
}

#[tokio::test]
async fn a_store_that_stays_away_is_named_in_time() {
    let db = TestDb::empty().await;
    let mut config = config(&db);
    config.graph.uri = "bolt://127.0.0.1:1".to_owned();
    config.wait = Duration::from_secs(2);

    let error = format!("{:#}", run(config).await.unwrap_err());

    assert!(error.starts_with("Neo4j: it did not answer within 2 s"), "{error}");
    db.finish().await;
}
