//! Jobs: their life, their owners, their pages.

use chrono::TimeDelta;
use simswarm_core::document::Seed;
use simswarm_core::job::{JobStatus, Stage, Tier};
use simswarm_core::{Ambient, JobId};
use simswarm_store::StoreError;
use simswarm_store::job::{Advanced, Change, NewJob, SeedChoice};
use tokio::task::JoinSet;

use crate::world::{World, add_user};

#[tokio::test]
async fn a_job_goes_from_pending_to_completed() {
    let world = World::new().await;
    let id = world.add_job().await;
    let at = world.ambient.now();
    let mut tx = world.begin().await;
    for change in [Change::Provision, Change::Run, Change::Report, Change::Complete] {
        tx.jobs().advance(id, change, at).await.unwrap();
    }
    tx.commit().await.unwrap();

    let job = world.begin().await.jobs().find(id, world.user).await.unwrap().unwrap();

    assert_eq!(job.status, JobStatus::Completed);
    assert_eq!((job.started_at, job.completed_at), (Some(at), Some(at)));
    assert_eq!(job.pipeline_stage, Some(5));
    assert_eq!(job.document_excerpt, "The harbour closes.");
    world.db.finish().await;
}

#[tokio::test]
async fn a_repeated_step_says_that_it_changed_nothing() {
    let world = World::new().await;
    let id = world.add_job_after(&[Change::Provision, Change::Run]).await;
    let mut tx = world.begin().await;

    let advanced = tx.jobs().advance(id, Change::Run, world.ambient.now()).await.unwrap();

    assert_eq!(advanced, Advanced { from: JobStatus::Running, to: JobStatus::Running });
    drop(tx);
    world.db.finish().await;
}

#[tokio::test]
async fn a_final_status_never_changes_however_many_pull_at_it() {
    let world = World::new().await;
    let id = world.add_job_after(&[Change::Provision, Change::Run]).await;
    let mut tasks = JoinSet::new();
    for number in 0..12 {
        let (store, at) = (world.store(), world.ambient.now());
        tasks.spawn(async move {
            let change =
                [Change::Cancel, Change::Fail { reason: "lost" }, Change::Report][number % 3];
            let mut tx = store.begin().await.unwrap();
            let advanced = tx.jobs().advance(id, change, at).await;
            tx.commit().await.unwrap();
            advanced.ok()
        });
    }

    let outcomes = tasks.join_all().await;

    let ends: Vec<_> = outcomes.into_iter().flatten().filter(|step| step.to.is_final()).collect();
    assert_eq!(ends.len(), 1, "one of them ended it: {ends:?}");
    let status = world.begin().await.jobs().get_status(id).await.unwrap();
    assert_eq!(status, ends[0].to);
    world.db.finish().await;
}

#[tokio::test]
async fn a_step_that_is_not_allowed_is_refused_with_the_status() {
    let world = World::new().await;
    let id = world.add_job_after(&[Change::Cancel]).await;
    let mut tx = world.begin().await;

    let error = tx.jobs().advance(id, Change::Run, world.ambient.now()).await.unwrap_err();

    assert!(matches!(error, StoreError::Step(not) if not.from == JobStatus::Cancelled));
    let missing = tx.jobs().advance(JobId::from(404), Change::Run, world.ambient.now()).await;
    assert!(matches!(missing, Err(StoreError::NotFound { .. })));
    drop(tx);
    world.db.finish().await;
}

#[tokio::test]
async fn the_stage_never_goes_back() {
    let world = World::new().await;
    let id = world.add_job_after(&[Change::Provision, Change::Run]).await;
    let mut tx = world.begin().await;
    tx.jobs().set_stage(id, Stage::Simulating).await.unwrap();
    tx.jobs().set_stage(id, Stage::Seeding).await.unwrap();
    tx.jobs().advance(id, Change::Provision, world.ambient.now()).await.unwrap();

    let job = tx.jobs().get(id).await.unwrap();

    assert_eq!((job.status, job.pipeline_stage), (JobStatus::Running, Some(3)));
    drop(tx);
    world.db.finish().await;
}

#[tokio::test]
async fn another_users_job_is_absent() {
    let world = World::new().await;
    let id = world.add_job().await;
    let mut tx = world.begin().await;
    let bob = add_user(&mut tx, "bob@example.org", &world.ambient).await;

    assert_eq!(tx.jobs().find(id, bob).await.unwrap(), None);
    assert_eq!(tx.jobs().find_document(id, bob).await.unwrap(), None);
    assert_eq!(tx.jobs().lock(id, bob).await.unwrap(), None);
    assert!(!tx.jobs().delete(id, bob, world.ambient.now()).await.unwrap());
    assert_eq!(tx.jobs().list(bob, 10, 0).await.unwrap().total, 0);
    drop(tx);
    world.db.finish().await;
}

#[tokio::test]
async fn pages_are_in_a_fixed_order_even_at_one_moment() {
    let world = World::new().await;
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(world.add_job().await);
    }
    ids.reverse();
    let mut tx = world.begin().await;

    let mut seen = Vec::new();
    for page in 0..4 {
        let found = tx.jobs().list(world.user, 2, page * 2).await.unwrap();
        assert_eq!(found.total, 5);
        seen.extend(found.jobs.into_iter().map(|job| job.id));
    }

    assert_eq!(seen, ids);
    drop(tx);
    world.db.finish().await;
}

#[tokio::test]
async fn a_retried_job_is_represented_by_its_retry() {
    let world = World::new().await;
    let first = world.add_job_after(&[Change::Fail { reason: "lost" }]).await;
    let mut tx = world.begin().await;
    let retry = NewJob { retry_of: Some(first), ..world.new_job() };
    let second = tx.jobs().insert(&retry, world.ambient.now()).await.unwrap();

    let page = tx.jobs().list(world.user, 10, 0).await.unwrap();

    assert_eq!(page.total, 1);
    assert_eq!(page.jobs[0].id, second);
    drop(tx);
    world.db.finish().await;
}

#[tokio::test]
async fn a_double_submission_is_found_for_a_minute() {
    let world = World::new().await;
    let id = world.add_job().await;
    let mut tx = world.begin().await;
    let other_draw = SeedChoice::Drawn(Seed::try_from(8).unwrap());
    let again = NewJob { seed: other_draw, ..world.new_job() };
    let found = tx.jobs().find_live_duplicate(&again, world.ambient.now()).await.unwrap();
    assert_eq!(found, Some(id));

    let given = SeedChoice::Given(Seed::try_from(7).unwrap());
    for other in [
        NewJob { seed: given, ..world.new_job() },
        NewJob { size: simswarm_core::job::Size { agents: 11, rounds: 3 }, ..world.new_job() },
        NewJob { tier: Tier::Medium, ..world.new_job() },
        NewJob { forecast_days: 31, ..world.new_job() },
    ] {
        let found = tx.jobs().find_live_duplicate(&other, world.ambient.now()).await.unwrap();
        assert_eq!(found, None, "{other:?}");
    }
    world.ambient.advance(TimeDelta::seconds(60));
    let late = tx.jobs().find_live_duplicate(&again, world.ambient.now()).await.unwrap();
    assert_eq!(late, None);
    drop(tx);
    world.db.finish().await;
}

#[tokio::test]
async fn of_two_equal_submissions_at_once_one_is_made() {
    let world = World::new().await;
    let submit = || async {
        let mut tx = world.begin().await;
        let (new, at) = (world.new_job(), world.ambient.now());
        if tx.jobs().find_live_duplicate(&new, at).await.unwrap().is_none() {
            tx.jobs().insert(&new, at).await.unwrap();
        }
        tx.commit().await.unwrap();
    };

    tokio::join!(submit(), submit(), submit());

    let page = world.begin().await.jobs().list(world.user, 10, 0).await.unwrap();
    assert_eq!(page.total, 1);
    world.db.finish().await;
}

#[tokio::test]
async fn a_deleted_job_is_hidden_at_once_and_purged_once_it_is_over() {
    let world = World::new().await;
    let id = world.add_job_after(&[Change::Provision]).await;
    world.add_run(id).await;
    let mut tx = world.begin().await;
    assert!(tx.jobs().delete(id, world.user, world.ambient.now()).await.unwrap());
    assert_eq!(tx.jobs().find(id, world.user).await.unwrap(), None);
    assert!(matches!(tx.jobs().purge(id).await, Err(StoreError::NotPurgeable)));

    tx.jobs().advance(id, Change::Cancel, world.ambient.now()).await.unwrap();
    tx.jobs().purge(id).await.unwrap();
    tx.jobs().purge(id).await.unwrap();

    assert!(matches!(tx.jobs().get(id).await, Err(StoreError::NotFound { .. })));
    assert_eq!(tx.runs().find_by_job(id).await.unwrap(), None);
    drop(tx);
    world.db.finish().await;
}

#[tokio::test]
async fn each_tier_has_its_numbers() {
    let world = World::new().await;
    let mut tx = world.begin().await;

    let routes = tx.routing().list().await.unwrap();

    let numbers: Vec<_> = routes
        .iter()
        .map(|route| {
            let (agents, rounds) = (route.bounds.agents, route.bounds.rounds);
            (route.tier, agents.default, agents.max, rounds.default, rounds.max)
        })
        .collect();
    assert_eq!(
        numbers,
        [
            (Tier::Small, 10, 50, 15, 30),
            (Tier::Medium, 20, 500, 100, 150),
            (Tier::Large, 35, 10_000, 200, 300),
        ]
    );
    assert_eq!(tx.routing().get(Tier::Small).await.unwrap(), routes[0]);
    drop(tx);
    world.db.finish().await;
}
