//! A run goes on elsewhere from what is committed.

use std::io::BufRead;

use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::pod::{
    FailureCause, JobRequest, PendingLink, PodEvent, Resume, SegmentLink, SnapshotLink, Stored,
};
use simswarm_drive::packed::{Packed, decompress};

use crate::control::{TestPod, grants, input, job, log, run_id, stored, undisturbed};
use crate::object_server::ObjectServer;

const ROUNDS: u32 = 9;

/// What a first pod left: it was granted rounds 0 to `last`, then it was lost.
async fn left_by_the_first(store: &ObjectServer, last: u32) -> Vec<Stored> {
    let pod = TestPod::start().await;
    let mut request = job(ROUNDS);
    request.grants = grants(store, 1, 0..=last, "first");
    pod.submit(&request).await;
    pod.status_until(|status| status.waiting.is_some()).await;
    pod.post("/cancel").send().await.unwrap();
    stored(&pod.events(0).await)
}

fn resume(store: &ObjectServer, rounds: &[Stored]) -> Resume {
    let kept = rounds.iter().rev().find(|stored| stored.snapshot.is_some()).unwrap();
    let link = |object: RoundObject, round| store.url(&object.key(run_id(), 1, round), "read");
    Resume {
        snapshot: Some(SnapshotLink {
            round: kept.round,
            seq: kept.seq_to,
            url: link(RoundObject::World, kept.round),
            sha256: kept.snapshot.as_ref().unwrap().sha256.clone(),
        }),
        segments: rounds
            .iter()
            .filter(|stored| stored.round > kept.round)
            .map(|stored| SegmentLink {
                round: stored.round,
                answers_url: link(RoundObject::Answers, stored.round),
                events_sha256: stored.events.sha256.clone(),
            })
            .collect(),
        pending: Vec::new(),
    }
}

fn second_attempt(store: &ObjectServer, resume: Resume) -> JobRequest {
    JobRequest {
        attempt: 2,
        resume: Some(resume),
        grants: grants(store, 2, 0..=ROUNDS, "second"),
        ..job(ROUNDS)
    }
}

#[tokio::test]
async fn a_run_resumed_after_any_round_has_the_log_of_an_undisturbed_one() {
    let whole = undisturbed(&input(ROUNDS)).await;
    for last in [0, 1, 3, 5, 7, 8] {
        let store = ObjectServer::start().await;
        let first = left_by_the_first(&store, last).await;
        assert_eq!(first.len(), last as usize + 1);

        let pod = TestPod::start().await;
        pod.submit(&second_attempt(&store, resume(&store, &first))).await;
        let second = stored(&pod.events(0).await);

        assert_eq!(second[0].round, last + 1, "a committed round was played again");
        let log = [log(&store, 1, &first), log(&store, 2, &second)].concat();
        assert_eq!(log, whole, "resumed after round {last}");
    }
}

#[tokio::test]
async fn without_a_world_all_rounds_are_replayed_from_their_answers() {
    let store = ObjectServer::start().await;
    let first = left_by_the_first(&store, 3).await;
    let mut from_the_cast = resume(&store, &first);
    from_the_cast.snapshot = None;
    let opening = &first[0];
    from_the_cast.segments.insert(
        0,
        SegmentLink {
            round: 0,
            answers_url: store.url(&RoundObject::Answers.key(run_id(), 1, 0), "read"),
            events_sha256: opening.events.sha256.clone(),
        },
    );

    let pod = TestPod::start().await;
    pod.submit(&second_attempt(&store, from_the_cast)).await;
    let second = stored(&pod.events(0).await);

    let log = [log(&store, 1, &first), log(&store, 2, &second)].concat();
    assert_eq!(log, undisturbed(&input(ROUNDS)).await);
}

#[tokio::test]
async fn a_world_that_is_not_what_was_committed_is_refused() {
    let store = ObjectServer::start().await;
    let first = left_by_the_first(&store, 2).await;
    let other = Packed::new(b"another world").unwrap().bytes;
    store.replace(&RoundObject::World.key(run_id(), 1, 0), other);

    let pod = TestPod::start().await;
    pod.submit(&second_attempt(&store, resume(&store, &first))).await;
    let events = pod.events(0).await;

    let [(1, PodEvent::Failed(failure))] = &events[..] else { panic!("{events:?}") };
    assert_eq!(failure.cause, FailureCause::Checkpoint);
    assert!(failure.reason.starts_with("r0.world.zst is not what was committed"));
}

#[tokio::test]
async fn answers_that_a_lost_pod_recorded_are_not_asked_for_again() {
    let store = ObjectServer::start().await;
    let rounds = left_by_the_first(&store, 6).await;
    // The round after that was under way: some of its answers are there, and what the first one's were.
    let half = cut_short(&store, 6, |lines| {
        assert!(lines[0].starts_with("{\"after\":"), "{lines:?}");
        lines.truncate(1 + lines.len() / 2);
    });
    assert!(half > 0);

    let second = go_on_after(&store, &rounds[..=4], [5, 6]).await;

    let log = [log(&store, 1, &rounds[..=4]), log(&store, 2, &second)].concat();
    assert_eq!(log, undisturbed(&input(ROUNDS)).await);
    let (answers, turns) = recorded(&store, 5);
    assert!(turns > 0 && answers == turns, "{answers} of {turns}");
    let (answers, turns) = recorded(&store, 6);
    assert!(answers == half && answers < turns, "{answers} of {turns}");
    assert_eq!(recorded(&store, 7).0, 0);
}

#[tokio::test]
async fn answers_that_were_given_in_another_world_are_asked_for_again() {
    let store = ObjectServer::start().await;
    let rounds = left_by_the_first(&store, 6).await;
    cut_short(&store, 6, |lines| lines[0] = format!("{{\"after\":\"{}\"}}", "0".repeat(64)));

    let second = go_on_after(&store, &rounds[..=4], [5, 6]).await;

    let log = [log(&store, 1, &rounds[..=4]), log(&store, 2, &second)].concat();
    assert_eq!(log, undisturbed(&input(ROUNDS)).await);
    assert!(recorded(&store, 5).0 > 0);
    assert_eq!(recorded(&store, 6).0, 0);
}

/// Changes the lines that the first pod recorded of a round. Answers how many answers are left.
fn cut_short(store: &ObjectServer, round: u32, change: impl Fn(&mut Vec<String>)) -> u64 {
    let key = RoundObject::Answers.key(run_id(), 1, round);
    let lines = decompress(&store.object(&key).unwrap()).unwrap();
    let mut lines: Vec<String> = lines.lines().map(Result::unwrap).collect();
    change(&mut lines);
    let changed = lines.join("\n");
    store.replace(&key, Packed::new(changed.as_bytes()).unwrap().bytes);
    lines.iter().filter(|line| line.contains("\"agent\"")).count() as u64
}

/// What a second pod keeps that is told of these `rounds`, and of answers of rounds after them.
async fn go_on_after(store: &ObjectServer, rounds: &[Stored], pending: [u32; 2]) -> Vec<Stored> {
    let link = |round| PendingLink {
        round,
        url: store.url(&RoundObject::Answers.key(run_id(), 1, round), "read"),
    };
    let resume = Resume { pending: pending.map(link).to_vec(), ..resume(store, rounds) };
    let pod = TestPod::start().await;
    pod.submit(&second_attempt(store, resume)).await;
    stored(&pod.events(0).await)
}

/// How many answers of a round the second pod did not ask for, and how many there were.
fn recorded(store: &ObjectServer, round: u32) -> (u64, u64) {
    let packed = store.object(&RoundObject::Operations.key(run_id(), 2, round)).unwrap();
    let record = decompress(&packed).unwrap();
    let record: serde_json::Value = serde_json::from_slice(&record).unwrap();
    (record["recorded"].as_u64().unwrap(), record["turns"].as_u64().unwrap())
}
