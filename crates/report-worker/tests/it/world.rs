//! A job whose run is over: its rounds committed, its report asked for.

use sha2::{Digest, Sha256};
use simswarm_core::artifact::RoundObject;
use simswarm_core::contract::job::{GENERATE_REPORT, GenerateReport};
use simswarm_core::contract::pod::{Stored, StoredObject};
use simswarm_core::document::{Document, Question, Seed};
use simswarm_core::job::{Size, Tier};
use simswarm_core::report::ReportStatus;
use simswarm_core::run_settings::RunSettings;
use simswarm_core::user::Email;
use simswarm_core::{Ambient, JobId, ReportId, RunId};
use simswarm_runtime::ambient::System;
use simswarm_store::Tx;
use simswarm_store::job::{Change, Job, NewJob, SeedChoice};
use simswarm_store::report::Report;
use simswarm_store::run::NewRun;
use simswarm_testkit::{TestDb, wait};

/// A log of four rounds, written by hand for the tests of the report.
const LOG: &str = include_str!("../../../projection/tests/logs/ferry.jsonl");
const SIZE: Size = Size { agents: 10, rounds: 3 };

pub(crate) struct World {
    pub(crate) db: TestDb,
    pub(crate) job: JobId,
    pub(crate) report: ReportId,
    pub(crate) run: RunId,
}

impl World {
    /// The worker is a process with the system's clock, so rows have the system's time too.
    pub(crate) async fn new() -> Self {
        Self::with_runs(1).await
    }

    /// A job with several runs, the first one's rounds committed.
    pub(crate) async fn with_runs(replicates: u32) -> Self {
        let db = TestDb::new().await;
        let (run, report) = (RunId::from(System.new_uuid()), ReportId::from(System.new_uuid()));
        // What a job's runs say together lies under its number alone, for all tests in one bucket.
        let number = u32::from_be_bytes(System.random_bytes()[..4].try_into().unwrap());
        db.number_jobs_from(number.max(1)).await;
        let mut tx = db.store().begin().await.unwrap();
        let job = add_job(&mut tx, replicates).await;
        let seed = Seed::try_from(7).unwrap();
        let new = NewRun { id: run, job_id: job, replicate: 0, seed, size: SIZE, fork: None };
        tx.runs().insert(&new, System.now()).await.unwrap();
        tx.runs().start_attempt(run, 1, System.now()).await.unwrap();
        for change in [Change::Provision, Change::Run] {
            tx.jobs().advance(job, change, System.now()).await.unwrap();
        }
        tx.commit().await.unwrap();
        let world = Self { db, job, report, run };
        world.commit_rounds().await;
        world
    }

    async fn commit_rounds(&self) {
        let blob = simswarm_testkit::blob::open().await;
        let mut seq = 1;
        for round in 0..=SIZE.rounds {
            let marker = format!("\"round\":{round},");
            let lines: Vec<&str> = LOG.lines().filter(|line| line.contains(&marker)).collect();
            let text = lines.join("\n") + "\n";
            let packed = zstd::encode_all(text.as_bytes(), 3).unwrap();
            let key = RoundObject::Events.key(self.run, 1, round);
            blob.put(&key, "application/zstd", packed.into()).await.unwrap();
            let object = |what: RoundObject| StoredObject {
                object: what.name(round),
                sha256: hex::encode(Sha256::digest(&text)),
                length: text.len() as u64,
            };
            let stored = Stored {
                round,
                seq_from: seq,
                seq_to: seq + lines.len() as u64 - 1,
                events: object(RoundObject::Events),
                answers: object(RoundObject::Answers),
                snapshot: None,
                operations: object(RoundObject::Operations),
                injected: Vec::new(),
            };
            seq = stored.seq_to + 1;
            let mut tx = self.db.store().begin().await.unwrap();
            tx.segments().commit(self.run, 1, &stored, System.now()).await.unwrap();
            tx.commit().await.unwrap();
        }
    }

    /// What `finalize` does at the end of a run.
    pub(crate) async fn ask_for_report(&self) {
        let mut tx = self.db.store().begin().await.unwrap();
        tx.jobs().advance(self.job, Change::Report, System.now()).await.unwrap();
        tx.reports().request(self.report, self.run, 0, System.now()).await.unwrap();
        let wake = GenerateReport { job_id: self.job, report_id: self.report, generation: 1 };
        tx.outbox().push(GENERATE_REPORT, self.job, &wake, &System).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) async fn cancel(&self) {
        let mut tx = self.db.store().begin().await.unwrap();
        tx.jobs().advance(self.job, Change::Cancel, System.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) async fn job(&self) -> Job {
        let mut tx = self.db.store().begin().await.unwrap();
        tx.jobs().get(self.job).await.unwrap()
    }

    /// The report, once it has reached `state`.
    pub(crate) async fn report_in(&self, state: ReportStatus) -> Report {
        wait::until(&format!("the report to be {state}"), async || {
            let mut tx = self.db.store().begin().await.unwrap();
            let report = tx.reports().find(self.report).await.unwrap()?;
            (report.state == state).then_some(report)
        })
        .await
    }
}

async fn add_job(tx: &mut Tx, replicates: u32) -> JobId {
    let email = Email::parse("ann@example.org").unwrap();
    let user = tx.users().insert(&email, &"$argon2id$…".into(), System.now()).await.unwrap().id;
    let new = NewJob {
        user_id: user,
        document: Document::parse("The ferry stops.".to_owned(), 100).unwrap(),
        question: Question::parse("Will it sail again?").unwrap(),
        tier: Tier::Small,
        size: SIZE,
        seed: SeedChoice::Drawn(Seed::try_from(7).unwrap()),
        forecast_days: 30,
        enrich_web: false,
        settings: RunSettings::default(),
        retry_of: None,
        replicates,
    };
    tx.jobs().insert(&new, System.now()).await.unwrap()
}
