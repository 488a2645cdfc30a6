//! Everything that this program does at once: the relay, the sweep, the queue's worker, the schedule.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use apalis::layers::WorkerBuilderExt;
use apalis::prelude::*;
use secrecy::SecretString;
use simswarm_blob::Blob;
use simswarm_bus::Bus;
use simswarm_core::Ambient;
use simswarm_runtime::shutdown::{Finished, Shutdown};
use simswarm_store::Store;
use simswarm_store::relay::Relay;

use crate::Settings;
use crate::generate_report::{Writer, generate_report};
use crate::queue::{self, ReportQueue};
use crate::relay::{FAMILY, KINDS, ToQueue};
use crate::schedule::{Cleaner, clear_away, daily};
use crate::sweep::Sweep;

const GRACE: Duration = Duration::from_secs(10);
const REDIS_RETRY: Duration = Duration::from_secs(1);

/// What the program works with. Cheap to clone.
#[derive(Clone)]
pub struct Stores {
    pub store: Store,
    pub blob: Blob,
    pub bus: Bus,
    pub ambient: Arc<dyn Ambient>,
}

/// Works until `shutdown`. Redis is waited for, at the start and whenever it goes away.
pub async fn serve(stores: Stores, settings: &Settings, shutdown: Shutdown) -> anyhow::Result<()> {
    let Some(queue) = connect(&settings.bus.url, &shutdown).await else { return Ok(()) };
    let relay = Relay {
        store: stores.store.clone(),
        ambient: Arc::clone(&stores.ambient),
        family: FAMILY,
        kinds: KINDS,
    };
    shutdown.spawn(relay.run(ToQueue(queue.clone()), shutdown.token()));
    let sweep = Sweep {
        store: stores.store.clone(),
        queue: queue.clone(),
        ambient: Arc::clone(&stores.ambient),
    };
    shutdown.spawn(sweep.run(shutdown.token()));
    tracing::info!("the report-worker waits for reports to write");
    let ended = work(stores, queue, settings, &shutdown).await;
    let asked_to = shutdown.token().is_cancelled();
    shutdown.begin();
    if let Finished::CutOff { tasks } = shutdown.finished(GRACE).await {
        tracing::warn!(tasks, "{tasks} tasks were cut off");
    }
    ended?;
    if !asked_to {
        // apalis says Ok when it has given its workers up; a supervisor has to hear that it did.
        bail!("the queue's workers stopped by themselves");
    }
    Ok(())
}

async fn connect(url: &SecretString, shutdown: &Shutdown) -> Option<ReportQueue> {
    loop {
        match queue::open(url).await {
            Ok(queue) => return Some(queue),
            Err(error) => tracing::warn!(%error, "Redis is not available, waiting for it"),
        }
        tokio::select! {
            () = shutdown.begun() => return None,
            () = tokio::time::sleep(REDIS_RETRY) => {}
        }
    }
}

async fn work(
    stores: Stores,
    queue: ReportQueue,
    settings: &Settings,
    shutdown: &Shutdown,
) -> anyhow::Result<()> {
    let writer = Writer {
        store: stores.store.clone(),
        blob: stores.blob,
        bus: stores.bus,
        ambient: Arc::clone(&stores.ambient),
        pace: settings.pace,
    };
    let concurrency = settings.concurrency;
    let cleaner = Cleaner { store: stores.store, ambient: Arc::clone(&stores.ambient) };
    let schedule = daily().context("the schedule is no cron expression")?;
    // A name stays registered after its worker is gone, so each start of each worker has its own.
    let process = stores.ambient.new_uuid();
    let token = shutdown.token();
    Monitor::new()
        .register(move |start: usize| {
            WorkerBuilder::new(format!("report-{process}-{start}").as_str())
                .backend(queue.clone())
                .data(writer.clone())
                .catch_panic()
                .concurrency(concurrency)
                .build(generate_report)
        })
        .register(move |start: usize| {
            WorkerBuilder::new(format!("daily-{process}-{start}").as_str())
                .backend(schedule.clone())
                .data(cleaner.clone())
                .build(clear_away)
        })
        .should_restart(|_, error| {
            tracing::warn!(%error, "a worker of the queue stopped, it is started again");
            true
        })
        .shutdown_timeout(GRACE)
        .run_with_signal(async move {
            token.cancelled().await;
            Ok::<(), std::io::Error>(())
        })
        .await?;
    Ok(())
}
