//! What the pod has to tell, numbered from 1 and kept, so that a reader that lost its connection goes on
//! where it was.

use std::sync::{Arc, Mutex, PoisonError};

use futures::{Stream, stream};
use simswarm_core::contract::pod::PodEvent;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// The events of one attempt.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    events: Mutex<Vec<PodEvent>>,
    count: watch::Sender<usize>,
}

impl Journal {
    pub(crate) fn push(&self, event: PodEvent) {
        let count = {
            let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
            events.push(event);
            events.len()
        };
        self.count.send_replace(count);
    }

    /// The event with the next number after `after`, if it has happened.
    fn next(&self, after: usize) -> Option<PodEvent> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).get(after).cloned()
    }

    /// The numbered events after `after`, as they happen, up to the last one there will be or until the
    /// process goes.
    pub(crate) fn follow(
        self: Arc<Self>,
        after: usize,
        closing: CancellationToken,
    ) -> impl Stream<Item = (usize, PodEvent)> + Send {
        let reader = Reader { counts: self.count.subscribe(), journal: self, after, over: false };
        stream::unfold((reader, closing), async |(mut reader, closing)| {
            let event = reader.read(&closing).await?;
            Some((event, (reader, closing)))
        })
    }
}

/// One reader's place in the journal.
struct Reader {
    journal: Arc<Journal>,
    counts: watch::Receiver<usize>,
    after: usize,
    over: bool,
}

impl Reader {
    async fn read(&mut self, closing: &CancellationToken) -> Option<(usize, PodEvent)> {
        if self.over {
            return None;
        }
        loop {
            self.counts.borrow_and_update();
            if let Some(event) = self.journal.next(self.after) {
                self.after += 1;
                self.over = is_last(&event);
                return Some((self.after, event));
            }
            tokio::select! {
                biased;
                changed = self.counts.changed() => changed.ok()?,
                () = closing.cancelled() => return None,
            }
        }
    }
}

fn is_last(event: &PodEvent) -> bool {
    match event {
        PodEvent::Stored(_) => false,
        PodEvent::Finished { .. } | PodEvent::Failed(_) | PodEvent::Stopped { .. } => true,
    }
}

#[cfg(test)]
mod tests {
    use futures::StreamExt;

    use super::*;

    #[tokio::test]
    async fn a_reader_that_comes_late_reads_on_after_its_number() {
        let journal = Arc::new(Journal::default());
        journal.push(PodEvent::Stopped { round: 1 });
        journal.push(PodEvent::Stopped { round: 2 });

        let read: Vec<_> = Arc::clone(&journal).follow(1, CancellationToken::new()).collect().await;

        assert_eq!(read, [(2, PodEvent::Stopped { round: 2 })]);
    }

    #[tokio::test]
    async fn a_reader_is_let_go_when_the_process_goes() {
        let closing = CancellationToken::new();
        closing.cancel();

        let read: Vec<_> = Arc::new(Journal::default()).follow(0, closing).collect().await;

        assert_eq!(read, []);
    }
}
