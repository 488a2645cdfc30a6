//! A run from its beginning to its end.

use simswarm_core::contract::pod::{PodEvent, PodPhase, PodStatus, PodWait};

use crate::control::{TestPod, grants, input, job, log, stored, undisturbed};
use crate::object_server::ObjectServer;

#[tokio::test]
async fn a_run_is_stored_round_by_round_and_has_the_log_of_the_terminal_command() {
    let (store, pod) = (ObjectServer::start().await, TestPod::start().await);
    let mut request = job(6);
    request.grants = grants(&store, 1, 0..=6, "first");

    assert_eq!(pod.submit(&request).await, 202);
    let events = pod.events(0).await;

    let numbers: Vec<_> = events.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, (1..=8).collect::<Vec<_>>());
    let rounds = stored(&events);
    assert_eq!(rounds.iter().map(|stored| stored.round).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5, 6]);
    let kept: Vec<_> =
        rounds.iter().filter(|it| it.snapshot.is_some()).map(|it| it.round).collect();
    assert_eq!(kept, [0, 5]);
    for pair in rounds.windows(2) {
        assert_eq!(pair[1].seq_from, pair[0].seq_to + 1);
    }
    let last = rounds.last().unwrap().seq_to;
    assert_eq!(events.last().unwrap().1, PodEvent::Finished { rounds: 6, events: last });
    assert_eq!(log(&store, 1, &rounds), undisturbed(&input(6)).await);
    let status = pod.status().await;
    assert_eq!((status.phase, status.round, status.waiting), (PodPhase::Finished, 6, None));
    assert!(status.turns > 0);
}

#[tokio::test]
async fn a_reader_that_comes_back_goes_on_after_what_it_has() {
    let (store, pod) = (ObjectServer::start().await, TestPod::start().await);
    let mut request = job(3);
    request.grants = grants(&store, 1, 0..=3, "first");
    pod.submit(&request).await;
    let all = pod.events(0).await;

    let rest = pod.events(2).await;

    assert_eq!(rest, all[2..]);
    assert_eq!(rest[0].0, 3);
}

#[tokio::test]
async fn no_round_is_played_that_may_not_be_stored() {
    let (store, pod) = (ObjectServer::start().await, TestPod::start().await);
    let mut request = job(4);
    request.grants = grants(&store, 1, 0..=2, "first");
    pod.submit(&request).await;

    // It asks for the next round's grants while it still stores the last round that it may.
    let waits = |status: &PodStatus| status.waiting.is_some() && status.round == 2;
    let status = pod.status_until(waits).await;

    let names = ["r3.answers.zst", "r3.events.zst", "r3.ops.zst"].map(str::to_owned).to_vec();
    assert_eq!(status.waiting, Some(PodWait::Grants { objects: names }));
    assert_eq!(status.phase, PodPhase::Running);
    pod.grant(grants(&store, 1, 3..=4, "second")).await;
    let events = pod.events(0).await;
    assert_eq!(log(&store, 1, &stored(&events)), undisturbed(&input(4)).await);
}

#[tokio::test]
async fn a_cancelled_run_stops_and_keeps_what_is_stored() {
    let (store, pod) = (ObjectServer::start().await, TestPod::start().await);
    let mut request = job(50);
    request.pace_ms = 3_600_000;
    request.grants = grants(&store, 1, 0..=50, "first");
    pod.submit(&request).await;
    pod.status_until(|status| status.round == 1).await;

    let answer = pod.post("/cancel").send().await.unwrap();

    assert_eq!(answer.status(), 202);
    let events = pod.events(0).await;
    assert_eq!(events.last().unwrap().1, PodEvent::Stopped { round: 1 });
    assert_eq!(stored(&events).len(), 2);
    assert_eq!(pod.status().await.phase, PodPhase::Stopped);
}

#[tokio::test]
async fn a_run_that_waits_for_grants_can_be_cancelled() {
    let pod = TestPod::start().await;
    pod.submit(&job(2)).await;
    pod.status_until(|status| status.waiting.is_some()).await;

    pod.post("/cancel").send().await.unwrap();

    assert_eq!(pod.events(0).await, [(1, PodEvent::Stopped { round: 0 })]);
}

#[tokio::test]
async fn a_pod_that_hears_nothing_for_its_lease_goes() {
    let (store, pod) = (ObjectServer::start().await, TestPod::start().await);
    let mut request = job(50);
    request.lease_s = 1;
    request.pace_ms = 3_600_000;
    request.grants = grants(&store, 1, 0..=50, "first");
    pod.submit(&request).await;

    pod.gone().await;

    assert!(store.object(&grants_key(0)).is_some(), "nothing was stored before it went");
}

#[tokio::test]
async fn a_pod_that_is_told_to_go_tells_its_readers_and_goes() {
    let (store, pod) = (ObjectServer::start().await, TestPod::start().await);
    let mut request = job(50);
    request.pace_ms = 3_600_000;
    request.grants = grants(&store, 1, 0..=50, "first");
    pod.submit(&request).await;
    pod.status_until(|status| status.round == 1).await;

    let reader = pod.get("/events?after=2").send().await.unwrap();

    pod.shutdown.cancel();

    let told = reader.text().await.unwrap();
    assert!(told.contains("{\"type\":\"stopped\",\"round\":1}"), "{told}");
    pod.gone().await;
}

fn grants_key(round: u32) -> String {
    simswarm_core::artifact::RoundObject::Events.key(crate::control::run_id(), 1, round)
}
