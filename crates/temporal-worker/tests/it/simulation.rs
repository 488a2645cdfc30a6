//! A job from its row to REPORTING: artifacts in the object store, the graph in Neo4j, no pod left.

use std::time::Duration;

use simswarm_core::artifact::{Artifact, artifact_key, manifest_key};
use simswarm_core::cast_by::CastBy;
use simswarm_core::contract::job::GENERATE_REPORT;
use simswarm_core::contract::live::LiveMessage;
use simswarm_core::exogenous::ExogenousEvent;
use simswarm_core::graph::Graph;
use simswarm_core::job::JobStatus;
use simswarm_core::pod::PodState;
use simswarm_core::recommender::Recommender;
use simswarm_core::report::ReportStatus;
use simswarm_core::run_settings::{BeliefOptions, RunSettings};
use simswarm_graph::Graphs;
use simswarm_temporal_worker::workflows::SimulationWorkflow;
use simswarm_testkit::llm::Abilities;
use simswarm_testkit::{FakeChat, wait};
use temporalio_client::WorkflowQueryOptions;

use crate::world::{SIZE, World};

const CAP: u64 = 1 << 26;

#[tokio::test]
async fn an_accepted_job_becomes_artifacts_a_graph_and_a_report_to_write() {
    let world = World::started().await;
    let job = world.launch(SIZE, 7).await;

    world.until_status(job, JobStatus::Reporting).await;

    let run = world.run(job).await;
    assert_eq!((run.attempt, run.rounds_committed), (1, SIZE.rounds));
    let blob = world.blob();
    for artifact in Artifact::ALL {
        let bytes = blob.get(&artifact_key(run.id, artifact), CAP).await.unwrap();
        serde_json::from_slice::<serde_json::Value>(&bytes).unwrap();
    }
    let manifest = blob.get(&manifest_key(run.id), CAP).await.unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    assert_eq!(manifest["operations"]["attempts"], 1);

    let bytes = blob.get(&artifact_key(run.id, Artifact::GraphData), CAP).await.unwrap();
    let graph: Graph = serde_json::from_slice(&bytes).unwrap();
    let graphs = Graphs::open(&world.settings().graph).unwrap();
    let projected = wait::until("graph", async || graphs.read(run.id).await.unwrap()).await;
    assert_eq!(projected.nodes.len(), graph.nodes.len());
    assert!(!projected.nodes.is_empty());

    let mut tx = world.db.store().begin().await.unwrap();
    let report = tx.reports().find_newest(job).await.unwrap().unwrap();
    assert_eq!((report.state, report.generation), (ReportStatus::Pending, 1));
    let now = chrono::DateTime::UNIX_EPOCH + chrono::TimeDelta::days(40_000);
    let intents = tx.outbox().lease(&[GENERATE_REPORT], 10, now, now).await.unwrap();
    assert_eq!(intents.len(), 1, "one report is asked for");
    drop(tx);
    until_pod_gone(&world, job).await;
    crate::histories::check("completed_v1", &world.history(job).await).await;
    world.finish().await;
}

#[tokio::test]
async fn a_model_beside_the_pods_decides_a_job() {
    let fake = FakeChat::start().await;
    let mut world = World::new().await;
    world.set("MODEL_ENDPOINT", &fake.base_url());
    world.set("MODEL_NAME", Abilities::MODEL);
    world.start_worker(Duration::ZERO);
    let job = world.launch(SIZE, 7).await;

    world.until_status(job, JobStatus::Reporting).await;

    let run = world.run(job).await;
    let manifest = world.blob().get(&manifest_key(run.id), CAP).await.unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    assert_eq!(manifest["operations"]["model"]["name"], Abilities::MODEL);
    assert!(manifest["operations"]["calls"].as_u64() >= Some(u64::from(SIZE.rounds)));
    assert!(!manifest["degradation"].to_string().contains("rule_based_minds"));
    until_pod_gone(&world, job).await;
    world.finish().await;
}

#[tokio::test]
async fn watchers_see_the_status_and_the_committed_events_in_order() {
    let world = World::started().await;
    let job = world.launch(SIZE, 8).await;
    world.until_status(job, JobStatus::Reporting).await;
    until_pod_gone(&world, job).await;

    let bus = simswarm_bus::Bus::open(&world.settings().bus.url).unwrap();
    let entries = bus.read(job, simswarm_bus::EntryId::START, 10_000).await.unwrap();
    let seqs: Vec<u64> = entries
        .iter()
        .filter_map(|entry| match &entry.message {
            LiveMessage::Event(event) => Some(event.seq),
            LiveMessage::Status(_) | LiveMessage::Progress(_) => None,
        })
        .collect();

    let run = world.run(job).await;
    assert!(seqs.ends_with(&(1..=run.last_seq).collect::<Vec<_>>()), "events are missing");
    bus.delete(job).await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn the_same_seed_gives_the_same_log() {
    let world = World::started().await;
    let (one, two) = (world.launch(SIZE, 9).await, world.launch(SIZE, 9).await);

    world.until_status(one, JobStatus::Reporting).await;
    world.until_status(two, JobStatus::Reporting).await;

    assert_eq!(world.log(one).await, world.log(two).await);
    until_pod_gone(&world, one).await;
    until_pod_gone(&world, two).await;
    world.finish().await;
}

#[tokio::test]
async fn a_run_is_played_as_it_was_set() {
    let world = World::started().await;
    let settings = RunSettings {
        events: vec![ExogenousEvent::plain(2, "The harbour master resigns.".to_owned())],
        economy: true,
        recommender: Recommender::Bridging,
        cast: CastBy::Rules,
        beliefs: BeliefOptions { openness: Some(0.9), reach: Some(2.0) },
    };
    let reach_alone = BeliefOptions { openness: None, reach: Some(2.0) };
    let less_open = RunSettings { beliefs: reach_alone, ..settings.clone() };
    let (job, other) =
        (world.launch_with(SIZE, 11, settings).await, world.launch_with(SIZE, 11, less_open).await);
    world.until_status(job, JobStatus::Reporting).await;
    world.until_status(other, JobStatus::Reporting).await;

    let log = String::from_utf8(world.log(job).await).unwrap();
    let told: Vec<&str> = log.lines().filter(|line| line.contains("resigns")).collect();
    assert!(told[0].contains("\"round\":2") && told[0].contains("\"scheduled\""), "{told:?}");
    assert!(log.lines().next().unwrap().contains("\"recommender\":\"bridging\""));
    assert!(log.contains("\"type\":\"economy"), "there is no economy");
    assert_ne!(log.as_bytes(), world.log(other).await, "openness changes nothing");
    until_pod_gone(&world, job).await;
    until_pod_gone(&world, other).await;
    world.finish().await;
}

#[tokio::test]
async fn the_workflow_tells_where_it_is() {
    let world = World::started().await;
    let job = world.launch(SIZE, 10).await;
    world.until_status(job, JobStatus::Reporting).await;
    until_pod_gone(&world, job).await;

    let workflow = world.workflow(job).await;
    // A server that has not seen the worker ask for work of late says so: whoever wants to know asks again.
    let status = wait::until("workflow to tell", async || {
        workflow.query(SimulationWorkflow::status, (), WorkflowQueryOptions::default()).await.ok()
    })
    .await;

    assert_eq!((status.status, status.attempt), (JobStatus::Reporting, 1));
    assert_eq!((status.rounds_committed, status.cancel_requested), (SIZE.rounds, false));
    world.finish().await;
}

pub(crate) async fn until_pod_gone(world: &World, job: simswarm_core::JobId) {
    wait::until("pods to be gone", async || {
        let mut tx = world.db.store().begin().await.unwrap();
        let pods = tx.pods().list_by_job(job).await.unwrap();
        pods.iter()
            .all(|pod| pod.state == PodState::Gone || pod.state == PodState::Lost)
            .then_some(())
    })
    .await;
}
