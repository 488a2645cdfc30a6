//! Jobs whose cast a model finds: what it was asked is paid once, whatever dies and however many runs there are.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use simswarm_core::RunId;
use simswarm_core::artifact::RoundObject;
use simswarm_core::job::{JobStatus, Size};
use simswarm_testkit::llm::{Abilities, Fault, Question, Said};
use simswarm_testkit::{FakeChat, wait};

use crate::simulation::until_pod_gone;
use crate::world::{SIZE, World};

/// Every question about the document that the endpoint was asked.
fn asked_about(fake: &FakeChat) -> Vec<String> {
    let asked = fake.asked().into_iter().map(|asked| asked.body["messages"].to_string());
    asked.filter(|messages| messages.contains("You prepare a simulation")).collect()
}

/// Who is asked in that round, as each question says it.
fn asked_in(fake: &FakeChat, round: u32) -> Vec<String> {
    let asked =
        fake.asked().into_iter().map(|asked| asked.body["messages"][1]["content"].to_string());
    asked.filter(|turn| turn.contains(&format!("Round {round} of"))).collect()
}

/// A turn let pass, and the poll for whoever is asked it. About a document the fake has answers of its own.
fn nothing(question: &Question) -> Option<Said> {
    let (shared, own) = (&question.messages[0].1, &question.messages.get(1)?.1);
    if !shared.starts_with("You play") {
        return None;
    }
    let issues = shared.lines().filter_map(|line| line.split(' ').next());
    let issues =
        issues.filter(|id| matches!(id.as_bytes(), [b'i', number] if number.is_ascii_digit()));
    let answer = |id| json!({"issue": id, "probability": 0.4, "reason": "So far."});
    let poll: Vec<Value> =
        if own.contains("polled in private") { issues.map(answer).collect() } else { Vec::new() };
    let actions = json!([{"tool": "do_nothing"}]);
    Some(Said::text(json!({"actions": actions, "poll": poll}).to_string()))
}

/// How many answers of a round the first pod of a run recorded.
async fn recorded(world: &World, run: RunId, round: u32) -> usize {
    let key = RoundObject::Answers.key(run, 1, round);
    if !world.blob().exists(&key).await.unwrap() {
        return 0;
    }
    let packed = world.blob().get(&key, 1 << 20).await.unwrap();
    let lines = String::from_utf8(zstd::decode_all(&packed[..]).unwrap()).unwrap();
    lines.lines().filter(|line| line.contains("\"agent\"")).count()
}

#[tokio::test]
async fn turns_are_paid_once_though_a_pod_dies_in_the_middle_of_a_round() {
    let fake = FakeChat::start().await;
    fake.say(nothing);
    let mut world = World::new().await;
    world.set("MODEL_ENDPOINT", &fake.base_url());
    world.set("MODEL_NAME", Abilities::MODEL);
    world.start_worker(Duration::from_millis(300));
    let job = world.launch(Size { agents: 16, rounds: 5 }, 61).await;
    let run = world.until_round(job, 1).await;

    // From now on every second question is never answered: the next round that begins stays in its middle.
    fake.fail_every(2, Fault::Silence);
    let stuck = wait::until("answers of a round that is stuck", async || {
        let round = world.run(job).await.rounds_committed + 1;
        let (asked, recorded) =
            (asked_in(&fake, round).len(), recorded(&world, run.id, round).await);
        (recorded > 1 && recorded < asked).then_some(round)
    })
    .await;
    world.kill_pod().await;
    let before = recorded(&world, run.id, stuck).await;
    fake.recover();
    world.until_status(job, JobStatus::Reporting).await;

    until_pod_gone(&world, job).await;
    let asked = asked_in(&fake, stuck);
    let once: BTreeSet<&String> = asked.iter().collect();
    let twice = asked.len() - once.len();
    assert!(twice > 0 && twice <= once.len() - before, "{twice} of {}, {before} kept", once.len());
    assert_eq!(world.run(job).await.attempt, 2);
    world.finish().await;
}

#[tokio::test]
async fn the_cast_of_a_job_is_paid_once_though_a_pod_dies_while_it_is_found() {
    let fake = FakeChat::start().await;
    // Long enough for a pod to die between two answers.
    fake.take(Duration::from_millis(700));
    let mut world = World::new().await;
    world.set("MODEL_ENDPOINT", &fake.base_url());
    world.set("MODEL_NAME", Abilities::MODEL);
    world.start_worker(Duration::ZERO);
    let job = world.launch_ensemble(SIZE, 60, 2).await;
    let run = world.run(job).await;
    let key = RoundObject::Answers.key(run.id, 1, 0);

    wait::until("first answer to be kept", async || {
        world.blob().exists(&key).await.unwrap().then_some(())
    })
    .await;
    let before = asked_about(&fake);
    world.kill_pod().await;
    fake.take(Duration::ZERO);
    world.until_status(job, JobStatus::Reporting).await;

    until_pod_gone(&world, job).await;
    let runs = world.runs(job).await;
    assert_eq!(runs.iter().map(|run| run.attempt).collect::<Vec<_>>(), [2, 1]);
    let asked = asked_about(&fake);
    let once: BTreeSet<&String> = asked.iter().collect();
    // What is at issue was answered and kept; only what was under way with the pod is asked again.
    assert_eq!(asked.iter().filter(|question| **question == before[0]).count(), 1, "{asked:?}");
    assert!(asked.len() - once.len() < before.len(), "{asked:?}");
    assert!(once.len() >= 3, "{once:?}");
    let mut calls = Vec::new();
    for run in &runs {
        let mut tx = world.db.store().begin().await.unwrap();
        let opening = tx.segments().list(run.id).await.unwrap().swap_remove(0);
        drop(tx);
        let packed = world.blob().get(&opening.operations.key, 1 << 20).await.unwrap();
        let record = zstd::decode_all(&packed[..]).unwrap();
        let record: Value = serde_json::from_slice(&record).unwrap();
        calls.push(record["spent"]["calls"].as_u64());
    }
    assert_eq!(calls, [Some(once.len() as u64), None]);
    world.finish().await;
}
