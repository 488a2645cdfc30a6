//! Reports: written once, by one holder.

use chrono::TimeDelta;
use serde_json::json;
use simswarm_core::report::ReportStatus;
use simswarm_core::{Ambient, ReportId};
use simswarm_store::job::Change;
use simswarm_store::report::{Finished, Report};
use simswarm_store::{StoreError, Tx};
use uuid::Uuid;

use crate::world::World;

const ANN: Uuid = Uuid::from_u128(1);
const BOB: Uuid = Uuid::from_u128(2);

async fn reporting_world() -> (World, Report) {
    let world = World::new().await;
    let job = world.add_job_after(&[Change::Provision, Change::Run, Change::Report]).await;
    let run = world.add_run(job).await;
    let mut tx = world.begin().await;
    let id = ReportId::from(world.ambient.new_uuid());
    let report = tx.reports().request(id, run, 0, world.ambient.now()).await.unwrap();
    tx.commit().await.unwrap();
    (world, report)
}

async fn lease(tx: &mut Tx, world: &World, id: ReportId, holder: Uuid) -> Option<Report> {
    let at = world.ambient.now();
    tx.reports().lease(id, holder, at, at + TimeDelta::seconds(60)).await.unwrap()
}

#[tokio::test]
async fn asking_again_for_the_same_report_asks_once() {
    let (world, first) = reporting_world().await;
    let mut tx = world.begin().await;
    let other = ReportId::from(world.ambient.new_uuid());

    let again = tx.reports().request(other, first.run_id, 0, world.ambient.now()).await.unwrap();
    let next = tx.reports().request(other, first.run_id, 1, world.ambient.now()).await.unwrap();

    assert_eq!(again, first);
    assert_eq!((next.id, next.generation), (other, 2));
    drop(tx);
    world.db.finish().await;
}

#[tokio::test]
async fn one_holder_writes_and_the_job_shows_it() {
    let (world, report) = reporting_world().await;
    let mut tx = world.begin().await;
    assert!(lease(&mut tx, &world, report.id, ANN).await.is_some());
    assert_eq!(lease(&mut tx, &world, report.id, BOB).await, None);
    let job = tx.jobs().get(report.job_id).await.unwrap();
    assert_eq!(job.report_status, Some(ReportStatus::Writing));

    let content = json!({ "verdict": "likely" });
    let finished = Finished { content: &content, markdown: "# Likely", key_insight: "Likely." };
    let stolen = tx.reports().finish(report.id, BOB, finished, world.ambient.now()).await;
    assert!(matches!(stolen, Err(StoreError::LeaseLost { .. })));
    tx.reports().finish(report.id, ANN, finished, world.ambient.now()).await.unwrap();

    let again = tx.reports().finish(report.id, ANN, finished, world.ambient.now()).await;
    assert!(matches!(again, Err(StoreError::LeaseLost { .. })), "it is written once");
    let job = tx.jobs().get(report.job_id).await.unwrap();
    assert_eq!(job.report_status, Some(ReportStatus::Ready));
    assert_eq!(job.key_insight.as_deref(), Some("Likely."));
    let ready = tx.reports().find_ready(report.job_id).await.unwrap().unwrap();
    assert_eq!(ready.content, Some(content));
    drop(tx);
    world.db.finish().await;
}

#[tokio::test]
async fn a_writer_that_died_is_followed_by_another() {
    let (world, report) = reporting_world().await;
    let mut tx = world.begin().await;
    lease(&mut tx, &world, report.id, ANN).await.unwrap();
    world.ambient.advance(TimeDelta::seconds(60));
    let at = world.ambient.now();
    let abandoned = tx.reports().list_abandoned(at, at, 10).await.unwrap();
    assert_eq!(abandoned[0].id, report.id);

    let taken = lease(&mut tx, &world, report.id, BOB).await.unwrap();

    assert_eq!(taken.attempts, 2);
    let until = world.ambient.now() + TimeDelta::seconds(60);
    let late = tx.reports().renew(report.id, ANN, until).await;
    assert!(matches!(late, Err(StoreError::LeaseLost { .. })));
    drop(tx);
    world.db.finish().await;
}

#[tokio::test]
async fn a_report_that_was_given_up_can_be_asked_for_again() {
    let (world, report) = reporting_world().await;
    let mut tx = world.begin().await;
    lease(&mut tx, &world, report.id, ANN).await.unwrap();
    tx.reports().fail(report.id, ANN, "no model", world.ambient.now()).await.unwrap();
    assert_eq!(lease(&mut tx, &world, report.id, BOB).await, None);

    let id = ReportId::from(world.ambient.new_uuid());
    let next =
        tx.reports().request(id, report.run_id, report.generation, world.ambient.now()).await;

    assert_eq!(next.unwrap().generation, 2);
    let job = tx.jobs().get(report.job_id).await.unwrap();
    assert_eq!(job.report_status, Some(ReportStatus::Pending));
    drop(tx);
    world.db.finish().await;
}
