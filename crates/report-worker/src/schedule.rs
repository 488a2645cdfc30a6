//! Daily clearing away. Every replica ticks; deleting what is gone already does nothing.

use std::str::FromStr;
use std::sync::Arc;

use apalis::prelude::*;
use apalis_cron::{CronScheduler, Tick};
use chrono::{TimeDelta, Utc};
use cron::Schedule;
use simswarm_core::Ambient;
use simswarm_store::{Store, StoreError};

/// At a quarter past three, UTC: seconds, minutes, hours, day, month, weekday.
const DAILY: &str = "0 15 3 * * *";
const ERRORS_KEPT: TimeDelta = TimeDelta::days(30);
const SESSIONS_KEPT: TimeDelta = TimeDelta::days(7);
const TOLD_KEPT: TimeDelta = TimeDelta::days(7);

#[derive(Clone)]
pub(crate) struct Cleaner {
    pub(crate) store: Store,
    pub(crate) ambient: Arc<dyn Ambient>,
}

pub(crate) fn daily() -> Result<CronScheduler<Schedule, Utc>, cron::error::Error> {
    Ok(CronScheduler::new(Schedule::from_str(DAILY)?))
}

pub(crate) async fn clear_away(_: Tick, cleaner: Data<Cleaner>) -> Result<(), BoxDynError> {
    Ok(clear(&cleaner).await?)
}

async fn clear(cleaner: &Cleaner) -> Result<(), StoreError> {
    let now = cleaner.ambient.now();
    let mut tx = cleaner.store.begin().await?;
    let errors = tx.errors().delete_before(now - ERRORS_KEPT).await?;
    let sessions = tx.sessions().delete_expired(now - SESSIONS_KEPT).await?;
    let intents = tx.outbox().delete_done(now - TOLD_KEPT).await?;
    tx.commit().await?;
    tracing::info!(errors, sessions, intents, "old rows were cleared away");
    Ok(())
}
