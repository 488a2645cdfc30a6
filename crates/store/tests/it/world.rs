//! One user with jobs: what most tests begin with.

use simswarm_core::document::{Document, Question, Seed};
use simswarm_core::job::{Size, Tier};
use simswarm_core::run_settings::RunSettings;
use simswarm_core::user::Email;
use simswarm_core::{Ambient, JobId, RunId, UserId};
use simswarm_store::job::{Change, NewJob, SeedChoice};
use simswarm_store::run::NewRun;
use simswarm_store::{Store, Tx};
use simswarm_testkit::{FrozenAmbient, TestDb};

pub(crate) const SIZE: Size = Size { agents: 10, rounds: 3 };

pub(crate) struct World {
    pub(crate) db: TestDb,
    pub(crate) ambient: FrozenAmbient,
    pub(crate) user: UserId,
}

impl World {
    pub(crate) async fn new() -> Self {
        let (db, ambient) = (TestDb::new().await, FrozenAmbient::default());
        let mut tx = db.store().begin().await.unwrap();
        let user = add_user(&mut tx, "ann@example.org", &ambient).await;
        tx.commit().await.unwrap();
        Self { db, ambient, user }
    }

    pub(crate) fn store(&self) -> Store {
        self.db.store().clone()
    }

    pub(crate) async fn begin(&self) -> Tx {
        self.db.store().begin().await.unwrap()
    }

    pub(crate) fn new_job(&self) -> NewJob {
        NewJob {
            user_id: self.user,
            document: Document::parse("The harbour closes.".to_owned(), 100).unwrap(),
            question: Question::parse("Who moves?").unwrap(),
            tier: Tier::Small,
            size: SIZE,
            seed: SeedChoice::Drawn(Seed::try_from(7).unwrap()),
            forecast_days: 30,
            enrich_web: false,
            settings: RunSettings::default(),
            retry_of: None,
            replicates: 1,
        }
    }

    pub(crate) async fn add_job(&self) -> JobId {
        let mut tx = self.begin().await;
        let id = tx.jobs().insert(&self.new_job(), self.ambient.now()).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// A job that has taken `steps`.
    pub(crate) async fn add_job_after(&self, steps: &[Change<'_>]) -> JobId {
        let id = self.add_job().await;
        let mut tx = self.begin().await;
        for step in steps {
            tx.jobs().advance(id, *step, self.ambient.now()).await.unwrap();
        }
        tx.commit().await.unwrap();
        id
    }

    pub(crate) async fn add_run(&self, job: JobId) -> RunId {
        let id = RunId::from(self.ambient.new_uuid());
        let seed = Seed::try_from(7).unwrap();
        let mut tx = self.begin().await;
        let new = NewRun { id, job_id: job, replicate: 0, seed, size: SIZE, fork: None };
        tx.runs().insert(&new, self.ambient.now()).await.unwrap();
        tx.commit().await.unwrap();
        id
    }
}

pub(crate) async fn add_user(tx: &mut Tx, email: &str, ambient: &FrozenAmbient) -> UserId {
    let email = Email::parse(email).unwrap();
    tx.users().insert(&email, &"$argon2id$…".into(), ambient.now()).await.unwrap().id
}
