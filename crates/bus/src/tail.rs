//! Many watchers over one connection: a task subscribes to the jobs that somebody watches, and hands each
//! message to all who do.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use redis::aio::{PubSubSink, PubSubStream};
use redis::{Client, Msg, RedisError};
use simswarm_core::JobId;
use simswarm_core::contract::live::stream_key;
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use crate::live::parse_told;
use crate::{Bus, Entry};

/// How far a watcher may fall behind before it has to read again.
const BACKLOG: usize = 256;
/// How many wishes to watch may wait for the task.
const WISHES: usize = 1_024;
const SWEEP_EVERY: Duration = Duration::from_secs(10);
const RECONNECT_AFTER: Duration = Duration::from_millis(500);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// What a watcher sees.
#[derive(Debug, Clone, PartialEq)]
pub enum Seen {
    Entry(Arc<Entry>),
    /// Something may have been missed: read the stream, or the committed segments, from where you are.
    Gap,
}

struct Wish {
    job: JobId,
    watch: oneshot::Sender<broadcast::Receiver<Seen>>,
}

/// Lets any number of watchers share one connection. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Live {
    wishes: mpsc::Sender<Wish>,
}

/// One watcher of one job. Dropping it ends the watching.
#[derive(Debug)]
pub struct Watch {
    receiver: broadcast::Receiver<Seen>,
}

impl Watch {
    /// The next thing to see; none once the process shuts down.
    pub async fn next(&mut self) -> Option<Seen> {
        match self.receiver.recv().await {
            Ok(seen) => Some(seen),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Seen::Gap),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}

impl Live {
    /// Watches a job from this moment on: what is published after this returns is seen, or a gap. While
    /// Redis is away there is nothing to see, and a gap once it is back. None: the process shuts down.
    pub async fn watch(&self, job: JobId) -> Option<Watch> {
        let (watch, answer) = oneshot::channel();
        self.wishes.send(Wish { job, watch }).await.ok()?;
        Some(Watch { receiver: answer.await.ok()? })
    }
}

/// The task behind [`Live`].
#[derive(Debug)]
pub struct Tail {
    client: Client,
    wishes: mpsc::Receiver<Wish>,
    watched: HashMap<String, broadcast::Sender<Seen>>,
}

enum Next {
    Wish(Option<Wish>),
    Told(Option<Msg>),
    Sweep,
}

enum Ended {
    Disconnected,
    NobodyCanWatch,
}

impl Bus {
    /// The handle for watchers, and the task that serves them: run it until the process shuts down.
    pub fn tail(&self) -> (Live, Tail) {
        let (sender, wishes) = mpsc::channel(WISHES);
        let tail = Tail { client: self.client.clone(), wishes, watched: HashMap::new() };
        (Live { wishes: sender }, tail)
    }
}

impl Tail {
    /// Serves watchers until every [`Live`] is dropped, or it is dropped itself.
    pub async fn run(mut self) {
        loop {
            // Wishes wait meanwhile: who is granted one while Redis is there misses nothing.
            let connected = timeout(CONNECT_TIMEOUT, self.client.get_async_pubsub()).await;
            let Ok(Ok(pubsub)) = connected else {
                if self.while_serving(sleep(RECONNECT_AFTER)).await.is_none() {
                    return;
                }
                continue;
            };
            let (sink, stream) = pubsub.split();
            match self.serve(sink, stream).await {
                Ended::NobodyCanWatch => return,
                Ended::Disconnected => tracing::warn!("live events lost their connection to Redis"),
            }
        }
    }

    /// Waits for `other` and answers wishes meanwhile. None: nobody can wish any more.
    async fn while_serving<F: Future>(&mut self, other: F) -> Option<F::Output> {
        tokio::pin!(other);
        loop {
            tokio::select! {
                output = &mut other => return Some(output),
                wish = self.wishes.recv() => {
                    let wish = wish?;
                    let key = stream_key(wish.job);
                    self.grant(&key, wish);
                }
            }
        }
    }

    async fn serve(&mut self, mut sink: PubSubSink, mut stream: PubSubStream) -> Ended {
        if self.subscribe_again(&mut sink).await.is_err() {
            return Ended::Disconnected;
        }
        let mut sweep = interval(SWEEP_EVERY);
        sweep.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let next = tokio::select! {
                wish = self.wishes.recv() => Next::Wish(wish),
                told = stream.next() => Next::Told(told),
                _ = sweep.tick() => Next::Sweep,
            };
            let done = match next {
                Next::Wish(None) => return Ended::NobodyCanWatch,
                Next::Told(None) => return Ended::Disconnected,
                Next::Wish(Some(wish)) => self.accept(&mut sink, wish).await,
                Next::Told(Some(message)) => {
                    self.hand_on(&message);
                    Ok(())
                }
                Next::Sweep => self.forget_unwatched(&mut sink).await,
            };
            if done.is_err() {
                return Ended::Disconnected;
            }
        }
    }

    /// Everybody may have missed something while there was no connection.
    async fn subscribe_again(&mut self, sink: &mut PubSubSink) -> Result<(), RedisError> {
        self.watched.retain(|_, watchers| watchers.receiver_count() > 0);
        for (key, watchers) in &self.watched {
            sink.subscribe(key).await?;
            // Nobody listening is no error: the watcher has just gone.
            let _gone = watchers.send(Seen::Gap);
        }
        Ok(())
    }

    /// Subscribes before it grants, so that the watcher misses nothing of what comes after.
    async fn accept(&mut self, sink: &mut PubSubSink, wish: Wish) -> Result<(), RedisError> {
        let key = stream_key(wish.job);
        let subscribed =
            if self.watched.contains_key(&key) { Ok(()) } else { sink.subscribe(&key).await };
        self.grant(&key, wish);
        subscribed
    }

    fn grant(&mut self, key: &str, wish: Wish) {
        let watchers =
            self.watched.entry(key.to_owned()).or_insert_with(|| broadcast::Sender::new(BACKLOG));
        // Who wished may have gone away meanwhile.
        let _gone = wish.watch.send(watchers.subscribe());
    }

    fn hand_on(&self, message: &Msg) {
        let Some(watchers) = self.watched.get(message.get_channel_name()) else { return };
        let told = message.get_payload::<String>().ok().and_then(|payload| parse_told(&payload));
        if let Some(entry) = told {
            let _gone = watchers.send(Seen::Entry(Arc::new(entry)));
        }
    }

    async fn forget_unwatched(&mut self, sink: &mut PubSubSink) -> Result<(), RedisError> {
        let unwatched: Vec<_> = self
            .watched
            .iter()
            .filter(|(_, watchers)| watchers.receiver_count() == 0)
            .map(|(key, _)| key.clone())
            .collect();
        for key in unwatched {
            self.watched.remove(&key);
            sink.unsubscribe(&key).await?;
        }
        Ok(())
    }
}
