//! An orderly end: a signal cancels a token, tasks that are tracked get time to finish.

use std::future::Future;
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The end of the process, as a token and the tasks that wait for it. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Shutdown {
    token: CancellationToken,
    tasks: TaskTracker,
}

impl Shutdown {
    /// One that SIGTERM and SIGINT (Ctrl-C) bring about.
    pub fn on_signals() -> std::io::Result<Self> {
        let shutdown = Self::default();
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let token = shutdown.token.clone();
        shutdown.tasks.spawn(async move {
            let name = tokio::select! {
                _ = terminate.recv() => "SIGTERM",
                _ = interrupt.recv() => "SIGINT",
                () = token.cancelled() => return,
            };
            tracing::info!(signal = name, "shutting down after {name}");
            token.cancel();
        });
        Ok(shutdown)
    }

    /// Brings the end about.
    pub fn begin(&self) {
        self.token.cancel();
    }

    /// For a task to watch, and to derive tokens of its own from.
    pub fn token(&self) -> CancellationToken {
        self.token.clone()
    }

    /// Runs a task that the end of the process waits for. It has to watch [`Self::token`].
    pub fn spawn<F>(&self, task: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.tasks.spawn(task);
    }

    /// Waits until the end was begun.
    pub async fn begun(&self) {
        self.token.cancelled().await;
    }

    /// Waits until every task is over, at most `grace`. Answers whether they are.
    pub async fn finished(&self, grace: Duration) -> Finished {
        self.tasks.close();
        match tokio::time::timeout(grace, self.tasks.wait()).await {
            Ok(()) => Finished::InTime,
            Err(_) => Finished::CutOff { tasks: self.tasks.len() },
        }
    }
}

/// How the tasks of a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finished {
    InTime,
    /// So many were still running.
    CutOff {
        tasks: usize,
    },
}
