//! The program itself, as a process.

use std::path::Path;
use std::process::Stdio;

use simswarm_core::contract::pod::{PodLogs, PodStatus};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::control::{BOUND, TOKEN, client, grants, job};
use crate::object_server::ObjectServer;

fn start(port_file: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_simswarm-pod"))
        .env("POD_TOKEN", TOKEN)
        .env("POD_LISTEN", "127.0.0.1:0")
        .env("POD_PORT_FILE", port_file)
        .env("LOG_FORMAT", "json")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

async fn address(port_file: &Path) -> String {
    let wait = async {
        loop {
            if let Ok(address) = std::fs::read_to_string(port_file) {
                return format!("http://{address}");
            }
            tokio::task::yield_now().await;
        }
    };
    timeout(BOUND, wait).await.expect("the pod never said where it listens")
}

#[tokio::test]
async fn the_program_logs_a_line_per_decided_turn_and_ends_on_sigterm() {
    let directory = tempfile::tempdir().unwrap();
    let port_file = directory.path().join("port");
    let store = ObjectServer::start().await;
    let mut process = start(&port_file);
    let url = address(&port_file).await;
    let http = client();
    let mut request = job(3);
    request.grants = grants(&store, 1, 0..=3, "signature-of-a-grant");

    http.post(format!("{url}/job")).bearer_auth(TOKEN).json(&request).send().await.unwrap();
    let events = http.get(format!("{url}/events")).bearer_auth(TOKEN).send().await.unwrap();
    assert!(events.text().await.unwrap().contains("event: finished"));

    let get = |path: &str| http.get(format!("{url}{path}")).bearer_auth(TOKEN).send();
    let status: PodStatus = get("/status").await.unwrap().json().await.unwrap();
    let logs: PodLogs = get("/logs?tail=100000").await.unwrap().json().await.unwrap();
    let decided = logs.lines.iter().filter(|line| line.contains("\"turn decided\"")).count();
    assert_eq!(decided as u64, status.turns);
    assert!(logs.lines.iter().any(|line| line.contains("\"agent.id\":\"a0\"")));
    let all = logs.lines.concat();
    assert!(!all.contains(TOKEN) && !all.contains("signature-of-a-grant"));

    let id = process.id().unwrap().to_string();
    Command::new("kill").args(["-TERM", &id]).status().await.unwrap();
    let ended = timeout(BOUND, process.wait()).await.expect("it never ended").unwrap();
    assert!(ended.success(), "{ended}");
}

#[tokio::test]
async fn the_program_says_what_it_needs() {
    let output = Command::new(env!("CARGO_BIN_EXE_simswarm-pod"))
        .env_remove("POD_TOKEN")
        .output()
        .await
        .unwrap();

    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("POD_TOKEN is not set"), "{said}");
}
