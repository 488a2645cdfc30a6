//! A run as the control plane leaves it: rows, segments in the object store, artifacts, a graph.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use simswarm_api::Parts;
use simswarm_blob::Blob;
use simswarm_bus::Bus;
use simswarm_core::artifact::{Artifact, RoundObject, artifact_key};
use simswarm_core::contract::live::{LiveMessage, LogEvent, Progress};
use simswarm_core::contract::pod::{Stored, StoredObject};
use simswarm_core::{Ambient, JobId, ReportId, RunId};
use simswarm_graph::Graphs;
use simswarm_runtime::shutdown::Shutdown;
use simswarm_store::job::Change;
use simswarm_testkit::TestDb;

use crate::app::TestApp;

const EVENTS_PER_ROUND: u64 = 4;

/// The stores of the test stack; an address in `more` takes the place of the usual one.
pub(crate) fn stores(
    db: &TestDb,
    more: &[(&str, &str)],
    shutdown: &Shutdown,
    ambient: Arc<dyn Ambient>,
) -> Parts {
    let instead = |name: &str| more.iter().find(|(other, _)| *other == name).map(|(_, to)| *to);
    let mut blob = simswarm_testkit::blob::settings();
    if let Some(endpoint) = instead("S3_ENDPOINT") {
        endpoint.clone_into(&mut blob.endpoint);
    }
    let mut graph = simswarm_testkit::graph::settings();
    if let Some(uri) = instead("NEO4J_URI") {
        uri.clone_into(&mut graph.uri);
    }
    let redis = instead("REDIS_URL").map_or_else(simswarm_testkit::bus::url, Into::into);
    Parts {
        store: db.store().clone(),
        blob: Blob::open(&blob),
        bus: Bus::open(&redis).unwrap(),
        graphs: Graphs::open(&graph).unwrap(),
        ambient,
        stop: shutdown.token(),
    }
}

/// A run that is being played.
pub(crate) struct Played {
    pub(crate) job: JobId,
    pub(crate) run: RunId,
    rounds: u32,
    committed: u32,
}

impl Played {
    /// The events of `round`: the same ones whenever they are asked for.
    pub(crate) fn events(round: u32) -> Vec<LogEvent> {
        let first = u64::from(round) * EVENTS_PER_ROUND + 1;
        let event = |seq: u64, kind: &str| LogEvent {
            v: 1,
            seq,
            round,
            kind: kind.to_owned(),
            data: json!({ "text": format!("what happened as number {seq}") }),
        };
        vec![
            event(first, "round_started"),
            event(first + 1, "post"),
            event(first + 2, "post"),
            event(first + 3, "round_ended"),
        ]
    }

    fn last_seq(&self) -> u64 {
        u64::from(self.committed) * EVENTS_PER_ROUND
    }

    /// What the control plane tells watchers of a committed round.
    pub(crate) fn messages(&self, round: u32) -> Vec<LiveMessage> {
        let progress = Progress {
            round,
            rounds: self.rounds,
            agents: 10,
            seq: u64::from(round + 1) * EVENTS_PER_ROUND,
            attempt: 1,
            replicate: 1,
            replicates: 1,
        };
        let events = Self::events(round).into_iter().map(LiveMessage::Event);
        events.chain([LiveMessage::Progress(progress)]).collect()
    }

    /// Uploads and commits the next round.
    pub(crate) async fn commit(&mut self, app: &TestApp) {
        let round = self.committed;
        let events = Self::events(round);
        let lines: String =
            events.iter().map(|event| serde_json::to_string(event).unwrap() + "\n").collect();
        let packed = zstd::bulk::compress(lines.as_bytes(), 3).unwrap();
        let key = RoundObject::Events.key(self.run, 1, round);
        let blob = simswarm_testkit::blob::open().await;
        blob.put(&key, "application/zstd", packed.into()).await.unwrap();
        let object = |what: RoundObject, length: usize| StoredObject {
            object: what.name(round),
            sha256: hex::encode(Sha256::digest(&lines)),
            length: length as u64,
        };
        let stored = Stored {
            round,
            seq_from: self.last_seq() + 1,
            seq_to: self.last_seq() + EVENTS_PER_ROUND,
            events: object(RoundObject::Events, lines.len()),
            answers: object(RoundObject::Answers, 1),
            snapshot: None,
            operations: object(RoundObject::Operations, 1),
            injected: Vec::new(),
        };
        let mut tx = app.parts.store.begin().await.unwrap();
        tx.segments().commit(self.run, 1, &stored, app.ambient().now()).await.unwrap();
        tx.commit().await.unwrap();
        self.committed += 1;
    }

    /// Writes these artifacts.
    pub(crate) async fn write_artifacts(&self, artifacts: &[(Artifact, Value)]) {
        let blob = simswarm_testkit::blob::open().await;
        for (artifact, content) in artifacts {
            let bytes = Bytes::from(content.to_string());
            let key = artifact_key(self.run, *artifact);
            blob.put(&key, "application/json", bytes).await.unwrap();
        }
    }
}

impl TestApp {
    /// Takes steps in the job's life, as the workers do.
    pub(crate) async fn advance_job(&self, id: JobId, steps: &[Change<'_>]) {
        let mut tx = self.parts.store.begin().await.unwrap();
        for step in steps {
            tx.jobs().advance(id, *step, self.ambient().now()).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// The job runs, and this many segments are committed; the first one is the cast's.
    pub(crate) async fn play(&self, job: JobId, committed: u32) -> Played {
        self.advance_job(job, &[Change::Provision, Change::Run]).await;
        let mut played = self.play_replicate(job, 0).await;
        for _ in 0..committed {
            played.commit(self).await;
        }
        played
    }

    /// One of a job's runs, counted from 0, is begun.
    pub(crate) async fn play_replicate(&self, job: JobId, replicate: u32) -> Played {
        let now = self.ambient().now();
        let mut tx = self.parts.store.begin().await.unwrap();
        let run = tx.runs().find_replicate(job, replicate).await.unwrap().unwrap();
        tx.runs().start_attempt(run.id, 1, now).await.unwrap();
        tx.commit().await.unwrap();
        Played { job, run: run.id, rounds: run.size.rounds, committed: 0 }
    }

    /// The artifacts are written and the report is asked for, as the control plane does it.
    pub(crate) async fn hand_over(&self, played: &Played) -> ReportId {
        let (now, id) = (self.ambient().now(), ReportId::from(self.ambient().new_uuid()));
        self.advance_job(played.job, &[Change::Report]).await;
        let mut tx = self.parts.store.begin().await.unwrap();
        tx.runs().finish(played.run, now).await.unwrap();
        tx.reports().request(id, played.run, 0, now).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// The open intents, oldest first.
    pub(crate) async fn intents(&self) -> Vec<(String, JobId, Value)> {
        let rows =
            self.db.rows("select kind, subject, payload from outbox order by position").await;
        rows.into_iter()
            .map(|row| {
                let kind = row["kind"].as_str().unwrap().to_owned();
                (kind, JobId::from(row["subject"].as_i64().unwrap()), row["payload"].clone())
            })
            .collect()
    }
}
