//! Nothing of how a run is executed is in its log: the terminal and a pod write the same one.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use simswarm_testkit::blob;
use simswarm_tests::{DOCUMENT, Installation, QUESTION, programs};
use tempfile::TempDir;

use crate::run::{SEED, SIZE, until_no_pod_is_left};

const MAX_BYTES: u64 = 1 << 26;

/// The log that the command `simswarm run` writes.
fn log_of_the_terminal() -> Vec<u8> {
    let folder = TempDir::new().unwrap();
    let document = folder.path().join("document.md");
    fs::write(&document, DOCUMENT).unwrap();
    let said = Command::new(programs().join("simswarm"))
        .arg("run")
        .arg(&document)
        .args(["--goal", QUESTION, "--seed", &SEED.to_string()])
        .args(["--agents", &SIZE.agents.to_string(), "--rounds", &SIZE.rounds.to_string()])
        .arg("--out")
        .arg(folder.path().join("out"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    fs::read(folder.path().join("out/events.jsonl")).unwrap()
}

/// The log that a pod left in the object store, a round an object.
async fn log_of_the_pod(run: &str) -> Vec<u8> {
    let objects = blob::open().await;
    let mut log = Vec::new();
    for round in 0..=SIZE.rounds {
        let keys = objects.list(&format!("runs/{run}/a1/r{round}.events")).await.unwrap();
        let packed = objects.get(&keys[0], MAX_BYTES).await.unwrap();
        log.extend(zstd::decode_all(&packed[..]).unwrap());
    }
    log
}

#[tokio::test]
async fn the_terminal_and_a_pod_write_the_same_log_byte_for_byte() {
    let here = Installation::start(Duration::ZERO).await;
    let user = here.user().await;
    let job = user.launch(SIZE, SEED).await;
    user.until_status(job, "COMPLETED").await;
    let runs = here.db.rows("select id from runs").await;

    let theirs = log_of_the_pod(runs[0]["id"].as_str().unwrap()).await;

    assert!(log_of_the_terminal() == theirs, "the logs differ");
    until_no_pod_is_left(&here).await;
    here.finish().await;
}
