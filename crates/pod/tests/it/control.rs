//! A small control plane: starts a pod in this process, speaks to it, reads what it tells.

use std::time::Duration;

use axum::http::StatusCode;
use reqwest::{Client, RequestBuilder};
use secrecy::SecretString;
use serde_json::Value;
use simswarm_core::RunId;
use simswarm_core::artifact::RoundObject;
use simswarm_core::cast_by::CastBy;
use simswarm_core::contract::pod::{
    Grant, Grants, JobRequest, PodEvent, PodStatus, RunInput, Stored,
};
use simswarm_core::document::Seed;
use simswarm_core::recommender::Recommender;
use simswarm_core::run_settings::BeliefOptions;
use simswarm_drive::directory::{DirectoryStore, RunIdentity};
use simswarm_drive::mind::RuleMind;
use simswarm_drive::packed::unpack;
use simswarm_drive::{Drive, Execution, Inbox, Unwatched, versions};
use simswarm_llm::Endpoint;
use simswarm_pod::{Patience, Pod, RecentLog, Settings, serve};
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::object_server::ObjectServer;

pub(crate) const TOKEN: &str = "the-token-of-this-attempt";
/// Longer than anything here takes: a test that waits for it has failed.
pub(crate) const BOUND: Duration = Duration::from_secs(30);

const DOCUMENT: &str = "\
The Harbour Council of Vessel Bay voted on Tuesday to close the night ferry to Gull Island by June. \
Mayor Ilse Brandt said the line loses two million crowns a year. \
\"We cannot pay for empty boats,\" Brandt said. \
The Gull Island Residents Association opposes the closure. \
\"Without the night ferry our nurses cannot get home,\" said Tomas Reyes, who chairs the association. \
Northline Shipping, which operates the ferry, offered to run it at half price until autumn.";

/// A pod that serves in this process.
pub(crate) struct TestPod {
    pub(crate) http: Client,
    pub(crate) url: String,
    pub(crate) shutdown: CancellationToken,
    served: TaskTracker,
}

pub(crate) fn quick() -> Patience {
    Patience { first_pause: Duration::from_millis(5), total: BOUND }
}

fn settings() -> Settings {
    Settings::new(SecretString::from(TOKEN), RecentLog::default())
}

impl TestPod {
    pub(crate) async fn start() -> Self {
        Self::start_with(quick()).await
    }

    pub(crate) async fn start_with(patience: Patience) -> Self {
        Self::serve(Settings { patience, ..settings() }).await
    }

    /// A pod whose turns a model decides.
    pub(crate) async fn start_with_model(model: Endpoint) -> Self {
        Self::serve(Settings { patience: quick(), model: Some(model), ..settings() }).await
    }

    async fn serve(settings: Settings) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let pod = Pod::new(settings).unwrap();
        let shutdown = CancellationToken::new();
        let served = TaskTracker::new();
        let token = shutdown.clone();
        served.spawn(async move { serve(pod, listener, token).await.unwrap() });
        served.close();
        Self { http: client(), url, shutdown, served }
    }

    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        self.http.get(format!("{}{path}", self.url)).bearer_auth(TOKEN)
    }

    pub(crate) fn post(&self, path: &str) -> RequestBuilder {
        self.http.post(format!("{}{path}", self.url)).bearer_auth(TOKEN)
    }

    pub(crate) async fn submit(&self, request: &JobRequest) -> StatusCode {
        self.post("/job").json(request).send().await.unwrap().status()
    }

    pub(crate) async fn grant(&self, grants: Vec<Grant>) {
        let response = self.post("/grants").json(&Grants { grants }).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
    }

    pub(crate) async fn status(&self) -> PodStatus {
        self.get("/status").send().await.unwrap().json().await.unwrap()
    }

    /// Asks for the status until it is as it should be.
    pub(crate) async fn status_until(&self, wanted: impl Fn(&PodStatus) -> bool) -> PodStatus {
        let ask = async {
            loop {
                let status = self.status().await;
                if wanted(&status) {
                    return status;
                }
                tokio::task::yield_now().await;
            }
        };
        timeout(BOUND, ask).await.expect("the status never came to be as it should")
    }

    /// The numbered events after `after`, read up to the last one there is.
    pub(crate) async fn events(&self, after: usize) -> Vec<(usize, PodEvent)> {
        let request = self.get(&format!("/events?after={after}"));
        let text =
            timeout(BOUND, async { request.send().await.unwrap().text().await.unwrap() }).await;
        text.expect("the events never ended").split("\n\n").filter_map(parse).collect()
    }

    /// Waits until the pod no longer serves.
    pub(crate) async fn gone(&self) {
        timeout(BOUND, self.served.wait()).await.expect("the pod never went");
    }
}

pub(crate) fn client() -> Client {
    simswarm_runtime::http_client::build(BOUND).unwrap()
}

fn parse(block: &str) -> Option<(usize, PodEvent)> {
    let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name));
    let data = field("data: ")?;
    Some((field("id: ")?.parse().unwrap(), serde_json::from_str(data).unwrap()))
}

pub(crate) fn run_id() -> RunId {
    RunId::from(Uuid::from_u128(7))
}

/// A run of eight agents.
pub(crate) fn input(rounds: u32) -> RunInput {
    RunInput {
        document: DOCUMENT.to_owned(),
        goal: "Will the night ferry be closed by June?".to_owned(),
        seed: Seed::try_from(42).unwrap(),
        agents: 8,
        rounds,
        horizon_days: 90,
        events: Vec::new(),
        economy: false,
        recommender: Recommender::default(),
        cast: CastBy::default(),
        forked_at: None,
        beliefs: BeliefOptions::default(),
    }
}

/// A job from its beginning, without any grant.
pub(crate) fn job(rounds: u32) -> JobRequest {
    JobRequest {
        run_id: run_id(),
        attempt: 1,
        versions: versions(),
        input: input(rounds),
        pace_ms: 0,
        lease_s: 600,
        resume: None,
        casting: None,
        grants: Vec::new(),
        injections: Vec::new(),
    }
}

/// Leave to upload every object of these rounds.
pub(crate) fn grants(
    store: &ObjectServer,
    attempt: u32,
    rounds: impl IntoIterator<Item = u32>,
    signature: &str,
) -> Vec<Grant> {
    let objects =
        rounds.into_iter().flat_map(|round| RoundObject::ALL.map(|object| (round, object)));
    objects
        .map(|(round, object)| Grant {
            object: object.name(round),
            url: store.url(&object.key(run_id(), attempt, round), signature),
        })
        .collect()
}

pub(crate) fn stored(events: &[(usize, PodEvent)]) -> Vec<Stored> {
    events
        .iter()
        .filter_map(|(_, event)| match event {
            PodEvent::Stored(stored) => Some(stored.clone()),
            PodEvent::Finished { .. } | PodEvent::Failed(_) | PodEvent::Stopped { .. } => None,
        })
        .collect()
}

/// The log of these rounds, each checked against what the pod said of it.
pub(crate) fn log(store: &ObjectServer, attempt: u32, rounds: &[Stored]) -> Vec<u8> {
    let segment = |stored: &Stored| {
        let key = RoundObject::Events.key(run_id(), attempt, stored.round);
        unpack(&store.object(&key).unwrap(), &stored.events).unwrap()
    };
    rounds.iter().flat_map(segment).collect()
}

/// The log of the same run in a directory: what the terminal command would write.
pub(crate) async fn undisturbed(input: &RunInput) -> Vec<u8> {
    let directory = tempfile::tempdir().unwrap();
    let store = DirectoryStore::open(directory.path(), &RunIdentity::of(input)).unwrap();
    let cancel = CancellationToken::new();
    let drive = Drive {
        mind: &RuleMind,
        store: &store,
        observer: &Unwatched,
        cancel: &cancel,
        inbox: &Inbox::default(),
        execution: Execution::default(),
    };
    drive.run(input).await.unwrap();
    let folder = store.folder();
    let rounds = folder.rounds().unwrap();
    rounds.iter().flat_map(|stored| folder.events(stored).unwrap()).collect()
}

/// The code of a refusal, which has exactly our two fields.
pub(crate) async fn refusal(request: RequestBuilder) -> (u16, String, String) {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let body: Value = response.json().await.unwrap();
    assert_eq!(body.as_object().unwrap().len(), 2, "{body}");
    let text = |field: &str| body[field].as_str().unwrap().to_owned();
    (status, text("code"), text("detail"))
}
