//! A run ends once it has lost too many turns; what it has is kept, and it goes on from there.

use simswarm_drive::directory::{DirectoryStore, RunIdentity};
use simswarm_drive::{DriveError, Ended, Execution};
use simswarm_testkit::llm::Fault;

use super::{by_schema, endpoint, mind, play, sensible};
use crate::world::{self, input};

#[tokio::test]
async fn a_dead_endpoint_ends_the_run_and_a_living_one_goes_on_with_it() {
    let fake = sensible().await;
    let mind = mind(endpoint(&fake), by_schema());
    let input = input(7, 30, 6);
    let directory = tempfile::tempdir().unwrap();
    let store = DirectoryStore::open(directory.path(), &RunIdentity::of(&input)).unwrap();
    fake.fail_every(1, Fault::error(401, "authentication_error", "no"));

    let error = world::play(&store, &mind, &input, Execution::default()).await.unwrap_err();

    assert!(matches!(error, DriveError::ErrorBudget { .. }), "{error}");
    let sentence = error.to_string();
    assert!(
        sentence.ends_with("The last reason was: the model's endpoint wants a key (status 401)"),
        "{sentence}"
    );
    let kept = store.folder().rounds().unwrap().len();
    assert!(kept > 0 && kept < 7, "{kept} rounds are kept");

    fake.recover();
    let ended = world::play(&store, &mind, &input, Execution::default()).await.unwrap();

    assert!(matches!(ended, Ended::Finished { rounds: 6, .. }));
}

#[tokio::test]
async fn a_wrong_model_name_is_told_with_those_that_there_are() {
    let fake = sensible().await;
    let mut endpoint = endpoint(&fake);
    endpoint.model = "fake-70b".to_owned();

    let run = play(&mind(endpoint, by_schema()), &input(7, 30, 6)).await;

    let sentence = run.ended.as_ref().unwrap_err().to_string();
    assert!(
        sentence.ends_with("the model's endpoint does not serve \"fake-70b\"; it serves fake-8b"),
        "{sentence}"
    );
    assert_eq!(run.count("turn_decided"), 0);
}
