//! One installation of a test's own: database, namespace, folder of pods; and the program as a process
//! that can be killed.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Mutex;
use std::time::Duration;

use secrecy::ExposeSecret;
use simswarm_blob::Blob;
use simswarm_core::artifact::run_prefix;
use simswarm_core::contract::workflow::{
    CANCEL_SIMULATION, INJECT_EVENT, InjectEvent, JobRef, START_SIMULATION, StartSimulation,
    workflow_id,
};
use simswarm_core::document::{Document, Question, Seed};
use simswarm_core::exogenous::ExogenousEvent;
use simswarm_core::job::{JobStatus, Size, Tier};
use simswarm_core::pod::PodName;
use simswarm_core::run_settings::RunSettings;
use simswarm_core::user::Email;
use simswarm_core::{Ambient, InjectionId, JobId, RunId, UserId};
use simswarm_gpu::{HostState, Local, Provider};
use simswarm_graph::Graphs;
use simswarm_runtime::ambient::System;
use simswarm_runtime::config::Vars;
use simswarm_store::injection::NewInjection;
use simswarm_store::job::{Job, NewJob, SeedChoice};
use simswarm_store::run::{NewRun, Run};
use simswarm_temporal_worker::Settings;
use simswarm_temporal_worker::workflows::SimulationWorkflow;
use simswarm_testkit::{Program, TestDb, services, wait};
use tempfile::TempDir;
use temporalio_client::{
    Client, ClientOptions, Connection, ConnectionOptions, Url, WorkflowFetchHistoryOptions,
    WorkflowGetResultOptions, WorkflowHandle,
};

/// Names that nothing else in a history may hold: whoever searches for them finds the document.
pub(crate) const DOCUMENT: &str = include_str!("../documents/harbour.txt");
pub(crate) const QUESTION: &str = "Will the harbour at Quillmere reopen before the winter?";
pub(crate) const SIZE: Size = Size { agents: 4, rounds: 3 };

/// The variables that the program is told, besides those of this world.
const INHERITED: [&str; 12] = [
    "REDIS_URL",
    "TEMPORAL_ADDRESS",
    "S3_ENDPOINT",
    "S3_POD_ENDPOINT",
    "S3_PUBLIC_ENDPOINT",
    "S3_REGION",
    "S3_BUCKET",
    "S3_ACCESS_KEY",
    "S3_SECRET_KEY",
    "NEO4J_URI",
    "NEO4J_USER",
    "NEO4J_PASSWORD",
];
const SECRET_KEY: &str = "a key of this test alone, thirty-two characters or more";

pub(crate) struct World {
    pub(crate) db: TestDb,
    vars: Vec<(String, String)>,
    installation: String,
    worker: Program,
    pods: Pods,
    user: UserId,
    launched: Mutex<Vec<JobId>>,
}

/// What a worker started, and a test must not leave behind when it fails.
struct Pods {
    dir: TempDir,
}

impl World {
    /// A world whose worker is not started yet.
    pub(crate) async fn new() -> Self {
        let db = TestDb::new().await;
        let dir = TempDir::new().unwrap();
        let id = System.new_uuid().simple().to_string();
        let installation = format!("t{}", &id[20..]);
        // Redis knows jobs by their number alone.
        db.number_jobs_from(u32::from_str_radix(&id[25..], 16).unwrap() + 1).await;
        let mut vars: Vec<_> =
            services::settings(&INHERITED).map(|(name, value)| (name.to_owned(), value)).collect();
        for (name, value) in [
            ("DATABASE_URL", db.url().expose_secret().to_owned()),
            ("TEMPORAL_NAMESPACE", format!("test-{installation}")),
            ("SECRET_KEY", SECRET_KEY.to_owned()),
            ("INSTALLATION", installation.clone()),
            ("PODS_DIR", dir.path().join("pods").display().to_string()),
            ("POD_PROGRAM", pod_program().display().to_string()),
        ] {
            vars.push((name.to_owned(), value));
        }
        let user = add_user(&db).await;
        let program = Path::new(env!("CARGO_BIN_EXE_simswarm-temporal-worker"));
        let worker = Program::new(program, &dir.path().join("worker.log"));
        let pods = Pods { dir };
        Self { db, vars, installation, worker, pods, user, launched: Mutex::default() }
    }

    /// A world with a running worker.
    pub(crate) async fn started() -> Self {
        let mut world = Self::new().await;
        world.start_worker(Duration::ZERO);
        world
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.vars.retain(|(known, _)| known != name);
        self.vars.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn settings(&self) -> Settings {
        Settings::read(&self.vars.iter().cloned().collect::<Vars>()).unwrap()
    }

    pub(crate) fn start_worker(&mut self, pace: Duration) {
        for (name, value) in &self.vars {
            self.worker.set(name, value);
        }
        self.worker.set("PACE_MS", &pace.as_millis().to_string());
        self.worker.start();
    }

    /// SIGKILL: no line of it runs any more.
    pub(crate) fn kill_worker(&mut self) {
        self.worker.kill();
    }

    /// A job as the API would accept it: row, run and intent in one transaction.
    pub(crate) async fn launch(&self, size: Size, seed: u64) -> JobId {
        self.launch_as(size, seed, 1, RunSettings::default()).await
    }

    pub(crate) async fn launch_with(&self, size: Size, seed: u64, settings: RunSettings) -> JobId {
        self.launch_as(size, seed, 1, settings).await
    }

    /// One with several runs.
    pub(crate) async fn launch_ensemble(&self, size: Size, seed: u64, replicates: u32) -> JobId {
        self.launch_as(size, seed, replicates, RunSettings::default()).await
    }

    async fn launch_as(
        &self,
        size: Size,
        seed: u64,
        replicates: u32,
        settings: RunSettings,
    ) -> JobId {
        let now = System.now();
        let seed = Seed::try_from(seed).unwrap();
        let new = NewJob {
            user_id: self.user,
            document: Document::parse(DOCUMENT.to_owned(), 10_000).unwrap(),
            question: Question::parse(QUESTION).unwrap(),
            tier: Tier::Small,
            size,
            seed: SeedChoice::Given(seed),
            forecast_days: 30,
            enrich_web: false,
            settings,
            retry_of: None,
            replicates,
        };
        let mut tx = self.db.store().begin().await.unwrap();
        let job = tx.jobs().insert(&new, now).await.unwrap();
        for replicate in 0..replicates {
            let id = RunId::from(System.new_uuid());
            let seed = seed.of_replicate(replicate);
            let run = NewRun { id, job_id: job, replicate, seed, size, fork: None };
            tx.runs().insert(&run, now).await.unwrap();
        }
        let start = StartSimulation { job_id: job };
        tx.outbox().push(START_SIMULATION, job, &start, &System).await.unwrap();
        tx.commit().await.unwrap();
        self.remember(job);
        job
    }

    /// What it leaves in shared stores is taken back at the end.
    pub(crate) fn remember(&self, job: JobId) {
        self.launched.lock().unwrap().push(job);
    }

    /// The owner's wish to stop, as the API writes it down.
    pub(crate) async fn cancel(&self, job: JobId) {
        let mut tx = self.db.store().begin().await.unwrap();
        tx.jobs().request_cancel(job, System.now()).await.unwrap();
        tx.outbox().push(CANCEL_SIMULATION, job, &JobRef { job_id: job }, &System).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// What the owner tells the run, as the API writes it down.
    pub(crate) async fn tell(&self, job: JobId, text: &str) -> InjectionId {
        let (run, id) = (self.run(job).await, InjectionId::from(System.new_uuid()));
        let runs = self.runs(job).await;
        let next = runs.iter().find(|run| run.has_more()).unwrap().rounds_committed + 1;
        let event = ExogenousEvent::plain(next, text.to_owned());
        let new = NewInjection { id, run_id: run.id, event, request_key: None };
        let mut tx = self.db.store().begin().await.unwrap();
        tx.injections().insert(&new, System.now()).await.unwrap();
        let intent = InjectEvent { job_id: job, injection_id: id };
        tx.outbox().push(INJECT_EVENT, job, &intent, &System).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Waits until a committed round has the event, and answers it.
    pub(crate) async fn until_told(&self, id: InjectionId) -> u32 {
        wait::until("round that was told", async || {
            self.db.store().begin().await.unwrap().injections().get(id).await.unwrap().round
        })
        .await
    }

    pub(crate) async fn job(&self, job: JobId) -> Job {
        self.db.store().begin().await.unwrap().jobs().get(job).await.unwrap()
    }

    pub(crate) async fn run(&self, job: JobId) -> Run {
        let mut tx = self.db.store().begin().await.unwrap();
        tx.runs().find_by_job(job).await.unwrap().unwrap()
    }

    /// All runs of the job.
    pub(crate) async fn runs(&self, job: JobId) -> Vec<Run> {
        self.db.store().begin().await.unwrap().runs().list_by_job(job).await.unwrap()
    }

    /// Waits until that run of the job, counted from 0, has committed that round.
    pub(crate) async fn until_replicate(&self, job: JobId, replicate: usize, round: u32) -> Run {
        wait::until(&format!("round {round} of run {replicate} to be committed"), async || {
            let run = self.runs(job).await.swap_remove(replicate);
            (run.last_seq > 0 && run.rounds_committed >= round).then_some(run)
        })
        .await
    }

    /// Waits until the job has that status.
    pub(crate) async fn until_status(&self, job: JobId, status: JobStatus) -> Job {
        wait::until(&format!("job to be {status}"), async || {
            let job = self.job(job).await;
            (job.status == status).then_some(job)
        })
        .await
    }

    /// Waits until that round of the job is committed.
    pub(crate) async fn until_round(&self, job: JobId, round: u32) -> Run {
        wait::until(&format!("round {round} to be committed"), async || {
            let run = self.run(job).await;
            (run.last_seq > 0 && run.rounds_committed >= round).then_some(run)
        })
        .await
    }

    pub(crate) fn blob(&self) -> Blob {
        Blob::open(&self.settings().blob)
    }

    /// The whole log of a run, as its committed segments hold it.
    pub(crate) async fn log(&self, job: JobId) -> Vec<u8> {
        self.log_of(&self.run(job).await).await
    }

    pub(crate) async fn log_of(&self, run: &Run) -> Vec<u8> {
        let mut tx = self.db.store().begin().await.unwrap();
        let segments = tx.segments().list(run.id).await.unwrap();
        drop(tx);
        let blob = self.blob();
        let mut log = Vec::new();
        for segment in segments {
            let packed = blob.get(&segment.events.key, 1 << 30).await.unwrap();
            log.extend(zstd::decode_all(&packed[..]).unwrap());
        }
        log
    }

    pub(crate) fn provider(&self) -> Local {
        Local::new(self.settings().pods)
    }

    /// The folders of the pods that there ever were, oldest attempt first.
    pub(crate) fn pod_folders(&self) -> Vec<PathBuf> {
        self.pods.folders()
    }

    pub(crate) async fn running_pods(&self) -> Vec<String> {
        let hosts = self.provider().list(&PodName::prefix(&self.installation)).await.unwrap();
        let running = hosts.into_iter().filter(|host| host.state != HostState::Exited);
        running.map(|host| host.id).collect()
    }

    /// SIGKILL of the pod that runs, and of everything that it started.
    pub(crate) async fn kill_pod(&self) {
        let pods = self.settings().pods.dir;
        for id in self.running_pods().await {
            kill_group(&pods.join(id));
        }
    }

    pub(crate) async fn client(&self) -> Client {
        let temporal = self.settings().temporal;
        let url = Url::from_str(&temporal.address).unwrap();
        let connection = Connection::connect(ConnectionOptions::new(url).build()).await.unwrap();
        Client::new(connection, ClientOptions::new(temporal.namespace).build()).unwrap()
    }

    pub(crate) async fn workflow(&self, job: JobId) -> WorkflowHandle<Client, SimulationWorkflow> {
        self.client().await.get_workflow_handle(workflow_id(job))
    }

    /// Waits until the workflow of the job is over. Answers its history, in the SDK's own shape.
    pub(crate) async fn history(&self, job: JobId) -> Vec<u8> {
        let workflow = self.workflow(job).await;
        workflow.get_result(WorkflowGetResultOptions::default()).await.unwrap();
        let options = WorkflowFetchHistoryOptions::default();
        workflow.fetch_history(options).to_json().await.unwrap()
    }

    /// Takes back what the stores that are shared with other tests were given.
    async fn clear_stores(&self) {
        let (blob, graphs) = (self.blob(), Graphs::open(&self.settings().graph).unwrap());
        let jobs = self.launched.lock().unwrap().clone();
        for job in jobs {
            let mut tx = self.db.store().begin().await.unwrap();
            let runs = tx.runs().list_by_job(job).await.unwrap();
            drop(tx);
            blob.delete_prefix(&format!("jobs/{job}/")).await.unwrap();
            for run in runs {
                blob.delete_prefix(&run_prefix(run.id)).await.unwrap();
                graphs.delete(run.id).await.unwrap();
            }
        }
    }

    /// Ends the worker, and whatever a failed test left running.
    pub(crate) async fn finish(mut self) {
        self.kill_worker();
        let left = self.running_pods().await;
        assert!(left.is_empty(), "pods are left: {left:?}");
        self.clear_stores().await;
        self.db.finish().await;
    }
}

impl Pods {
    fn folders(&self) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(self.dir.path().join("pods")) else { return Vec::new() };
        let mut folders: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        folders.sort();
        folders
    }
}

impl Drop for Pods {
    fn drop(&mut self) {
        for folder in self.folders() {
            kill_group(&folder);
        }
    }
}

async fn add_user(db: &TestDb) -> UserId {
    let mut tx = db.store().begin().await.unwrap();
    let email = Email::parse("ann@example.org").unwrap();
    let user = tx.users().insert(&email, &"$argon2id$…".into(), System.now()).await.unwrap().id;
    tx.commit().await.unwrap();
    user
}

fn kill_group(folder: &Path) {
    let Ok(record) = fs::read(folder.join("pod.json")) else { return };
    let record: serde_json::Value = serde_json::from_slice(&record).unwrap();
    let pid = i32::try_from(record["pid"].as_i64().unwrap()).unwrap();
    if let Some(pid) = rustix::process::Pid::from_raw(pid) {
        let _gone_already = rustix::process::kill_process_group(pid, rustix::process::Signal::KILL);
    }
}

/// The pod's program, built beside ours.
fn pod_program() -> PathBuf {
    let ours = Path::new(env!("CARGO_BIN_EXE_simswarm-temporal-worker"));
    let pod = ours.with_file_name("simswarm-pod");
    assert!(pod.exists(), "the pod's program is not built: cargo build -p simswarm-pod");
    pod
}
