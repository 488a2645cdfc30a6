//! The run that every test disturbs, and what it must be like afterwards.

use std::time::Duration;

use serde_json::Value;
use simswarm_testkit::wait;
use simswarm_tests::{Installation, Size, User};
use tokio::sync::OnceCell;

pub(crate) const SIZE: Size = Size { agents: 10, rounds: 8 };
pub(crate) const SEED: u64 = 77;
/// Least time of a round: the middle of a run is long enough to do something in.
pub(crate) const PACE: Duration = Duration::from_millis(500);

static UNDISTURBED: OnceCell<Vec<Value>> = OnceCell::const_new();

/// The log of a run that nothing disturbed.
async fn undisturbed() -> Vec<Value> {
    let here = Installation::start(Duration::ZERO).await;
    let user = here.user().await;
    let job = user.launch(SIZE, SEED).await;
    user.until_status(job, "COMPLETED").await;
    let log = user.log(job).await;
    until_no_pod_is_left(&here).await;
    here.finish().await;
    log
}

/// A run whose round `round` is committed, and whichever followed it by then: the installation, whose job it is, its number
/// and that round.
pub(crate) async fn in_the_middle(round: u64) -> (Installation, User, i64, u32) {
    let here = Installation::start(PACE).await;
    let user = here.user().await;
    let job = user.launch(SIZE, SEED).await;
    let committed = user.until_round(job, round).await;
    (here, user, job, committed)
}

/// Waits until the job is completed, and looks at everything that must be as if nothing had happened.
/// `committed` rounds were committed before the disturbance.
pub(crate) async fn completes_undisturbed(
    here: &Installation,
    user: &User,
    job: i64,
    committed: u32,
) {
    user.until_status(job, "COMPLETED").await;
    let expected = UNDISTURBED.get_or_init(undisturbed).await;
    assert!(user.log(job).await == *expected, "the log is another one");

    let report = user.get(&format!("/api/jobs/{job}/report")).await;
    assert_eq!((report.status, &report.body["status"]), (200, &"ready".into()), "{}", report.body);
    let reports = format!("select generation, state from reports where job_id = {job}");
    let ready = serde_json::json!({ "generation": 1, "state": "ready" });
    assert_eq!(here.db.rows(&reports).await, [ready]);

    until_no_pod_is_left(here).await;
    let decided = here.pods.decided();
    assert_eq!(here.pods.last_round(), SIZE.rounds, "the pods' logs do not show every round");
    let twice: Vec<_> =
        decided.iter().filter(|((round, _), times)| *round <= committed && **times > 1).collect();
    assert!(twice.is_empty(), "turns of committed rounds were decided again: {twice:?}");
}

pub(crate) async fn until_no_pod_is_left(here: &Installation) {
    let gone = async || here.pods.processes().is_empty().then_some(());
    wait::until("every process of a pod to be gone", gone).await;
}
