//! A shell script stands for the pod's program: what is tested is how processes are kept.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use secrecy::SecretString;
use simswarm_core::RunId;
use simswarm_core::pod::{ModelServer, PodName};
use simswarm_gpu::{Error, Host, HostState, Local, LocalSettings, PodRequest, Provider};
use tempfile::TempDir;
use tokio::task::JoinSet;
use uuid::Uuid;

/// Listens nowhere; says an address, starts a child of its own and waits for ever.
const POLITE: &str =
    "echo 127.0.0.1:4711 > $POD_PORT_FILE; env > $POD_STATE_DIR/env; sleep 1000 & wait";
/// Does not end when it is asked to, and neither does its child.
const STUBBORN: &str =
    "trap '' TERM; echo 127.0.0.1:4711 > $POD_PORT_FILE; while :; do sleep 1000; done";
/// Ends at once.
const SHORT: &str = "exit 3";

struct World {
    dir: TempDir,
}

impl World {
    fn new(script: &str) -> Self {
        let dir = TempDir::new().unwrap();
        let program = dir.path().join("program");
        fs::write(&program, format!("#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        Self { dir }
    }

    /// A provider with nothing in its memory, as after a restart.
    fn provider(&self) -> Local {
        Local::new(LocalSettings {
            dir: self.dir.path().join("pods"),
            program: self.dir.path().join("program"),
            max_pods: 2,
            model: Some(ModelServer {
                endpoint: "http://127.0.0.1:8000/v1".to_owned(),
                model: "m7".to_owned(),
            }),
            grace: Duration::from_millis(300),
        })
    }

    fn pods(&self) -> PathBuf {
        self.dir.path().join("pods")
    }

    fn pid(&self, name: &PodName) -> i64 {
        let record = self.pods().join(name.as_str()).join("pod.json");
        let record: serde_json::Value = serde_json::from_slice(&fs::read(record).unwrap()).unwrap();
        record["pid"].as_i64().unwrap()
    }
}

fn request(attempt: u32) -> PodRequest {
    let run = RunId::from(Uuid::from_u128(0x7e57));
    // The process id keeps pods of test runs side by side apart.
    let nonce = format!("{}x{attempt}", std::process::id());
    let name = PodName::new("gputest", run, attempt, &nonce);
    PodRequest { name, token: SecretString::from("hidden") }
}

async fn running(provider: &Local, name: &PodName) -> Host {
    let look = async {
        loop {
            if let Some(host) = provider.find(name).await.unwrap()
                && matches!(host.state, HostState::Running { .. })
            {
                return host;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), look).await.unwrap()
}

#[tokio::test]
async fn the_same_name_is_the_same_process() {
    let world = World::new(POLITE);
    let request = request(1);

    let first = world.provider().create(&request).await.unwrap();
    let pid = world.pid(&request.name);
    let again = world.provider().create(&request).await.unwrap();

    assert_eq!((first.id, pid), (again.id, world.pid(&request.name)));
    world.provider().terminate(request.name.as_str()).await.unwrap();
}

#[tokio::test]
async fn a_restarted_provider_finds_lists_and_ends_what_runs() {
    let world = World::new(POLITE);
    let request = request(2);
    world.provider().create(&request).await.unwrap();

    let restarted = world.provider();
    let host = running(&restarted, &request.name).await;

    assert_eq!(host.state, HostState::Running { endpoint: "http://127.0.0.1:4711".to_owned() });
    assert_eq!(restarted.list("simswarm-gputest-").await.unwrap(), std::slice::from_ref(&host));
    assert_eq!(restarted.list("simswarm-another-").await.unwrap(), []);

    restarted.terminate(&host.id).await.unwrap();

    let pid = world.pid(&request.name);
    assert!(!Path::new(&format!("/proc/{pid}")).exists(), "it was not even reaped");
    assert_eq!(restarted.get(&host.id).await.unwrap().unwrap().state, HostState::Exited);
    restarted.terminate(&host.id).await.unwrap();
}

#[tokio::test]
async fn a_pod_found_without_its_record_is_still_found_and_ended() {
    let world = World::new(POLITE);
    let request = request(3);
    let provider = world.provider();
    provider.create(&request).await.unwrap();
    running(&provider, &request.name).await;
    let pid = world.pid(&request.name);
    fs::remove_file(world.dir.path().join("pods").join(request.name.as_str()).join("pod.json"))
        .unwrap();

    assert!(provider.find(&request.name).await.unwrap().is_some());
    provider.terminate(request.name.as_str()).await.unwrap();

    assert_eq!(provider.find(&request.name).await.unwrap(), None);
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    assert!(stat.is_empty() || stat.contains(") Z "), "it still runs: {stat}");
}

#[tokio::test]
async fn a_pod_that_ignores_the_friendly_signal_is_killed_with_its_children() {
    let world = World::new(STUBBORN);
    let request = request(4);
    let provider = world.provider();
    provider.create(&request).await.unwrap();
    running(&provider, &request.name).await;

    provider.terminate(request.name.as_str()).await.unwrap();

    let mark = format!("POD_NAME={}", request.name);
    for entry in fs::read_dir("/proc").unwrap() {
        let environment = fs::read(entry.unwrap().path().join("environ")).unwrap_or_default();
        assert!(!environment.split(|byte| *byte == 0).any(|v| v == mark.as_bytes()));
    }
}

#[tokio::test]
async fn a_pod_is_given_its_token_and_its_model_and_nothing_of_ours() {
    let world = World::new(POLITE);
    let request = request(5);
    let provider = world.provider();
    provider.create(&request).await.unwrap();
    running(&provider, &request.name).await;

    let folder = world.dir.path().join("pods").join(request.name.as_str());
    let look = async {
        loop {
            let seen = fs::read_to_string(folder.join("env")).unwrap_or_default();
            if seen.contains("POD_LISTEN=") && seen.contains("MODEL_NAME=m7\n") {
                return seen;
            }
            tokio::task::yield_now().await;
        }
    };
    let seen = tokio::time::timeout(Duration::from_secs(10), look).await.unwrap();

    assert!(seen.contains("POD_TOKEN=hidden"));
    assert!(seen.contains("MODEL_ENDPOINT=http://127.0.0.1:8000/v1\n"), "{seen}");
    assert!(seen.contains("MODEL_NAME=m7\n"), "{seen}");
    assert!(!seen.contains("HOME=") && !seen.contains("CARGO"), "{seen}");
    provider.terminate(request.name.as_str()).await.unwrap();
}

#[tokio::test]
async fn a_pod_that_ended_is_not_started_a_second_time() {
    let world = World::new(SHORT);
    let request = request(6);
    let provider = world.provider();
    provider.create(&request).await.unwrap();
    let look = async {
        while provider.find(&request.name).await.unwrap().unwrap().state != HostState::Exited {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), look).await.unwrap();

    assert_eq!(provider.create(&request).await.unwrap().state, HostState::Exited);
}

#[tokio::test]
async fn beyond_the_most_pods_there_is_no_stock() {
    let world = World::new(POLITE);
    let provider = world.provider();
    for attempt in [7, 8] {
        provider.create(&request(attempt)).await.unwrap();
    }

    let third = provider.create(&request(9)).await;

    assert!(matches!(third, Err(Error::NoStock)), "{third:?}");
    for attempt in [7, 8] {
        provider.terminate(request(attempt).name.as_str()).await.unwrap();
    }
    assert!(provider.create(&request(9)).await.is_ok());
    provider.terminate(request(9).name.as_str()).await.unwrap();
}

#[tokio::test]
async fn asked_for_many_at_once_it_starts_no_more_than_it_may() {
    const FIRST: u32 = 201;
    let world = World::new(POLITE);
    let mut creates = JoinSet::new();
    for attempt in FIRST..FIRST + 8 {
        let provider = world.provider();
        creates.spawn(async move { provider.create(&request(attempt)).await });
    }

    let outcomes = creates.join_all().await;

    let started: Vec<_> = outcomes.iter().flatten().collect();
    for host in &started {
        world.provider().terminate(&host.id).await.unwrap();
    }
    assert_eq!(started.len(), 2);
    let refused = outcomes.iter().filter(|outcome| matches!(outcome, Err(Error::NoStock)));
    assert_eq!(refused.count(), 6);
    let folders = fs::read_dir(world.pods()).unwrap().count();
    assert_eq!(folders, 2, "what was refused leaves nothing behind");
}

#[test]
fn a_create_that_nobody_waits_for_any_more_starts_nothing() {
    let world = World::new(POLITE);
    let (provider, request) = (world.provider(), request(211));
    fs::create_dir(world.pods()).unwrap();
    let another_create = File::open(world.pods()).unwrap();
    another_create.lock().unwrap();
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let first = runtime();
    first.block_on(async {
        tokio::select! {
            biased;
            outcome = provider.create(&request) => panic!("it did not wait: {outcome:?}"),
            () = std::future::ready(()) => {}
        }
    });

    drop(another_create);
    // Waits for whatever the call left to a thread.
    drop(first);

    let second = runtime();
    let found = second.block_on(provider.find(&request.name)).unwrap();
    second.block_on(provider.terminate(request.name.as_str())).unwrap();
    assert_eq!(found, None);
}

#[tokio::test]
async fn a_program_that_is_not_there_is_refused_for_good() {
    let world = World::new(POLITE);
    fs::remove_file(world.dir.path().join("program")).unwrap();

    let outcome = world.provider().create(&request(10)).await;

    assert!(matches!(outcome, Err(Error::Refused(_))), "{outcome:?}");
}

#[tokio::test]
async fn of_ended_pods_the_newest_keep_their_folders() {
    const KEPT: u32 = 50;
    // No other test has attempts with these numbers.
    const FIRST: u32 = 101;
    let world = World::new(SHORT);
    let provider = world.provider();
    let ended = async |name: &PodName| {
        let look = async {
            while provider.find(name).await.unwrap().unwrap().state != HostState::Exited {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), look).await.unwrap();
    };
    for attempt in FIRST..FIRST + KEPT + 2 {
        let request = request(attempt);
        provider.create(&request).await.unwrap();
        ended(&request.name).await;
    }

    // The last one was begun when one too many had ended.
    let folders = fs::read_dir(world.dir.path().join("pods")).unwrap().count();
    assert_eq!(u32::try_from(folders).unwrap(), KEPT + 1);
    assert!(provider.find(&request(FIRST).name).await.unwrap().is_none());
    assert!(provider.find(&request(FIRST + 1).name).await.unwrap().is_some());
}
