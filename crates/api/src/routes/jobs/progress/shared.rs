//! One reading for all who want to know the same at the same time.

use std::future::Future;

use tokio::sync::Mutex;
use tokio::time::Instant;

/// The last answer to a question that many ask.
#[derive(Debug)]
pub(super) struct Shared<T> {
    last: Mutex<Option<Answer<T>>>,
}

#[derive(Debug)]
struct Answer<T> {
    /// When it was begun to be read: it knows of everything that had happened by then.
    begun: Instant,
    value: T,
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self { last: Mutex::default() }
    }
}

impl<T: Clone> Shared<T> {
    /// An answer that knows of everything that had happened by `since`. Of those who ask at once, the first
    /// one reads; the others wait for it, and take what it read if that is new enough for them. One who
    /// gives up while it reads leaves it to the next.
    pub(super) async fn read_since(&self, since: Instant, read: impl Future<Output = T>) -> T {
        let mut last = self.last.lock().await;
        if let Some(answer) = last.as_ref().filter(|answer| answer.begun >= since) {
            return answer.value.clone();
        }
        let begun = Instant::now();
        let value = read.await;
        *last = Some(Answer { begun, value: value.clone() });
        value
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use futures::FutureExt;
    use futures::future::join_all;
    use tokio::sync::Notify;

    use super::*;

    /// Counts how often it was read. A reading takes until it is let through.
    #[derive(Default)]
    struct Row {
        readings: AtomicU32,
        through: Notify,
    }

    impl Row {
        async fn read(&self) -> u32 {
            let reading = self.readings.fetch_add(1, Ordering::Relaxed) + 1;
            self.through.notified().await;
            reading
        }
    }

    #[tokio::test]
    async fn a_thousand_who_ask_at_once_cause_one_reading() {
        let (row, shared) = (Row::default(), Shared::default());
        let now = Instant::now();
        row.through.notify_one();

        let answers = join_all((0..1_000).map(|_| shared.read_since(now, row.read()))).await;

        assert_eq!(answers, [1; 1_000]);
    }

    #[tokio::test]
    async fn who_asks_while_it_is_read_gets_a_later_reading() {
        let (row, shared) = (Row::default(), Shared::default());
        let first = shared.read_since(Instant::now(), row.read());
        let second = async {
            row.through.notify_one();
            let answer = shared.read_since(Instant::now(), async {
                row.through.notify_one();
                row.read().await
            });
            answer.await
        };

        assert_eq!(tokio::join!(biased; first, second), (1, 2));
    }

    #[tokio::test]
    async fn one_who_gives_up_leaves_the_reading_to_the_next() {
        let (row, shared) = (Row::default(), Shared::default());
        let gave_up = shared.read_since(Instant::now(), row.read()).now_or_never();
        row.through.notify_one();

        let answer = shared.read_since(Instant::now(), row.read()).await;

        assert_eq!((gave_up, answer), (None, 2));
    }
}
