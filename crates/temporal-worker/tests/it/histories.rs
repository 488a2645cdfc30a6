//! Recorded histories still replay, and hold no text, no secret and no address. How one is recorded is in
//! the README.

use std::fs;
use std::path::PathBuf;

use simswarm_temporal_worker::workflows::SimulationWorkflow;
use temporalio_client::WorkflowHistory;
use temporalio_common::protos::temporal::api::history::v1::History;
use temporalio_sdk::workflow_replayer::{WorkflowReplayer, WorkflowReplayerOptions};

use crate::world::{DOCUMENT, QUESTION};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/histories")
}

fn recorded() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), path))
        .map(|(name, path)| (name, fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

async fn replay(name: &str, history: &[u8]) {
    let options =
        WorkflowReplayerOptions::new().register_workflow::<SimulationWorkflow>().unwrap().build();
    let history = WorkflowHistory::from_json(history).unwrap();
    let replayed = WorkflowReplayer::new(options).unwrap().replay_workflow(history).await;
    assert!(replayed.is_ok(), "{name}: {:?}", replayed.err());
}

/// Replays and searches what a run just left in the server, and keeps it where none of that kind and
/// version is kept: that is how a history is recorded.
pub(crate) async fn check(name: &str, history: &[u8]) {
    replay(name, history).await;
    assert_eq!(forbidden(history), Vec::<String>::new(), "{name}");
    let path = folder().join(format!("{name}.json"));
    if !path.exists() {
        fs::write(path, history).unwrap();
    }
}

#[tokio::test]
async fn every_recorded_history_replays() {
    let files = recorded();
    for kind in ["completed", "cancelled", "resumed"] {
        assert!(files.iter().any(|(name, _)| name.starts_with(kind)), "no {kind} history");
    }
    for (name, bytes) in files {
        replay(&name, &bytes).await;
    }
}

/// Every payload and every message of a history, decoded.
fn texts(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => {
            found.push(text.clone());
            if let Some(decoded) = base64_decoded(text) {
                found.push(decoded);
            }
        }
        serde_json::Value::Array(items) => {
            // Bytes are written as numbers.
            let bytes: Option<Vec<u8>> =
                items.iter().map(|item| item.as_u64()?.try_into().ok()).collect();
            found.extend(bytes.and_then(|bytes| String::from_utf8(bytes).ok()));
            for item in items {
                texts(item, found);
            }
        }
        serde_json::Value::Object(fields) => fields.values().for_each(|item| texts(item, found)),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}

fn base64_decoded(text: &str) -> Option<String> {
    use base64::Engine;

    let bytes = base64::engine::general_purpose::STANDARD.decode(text).ok()?;
    String::from_utf8(bytes).ok()
}

/// Anything of a history that must not be there.
fn forbidden(history: &[u8]) -> Vec<String> {
    // Read as what it is first: a file in another shape would hide everything.
    let events = serde_json::from_slice::<History>(history).unwrap().events;
    assert!(events.len() > 5, "that is no history of a run");
    let mut found = Vec::new();
    texts(&serde_json::from_slice(history).unwrap(), &mut found);
    assert!(found.iter().any(|text| text.contains("job_id")), "no payload was decoded");
    let names: Vec<&str> = DOCUMENT
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 6 && word.starts_with(char::is_uppercase))
        .chain(QUESTION.split_whitespace().filter(|word| word.len() > 6))
        .chain(["http://", "https://", "X-Amz", "postgres:", "redis:", "bolt:", "Bearer"])
        .collect();
    found.retain(|text| names.iter().any(|name| text.contains(name)));
    found
}

#[test]
fn no_recorded_history_holds_text_secrets_or_addresses() {
    for (name, bytes) in recorded() {
        assert_eq!(forbidden(&bytes), Vec::<String>::new(), "{name}");
    }
}
