//! The migrations, as several starting processes apply them.

use simswarm_store::{StoreError, migrate};
use simswarm_testkit::TestDb;

#[tokio::test]
async fn processes_that_start_together_migrate_once() {
    let db = TestDb::empty().await;
    let url = db.url();

    let (one, two, three) =
        tokio::join!(migrate::run(&url), migrate::run(&url), migrate::run(&url));

    let mut applied = [one.unwrap().len(), two.unwrap().len(), three.unwrap().len()];
    applied.sort_unstable();
    assert_eq!((applied[0], applied[1]), (0, 0));
    assert!(applied[2] > 0);
    assert!(migrate::run(&url).await.unwrap().is_empty());
    db.finish().await;
}

#[tokio::test]
async fn a_database_that_is_away_is_a_sentence_without_its_password() {
    let url = "postgres://ann:hunter2@127.0.0.1:1/simswarm".into();

    let error = migrate::run(&url).await.unwrap_err();

    assert!(matches!(error, StoreError::Unreachable { .. }));
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}
