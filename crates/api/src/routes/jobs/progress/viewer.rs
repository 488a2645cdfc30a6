//! One viewer: what was sent, what is committed, and where the rest comes from. Redis brings what is new;
//! what it does not bring in order is read from the committed segments.

use std::collections::VecDeque;
use std::time::Duration;

use futures::{Stream, StreamExt, stream};
use simswarm_bus::{EntryId, Seen, Watch};
use simswarm_core::contract::live::{LiveMessage, LogEvent, Progress, StatusSnapshot};
use simswarm_core::{JobId, RunId};
use simswarm_store::segment::Segment;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use super::Sources;
use super::frame::Frame;
use super::snapshot::{Look, Seat, Snapshot};
use crate::error::ApiError;
use crate::extract::Caller;

/// Rows of segments that are looked up at once; their events are read one segment at a time.
const LOOKED_UP: u32 = 50;
/// Messages that are read from Redis at once.
const RECENT: usize = 2_000;

/// What a viewer waits for.
enum Wakeup {
    Seen(Option<Seen>),
    Poll,
    KeepAlive,
    Stop,
}

/// Whether a stream goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    GoOn,
    End,
}

pub(super) struct Viewer {
    sources: Sources,
    caller: Caller,
    job: JobId,
    seat: Seat,
    live: Watch,
    run: Option<RunId>,
    /// Number of the last event that was sent.
    sent: u64,
    /// Number of the last event that is committed, as far as is known.
    committed: u64,
    segments: VecDeque<Segment>,
    status: StatusSnapshot,
    progress: Option<Progress>,
    shown_status: Option<StatusSnapshot>,
    shown_progress: Option<Progress>,
    /// What is ready to be sent.
    frames: Vec<Frame>,
    keep_alive: Interval,
    poll: Interval,
}

/// Which of two words about the progress is the newer one.
fn age(progress: &Progress) -> (u32, u32, u64, u32) {
    (progress.replicate, progress.attempt, progress.seq, progress.round)
}

fn every(period: Duration) -> Interval {
    let mut ticks = interval_at(Instant::now() + period, period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

impl Viewer {
    /// Watches before it looks: what happens in between is seen twice, never missed.
    pub(super) async fn begin(
        sources: Sources,
        caller: Caller,
        job: JobId,
        after: u64,
    ) -> Result<Self, ApiError> {
        // Before anything else, so that nobody waits for a job that is not theirs.
        let seat = sources.desk.seat(job, caller.user);
        seat.find().await?;
        let live = sources.live.watch(job).await;
        let live = live.ok_or_else(|| ApiError::Unavailable(anyhow::anyhow!("shutting down")))?;
        let snapshot = seat.find().await?;
        let mut viewer = Self {
            seat,
            keep_alive: every(sources.rhythm.keep_alive),
            poll: every(sources.rhythm.poll),
            sources,
            caller,
            job,
            live,
            run: None,
            sent: after,
            committed: 0,
            segments: VecDeque::new(),
            status: snapshot.status.clone(),
            progress: None,
            shown_status: None,
            shown_progress: None,
            frames: Vec::new(),
        };
        viewer.take(snapshot);
        // Nobody received what is not committed: from a number beyond that, no next event would ever come.
        viewer.sent = after.min(viewer.committed);
        viewer.show_snapshots();
        viewer.read_recent().await;
        Ok(viewer)
    }

    pub(super) fn into_frames(self) -> impl Stream<Item = Frame> {
        stream::unfold(self, |mut viewer| async move {
            let frames = viewer.next_frames().await;
            (!frames.is_empty()).then(|| (stream::iter(frames), viewer))
        })
        .flatten()
    }

    /// The next frames; none at the end.
    async fn next_frames(&mut self) -> Vec<Frame> {
        loop {
            if !self.frames.is_empty() {
                return std::mem::take(&mut self.frames);
            }
            if self.sent < self.committed && self.read_segment().await == Next::GoOn {
                continue;
            }
            if self.sent >= self.committed && self.is_over() {
                return Vec::new();
            }
            self.show_snapshots();
            if !self.frames.is_empty() {
                continue;
            }
            let wakeup = self.wait().await;
            if self.react(wakeup).await == Next::End {
                return Vec::new();
            }
        }
    }

    /// The final status was the last thing to say.
    fn is_over(&self) -> bool {
        self.status.status.is_final() && self.shown_status.as_ref() == Some(&self.status)
    }

    /// What changed since it was last shown. A final status comes last, after every event: a client that
    /// sees it may leave.
    fn show_snapshots(&mut self) {
        let is_final = self.status.status.is_final();
        if !is_final {
            self.show_status();
        }
        if self.progress != self.shown_progress {
            self.frames.extend(self.progress.clone().map(Frame::Progress));
            self.shown_progress.clone_from(&self.progress);
        }
        if is_final && self.sent >= self.committed {
            self.show_status();
        }
    }

    fn show_status(&mut self) {
        if self.shown_status.as_ref() != Some(&self.status) {
            self.frames.push(Frame::Status(self.status.clone()));
            self.shown_status = Some(self.status.clone());
        }
    }

    async fn wait(&mut self) -> Wakeup {
        tokio::select! {
            biased;
            () = self.sources.stop.cancelled() => Wakeup::Stop,
            seen = self.live.next() => Wakeup::Seen(seen),
            _ = self.keep_alive.tick() => Wakeup::KeepAlive,
            _ = self.poll.tick() => Wakeup::Poll,
        }
    }

    async fn react(&mut self, wakeup: Wakeup) -> Next {
        match wakeup {
            Wakeup::Stop | Wakeup::Seen(None) => Next::End,
            Wakeup::Seen(Some(Seen::Entry(entry))) => self.hear(entry.message.clone()).await,
            Wakeup::Seen(Some(Seen::Gap)) => self.look(Duration::ZERO).await,
            Wakeup::Poll if self.sources.redis.is_there() => {
                // News come by themselves. An object store that was away is asked again.
                Next::GoOn
            }
            Wakeup::Poll => self.look(self.sources.rhythm.poll / 2).await,
            Wakeup::KeepAlive => {
                let session = self.caller.check(&self.sources.store, &*self.sources.ambient).await;
                if matches!(session, Err(ApiError::InvalidToken)) {
                    return Next::End;
                }
                self.frames.push(Frame::KeepAlive);
                self.look(self.sources.rhythm.keep_alive / 2).await
            }
        }
    }

    async fn hear(&mut self, message: LiveMessage) -> Next {
        match message {
            LiveMessage::Event(event) => {
                self.committed = self.committed.max(event.seq);
                self.send(event);
                Next::GoOn
            }
            LiveMessage::Progress(progress) => {
                self.committed = self.committed.max(progress.seq);
                self.progress = Some(progress);
                Next::GoOn
            }
            // The database has the last word: a message may be older than what was read from there.
            LiveMessage::Status(_) => self.look(Duration::ZERO).await,
        }
    }

    /// The next event is sent; one that was sent before is not; one too far ahead is read from its segment.
    fn send(&mut self, event: LogEvent) {
        if event.seq == self.sent + 1 {
            self.sent = event.seq;
            self.frames.push(Frame::Event(event));
        }
    }

    /// Looks where the job stands, or stood at most `age` ago: what its other viewers saw is new enough then.
    async fn look(&mut self, age: Duration) -> Next {
        match self.seat.look(age).await {
            Look::Found(snapshot) => {
                self.take(snapshot);
                Next::GoOn
            }
            Look::Gone => Next::End,
            Look::Failed => Next::GoOn,
        }
    }

    fn take(&mut self, snapshot: Snapshot) {
        self.status = snapshot.status;
        if let Some((run, progress)) = snapshot.run {
            self.run = Some(run);
            self.committed = self.committed.max(progress.seq);
            // Redis may have told of a round before the database was asked.
            let newer = self.progress.as_ref().is_none_or(|known| age(known) <= age(&progress));
            if newer {
                self.progress = Some(progress);
            }
        }
    }

    /// What Redis still has, if it follows on what was sent: it spares the object store.
    async fn read_recent(&mut self) {
        if self.sent >= self.committed || !self.sources.redis.is_there() {
            return;
        }
        let recent = self.sources.bus.read(self.job, EntryId::START, RECENT).await;
        for entry in recent.unwrap_or_default() {
            match entry.message {
                LiveMessage::Event(event) if event.seq <= self.committed => self.send(event),
                LiveMessage::Event(_) | LiveMessage::Progress(_) | LiveMessage::Status(_) => {}
            }
        }
    }

    /// Sends the rest of the segment that holds the next event. `End` where none can be read at the moment.
    async fn read_segment(&mut self) -> Next {
        if self.segments.is_empty() {
            self.segments = self.look_up().await.unwrap_or_default();
        }
        let Some(segment) = self.segments.front() else { return Next::End };
        match self.sources.log.read(segment).await {
            Ok(events) => {
                self.segments.pop_front();
                for event in events {
                    self.send(event);
                }
                Next::GoOn
            }
            Err(error) => {
                tracing::warn!(job.id = %self.job, %error, "a stream could not read a segment");
                Next::End
            }
        }
    }

    async fn look_up(&self) -> Option<VecDeque<Segment>> {
        let found = self.sources.log.segments_after(self.run?, self.sent, LOOKED_UP).await;
        match found {
            Ok(segments) => Some(segments.into()),
            Err(error) => {
                tracing::warn!(job.id = %self.job, %error, "a stream could not look up segments");
                None
            }
        }
    }
}
