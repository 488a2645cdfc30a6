//! How long this pod may live without a word from the control plane: a lost owner must not leave a
//! rented host behind.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

/// Renewed by every word, over when none came for its term.
#[derive(Debug)]
pub(crate) struct Lease {
    term: Mutex<Duration>,
    deadline: watch::Sender<Instant>,
}

impl Lease {
    pub(crate) fn new(term: Duration) -> Self {
        Self { term: Mutex::new(term), deadline: watch::Sender::new(Instant::now() + term) }
    }

    /// A word was heard.
    pub(crate) fn renew(&self) {
        let term = *self.term.lock().unwrap_or_else(PoisonError::into_inner);
        self.deadline.send_replace(Instant::now() + term);
    }

    /// A word was heard, and the lease is this long from now on.
    pub(crate) fn set_term(&self, term: Duration) {
        *self.term.lock().unwrap_or_else(PoisonError::into_inner) = term;
        self.renew();
    }

    /// Returns once no word came for the lease's term.
    pub(crate) async fn expired(&self) {
        let mut deadlines = self.deadline.subscribe();
        loop {
            let deadline = *deadlines.borrow_and_update();
            tokio::select! {
                biased;
                Ok(()) = deadlines.changed() => {}
                () = sleep_until(deadline) => return,
            }
        }
    }
}
