//! The whole program: a worker, a relay and a sweep over the same stores, until the process is to end.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use simswarm_blob::Blob;
use simswarm_bus::Bus;
use simswarm_core::Ambient;
use simswarm_core::contract::workflow::TASK_QUEUE;
use simswarm_gpu::Provider;
use simswarm_graph::Graphs;
use simswarm_runtime::config::TemporalConfig;
use simswarm_runtime::shutdown::Shutdown;
use simswarm_store::Store;
use temporalio_client::Client;
use temporalio_sdk::runtime::RuntimeOptions;
use temporalio_sdk::{Runtime, Worker, WorkerOptions};

use crate::activities::{Activities, Context, RunSettings};
use crate::pod_client::Connections;
use crate::relay::{Relay, say_temporal_away};
use crate::workflows::SimulationWorkflow;
use crate::{sweep, temporal};

/// A workflow task that was given to a worker that died is given to another one after this.
const STICKY_TIMEOUT: Duration = Duration::from_secs(2);
/// Heartbeats bring cancellations: often, whatever their timeout.
const HEARTBEAT_THROTTLE: Duration = Duration::from_secs(1);
/// Running activities get this long to stop; what they leave is taken up by the next worker.
const GRACE: Duration = Duration::from_secs(3);
const TASKS_GRACE: Duration = Duration::from_secs(5);
const FIRST_REST: Duration = Duration::from_millis(500);
const LONGEST_REST: Duration = Duration::from_secs(5);

/// What the program works with.
pub struct Stores {
    pub store: Store,
    pub blob: Blob,
    pub bus: Bus,
    pub graph: Graphs,
    pub provider: Arc<dyn Provider>,
    pub ambient: Arc<dyn Ambient>,
}

/// Serves until `shutdown` begins. Temporal may be away at the start: it is waited for, aloud.
pub async fn serve(
    stores: Stores,
    run: RunSettings,
    config: &TemporalConfig,
    shutdown: Shutdown,
) -> anyhow::Result<()> {
    let pods = Connections::new().context("no HTTP client can be made")?;
    let Stores { store, blob, bus, graph, provider, ambient } = stores;
    let context = Context { store, blob, bus, graph, provider, ambient, pods, settings: run };
    let context = Arc::new(context);
    shutdown.spawn(sweep::run(Arc::clone(&context), shutdown.token()));
    let Some(client) = reach(&context, config, &shutdown).await else { return Ok(()) };
    shutdown.spawn(Relay::new(Arc::clone(&context), client.clone()).run(shutdown.token()));
    let outcome = work(context, client, &shutdown).await;
    shutdown.begin();
    shutdown.finished(TASKS_GRACE).await;
    outcome
}

/// Temporal, however long it takes; nothing if the process is to end first.
async fn reach(context: &Context, config: &TemporalConfig, shutdown: &Shutdown) -> Option<Client> {
    let mut rest = FIRST_REST;
    loop {
        tokio::select! {
            () = shutdown.begun() => return None,
            connected = temporal::connect(config) => match connected {
                Ok(client) => return Some(client),
                Err(away) => tracing::warn!(reason = %away, "Temporal is not available, waiting for it"),
            },
        }
        say_temporal_away(context).await;
        tokio::select! {
            () = shutdown.begun() => return None,
            () = tokio::time::sleep(rest) => rest = (rest * 2).min(LONGEST_REST),
        }
    }
}

async fn work(context: Arc<Context>, client: Client, shutdown: &Shutdown) -> anyhow::Result<()> {
    let runtime = Runtime::from_current_tokio(RuntimeOptions::default())?;
    let options = WorkerOptions::new(TASK_QUEUE)
        .sticky_queue_schedule_to_start_timeout(STICKY_TIMEOUT)
        .max_heartbeat_throttle_interval(HEARTBEAT_THROTTLE)
        .graceful_shutdown_period(GRACE)
        .register_activities(Activities::new(context))
        .register_workflow::<SimulationWorkflow>()?
        .build();
    let mut worker = Worker::new(&runtime, client, options)?;
    let stop = worker.shutdown_handle();
    let asked = shutdown.token();
    shutdown.spawn(async move {
        asked.cancelled().await;
        stop();
    });
    tracing::info!(queue = TASK_QUEUE, "worker is ready");
    worker.run().await.context("the worker cannot go on")
}
